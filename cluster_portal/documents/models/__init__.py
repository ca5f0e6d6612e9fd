"""Issued documents, what was signed into them, and what is under way on them."""

from cluster_portal.documents.models.examinations import ExaminationState, FileExamination
from cluster_portal.documents.models.issued import IssuedDocument, NumberSeries, Withdrawal
from cluster_portal.documents.models.passages import DocumentPassage
from cluster_portal.documents.models.revisions import SignedRevision
from cluster_portal.documents.models.under_way import (
    UNANSWERED,
    SignatureUpload,
    SigningLease,
    UploadState,
)

__all__ = [
    "UNANSWERED",
    "DocumentPassage",
    "ExaminationState",
    "FileExamination",
    "IssuedDocument",
    "NumberSeries",
    "SignatureUpload",
    "SignedRevision",
    "SigningLease",
    "UploadState",
    "Withdrawal",
]
