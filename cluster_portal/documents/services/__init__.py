"""Writes on issued documents: issuing, signing, withdrawing. Each is one transaction, audited."""

from cluster_portal.documents.services.issuing import (
    issue_document,
    lock_document,
    next_number,
    withdraw_document,
)
from cluster_portal.documents.services.leases import lease_of, release_lease, take_lease
from cluster_portal.documents.services.revisions import SignatureFacts, add_signed_revision
from cluster_portal.documents.services.uploads import (
    begin_examination,
    receive_upload,
    settle_upload,
)

__all__ = [
    "SignatureFacts",
    "add_signed_revision",
    "begin_examination",
    "issue_document",
    "lease_of",
    "lock_document",
    "next_number",
    "receive_upload",
    "release_lease",
    "settle_upload",
    "take_lease",
    "withdraw_document",
]
