"""What the database itself keeps of issued documents, by triggers on both databases."""

from cluster_portal.database.triggers import Trigger, frozen

_TABLE = "documents_signedrevision"
_BEFORE = (
    "CASE WHEN NEW.number = 1"
    " THEN (SELECT length FROM documents_issueddocument WHERE id = NEW.document_id)"
    " ELSE (SELECT length FROM documents_signedrevision"
    " WHERE document_id = NEW.document_id AND number = NEW.number - 1) END"
)
_BYTES = {"sqlite": "length(NEW.addition)", "postgresql": "octet_length(NEW.addition)"}


def _follows(vendor: str) -> Trigger:
    # A revision whose predecessor is missing has no length to follow from: it is refused.
    return Trigger(
        name="signed_revision_follows",
        table=_TABLE,
        events=("INSERT",),
        condition=(
            "NEW.number < 1 OR NOT COALESCE("
            f"{_BYTES[vendor]} > 0 AND NEW.length = {_BEFORE} + {_BYTES[vendor]}, 1 = 0)"
        ),
        message="signed_revision_follows",
        violation_error_message="Lần ký phải nối vào đúng bản trước đó của văn bản.",
        vendors=(vendor,),
    )


TRIGGERS = (
    frozen("issued_document_frozen", "documents_issueddocument"),
    frozen("signed_revision_frozen", _TABLE),
    frozen("withdrawal_frozen", "documents_withdrawal"),
    frozen("document_passage_frozen", "documents_documentpassage"),
    _follows("sqlite"),
    _follows("postgresql"),
)
