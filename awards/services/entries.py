"""What somebody typed of one award, and what came of it."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from awards.models import Award, RecipientKind
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number
from cluster_portal.vietnamese.typography import within_sentence
from clusters.models import Unit

PROVINCE = "province"  # in place of a kind: the province itself is the recipient
PROVINCE_LABEL = "tỉnh, thành phố"
UNCOUNTED = "không nêu"
_NAMING = {"form", "recipient_kind", "recipient", "proposal"}
KIND_LABELS = {**dict(RecipientKind.choices), PROVINCE: PROVINCE_LABEL}


@dataclass(frozen=True)
class AwardEntry:
    """One row as typed: text in every field, read without regard to case and diacritics.

    form: name or code, "Huân chương Lao động hạng Nhất" or "HC_LAO_DONG_1".
    recipient_kind: "cá nhân", "tập thể", "hộ gia đình", "tập thể và cá nhân", "không nêu", or
        "tỉnh, thành phố" when the unit itself is the recipient; the values of the model too.
    recipient: a name; or a number, "267", "267 tập thể và cá nhân"; or "không nêu" for a group
        whose number is not known. Empty with the kind "tỉnh, thành phố".
    unit: name with or without its kind, "Nam Định", "Tỉnh Nam Định", or its slug; empty for the
        whole cluster.
    status: "Đề nghị", "Được tặng" or "Không được duyệt", or the values of the model.
    commendation_type: "Công trạng", "Chuyên đề" …; may be empty.
    decision: number of a decision that has been entered, "12/QĐ-TTg" or "12/QĐ-TTg, 1/3/2025".
    is_posthumous: "x", "có" or "truy tặng" for yes; empty or "không" for no.
    proposal: key of the proposal that this row answers, empty for none.
    pk: key of the row that is changed, None for a new one.
    token: `token_of` the row as it was shown; when the row has changed since, the result is a
        clash. Empty: not asked.
    """

    form: str = ""
    recipient_kind: str = ""
    recipient: str = ""
    unit: str = ""
    status: str = ""
    commendation_type: str = ""
    giving_body: str = ""
    decision: str = ""
    no_decision_reason: str = ""
    is_posthumous: str = ""
    note: str = ""
    proposal: str = ""
    pk: int | None = None
    token: str = ""


class EntryStatus(StrEnum):
    """What came of an entry. READY: nothing is wrong, and it has not been saved."""

    READY = "ready"
    SAVED = "saved"
    UNCHANGED = "unchanged"
    WRONG = "wrong"
    QUESTION = "question"  # possible duplicates, not confirmed yet
    CLASH = "clash"  # somebody else changed the row meanwhile


@dataclass(frozen=True)
class Duplicate:
    """A row that may be the same award: `award` of the record, or the entry at position `row`.

    `entered`: what that entry says.

    `is_open_proposal`: a proposal without an outcome, which the entry may be the answer to.
    """

    award: Award | None = None
    row: int | None = None
    entered: str = ""
    is_open_proposal: bool = False

    @property
    def text(self) -> str:
        """The other row in one line."""
        if self.award is None:
            return f"dòng {(self.row or 0) + 1} trong lần nhập này: {self.entered}"
        award = self.award
        words = [
            str(award),
            str(award.unit) if award.unit else "",
            str(award.emulation_year.year),
            award.get_status_display().lower(),
            within_sentence(str(award.decision)) if award.decision else "",
        ]
        return ", ".join(word for word in words if word)


@dataclass
class EntryResult:
    """What came of one entry.

    errors: field of `AwardEntry` to sentences; "" for what concerns the whole row.
    duplicates: rows that may be the same award, also when they were confirmed.
    award: the row, saved or not; on a clash the row as it stands now. None when it cannot be read.
    changes: field of the model to [before, after] in words; a new row has no "before".
    """

    status: EntryStatus
    errors: dict[str, list[str]] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    award: Award | None = None
    changes: dict[str, list] = field(default_factory=dict)

    @property
    def names_recipient(self) -> bool:
        """Whether it can be told what is given to whom, whatever else is wrong with the entry."""
        if self.status in (EntryStatus.UNCHANGED, EntryStatus.CLASH) or self.award is None:
            return False
        # A person by name is the same in whatever province.
        is_placed = bool(self.award.recipient_name) or "unit" not in self.errors
        return is_placed and _NAMING.isdisjoint(self.errors)

    @property
    def is_good(self) -> bool:
        """Whether it is saved or could be."""
        return self.status in (EntryStatus.READY, EntryStatus.SAVED, EntryStatus.UNCHANGED)


def entry_of(award: Award) -> AwardEntry:
    """The texts that give `award` when they are read again."""
    return AwardEntry(
        form=award.form.name,
        recipient_kind=PROVINCE_LABEL
        if award.recipient_unit_id
        else award.get_recipient_kind_display(),
        recipient=_recipient_text(award),
        unit=unit_text(award.unit or award.recipient_unit),
        status=award.get_status_display(),
        commendation_type=award.get_commendation_type_display() if award.commendation_type else "",
        giving_body=award.giving_body,
        decision=decision_text(award),
        no_decision_reason=award.no_decision_reason,
        is_posthumous="x" if award.is_posthumous else "",
        note=award.note,
        proposal=str(award.proposal_id or ""),
        pk=award.pk,
        token=token_of(award),
    )


def unit_text(unit: Unit | None) -> str:
    """The name of a unit as a choice offers it, told from one of the same name that has ended."""
    if unit is None:
        return ""
    return f"{unit} (đến {format_date(unit.valid_to)})" if unit.valid_to else str(unit)


def decision_text(award: Award) -> str:
    """Number and day of the award's decision: "12/QĐ-TTg, 1/3/2025"."""
    decision = award.decision
    return f"{decision.document_number}, {format_date(decision.signed_on)}" if decision else ""


def token_of(award: Award) -> str:
    """Equal as long as nobody has changed the row."""
    values = [str(getattr(award, column.attname)) for column in Award._meta.concrete_fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:20]


def _recipient_text(award: Award) -> str:
    if award.recipient_name:
        return award.recipient_name
    if award.recipient_unit_id:
        return str(award.recipient_unit)
    return UNCOUNTED if award.count is None else format_number(award.count)
