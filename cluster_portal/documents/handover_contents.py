"""The plain data of the minutes of a handover (biên bản bàn giao)."""

from dataclasses import dataclass
from datetime import date

from cluster_portal.documents.contents import DocumentHead, Section, SignatureBlock


@dataclass(frozen=True, kw_only=True)
class HandoverContent:
    """Minutes of a handover (Decree 30/2020, App. III, form 1.9), with a block for each side.

    The head has no place and day: the text has both. `modified` is the day of the last change.
    """

    head: DocumentHead
    title: str = "BIÊN BẢN"
    subject: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: str
    gives: SignatureBlock
    takes: SignatureBlock
    recipients: tuple[str, ...] = ()
    modified: date
