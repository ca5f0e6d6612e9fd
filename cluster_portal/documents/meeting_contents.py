"""The plain data of a meeting's documents: its minutes and the invitation to it."""

from dataclasses import dataclass
from datetime import date

from cluster_portal.documents.contents import (
    DocumentHead,
    Section,
    SignatureBlock,
    TableContent,
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that begins with what it tells: "Thời gian: 8 giờ 30 phút"."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MinutesContent:
    """Minutes (biên bản; Decree 30/2020, App. III, form 1.9).

    `opening` is start, place, chair and secretary. The head has no place and day: the text has
    both. `modified` is the last change of what they are made of.
    """

    head: DocumentHead
    title: str = "BIÊN BẢN"
    subject: str
    opening: tuple[Line, ...]
    sections: tuple[Section, ...]
    closing: str
    secretary: SignatureBlock
    chair: SignatureBlock
    recipients: tuple[str, ...] = ()
    modified: date


@dataclass(frozen=True, kw_only=True)
class InvitationContent:
    """An invitation (giấy mời; Decree 30/2020, App. III, form 1.7), its programme as appendix."""

    head: DocumentHead
    title: str = "GIẤY MỜI"
    subject: str
    invitation: str  # "Cụm thi đua … trân trọng kính mời: …"
    lines: tuple[Line, ...]
    closing: str = ""
    signature: SignatureBlock
    recipients: tuple[str, ...] = ()
    programme: TableContent | None = None
    modified: date
