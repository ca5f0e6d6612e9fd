"""Writes on issued documents: issuing, signing, withdrawing. Each is one transaction, audited."""

from cluster_portal.documents.services.issuing import (
    hold_series,
    issue_document,
    leading_number,
    lock_document,
    next_number,
    numbers_used,
    withdraw_document,
)
from cluster_portal.documents.services.leases import lease_of, release_lease, take_lease
from cluster_portal.documents.services.printing_first import Press, issue_printed
from cluster_portal.documents.services.revisions import SignatureFacts, add_signed_revision
from cluster_portal.documents.services.uploads import (
    begin_examination,
    receive_upload,
    settle_upload,
)

__all__ = [
    "Press",
    "SignatureFacts",
    "add_signed_revision",
    "begin_examination",
    "hold_series",
    "issue_document",
    "issue_printed",
    "leading_number",
    "lease_of",
    "lock_document",
    "next_number",
    "numbers_used",
    "receive_upload",
    "release_lease",
    "settle_upload",
    "take_lease",
    "withdraw_document",
]
