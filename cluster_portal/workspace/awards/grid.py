"""The grid of awards: what the form sends as entries, and rows as the page draws them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from awards.models import Award, AwardStatus, CommendationType
from awards.services.entries import (
    KIND_LABELS,
    AwardEntry,
    Duplicate,
    EntryResult,
    EntryStatus,
    entry_of,
    token_of,
)
from cluster_portal.database.seen import UNSEEN
from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.pages.widgets import one_line

EMPTY_ROWS = 5
MAX_NEW_ROWS = 300  # of one form: with a page of stored rows within DATA_UPLOAD_MAX_NUMBER_FIELDS
_NAME = re.compile(r"row-(?:p([0-9]{1,18})|n([0-9]{1,4}))-([a-z_]+)")
_NO_YES = (("", "không"), ("x", "truy tặng"))
# What an empty row has chosen, so that it counts for nothing.
DEFAULTS = {"status": AwardStatus.PROPOSED.label}


@dataclass(frozen=True)
class Column:
    """A column: field of `AwardEntry`, heading, choices (value, words) or the list it reads.

    `is_rare`: seldom filled in, so that it stands on the second line of a row.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    datalist: str = ""
    width: str = "middling"
    is_rare: bool = False
    help_text: str = ""


def _labels(labels: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return (("", ""), *((label, label) for label in labels))


ENTERED = [AwardStatus.PROPOSED.label, AwardStatus.GRANTED.label, AwardStatus.REFUSED.label]
COLUMNS = (
    Column("recipient", "Người, tập thể hoặc số lượng", width="wide"),
    Column("recipient_kind", "Đối tượng", choices=_labels(KIND_LABELS.values())),
    Column("form", "Hình thức", datalist="forms", width="wide"),
    Column("unit", "Thuộc tỉnh", datalist="units"),
    Column("status", "Kết quả", choices=_labels(ENTERED)),
    Column("decision", "Quyết định", datalist="decisions"),
    Column("no_decision_reason", "Vì sao chưa có quyết định", is_rare=True),
    Column("commendation_type", "Loại", choices=_labels(CommendationType.labels), is_rare=True),
    Column("giving_body", "Người, cơ quan tặng", is_rare=True),
    Column("is_posthumous", "Truy tặng", choices=_NO_YES, width="short", is_rare=True),
    Column("note", "Ghi chú", width="wide", is_rare=True),
)
FIELDS = [column.name for column in COLUMNS]
_WIDTHS = {"wide": 36, "middling": 22, "short": 12}


@dataclass(frozen=True)
class Cell:
    """One box: its column, what stands in it, what is wrong with it.

    `is_fixed`: text that cannot be typed over. `missing`: a typed value that is no choice.
    """

    column: Column
    name: str
    value: str
    errors: list[str] = field(default_factory=list)
    is_fixed: bool = False

    @property
    def missing(self) -> str:
        offered = {value for value, _ in self.column.choices}
        return self.value if self.column.choices and self.value not in offered else ""


@dataclass
class GridRow:
    """A row of the grid. `key`: "p12" for the stored row 12, "n3" for the new row 3."""

    key: str
    entry: AwardEntry
    award: Award | None = None
    result: EntryResult | None = None
    fixed: frozenset[str] = frozenset()
    is_confirmed: bool = False
    outcomes: list[Award] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What a screen reader says of the row after the name of a column."""
        if self.award is None:
            return f"dòng mới {int(self.key[1:]) + 1}"
        return self.award.recipient

    @property
    def cells(self) -> list[Cell]:
        errors = self.result.errors if self.result else {}
        return [
            Cell(
                column,
                f"row-{self.key}-{column.name}",
                getattr(self.entry, column.name),
                errors.get(column.name, []),
                column.name in self.fixed,
            )
            for column in COLUMNS
        ]

    @property
    def row_errors(self) -> list[str]:
        """What is wrong with the row as a whole, or with what it has no box for."""
        if self.result is None:
            return []
        return [
            sentence
            for name, sentences in self.result.errors.items()
            if name not in FIELDS
            for sentence in sentences
        ]

    @property
    def duplicates(self) -> list[Duplicate]:
        """Rows to be told from this one, as long as it is not saved."""
        return self.result.duplicates if self.has_trouble else []

    @property
    def may_answer(self) -> bool:
        """Whether the row can be the outcome of a proposal: it is none itself."""
        award = self.result.award if self.result else None
        return award is not None and award.status not in ("", AwardStatus.PROPOSED)

    @property
    def now(self) -> list[tuple[str, str]]:
        """After a clash: what the row says now where it differs from what was typed."""
        if not (self.result and self.result.status == EntryStatus.CLASH and self.result.award):
            return []
        stored = entry_of(self.result.award)
        return [
            (column.label, getattr(stored, column.name) or "–")
            for column in COLUMNS
            if getattr(stored, column.name) != getattr(self.entry, column.name)
        ]

    @property
    def has_trouble(self) -> bool:
        return self.result is not None and not self.result.is_good

    @property
    def is_fixed(self) -> bool:
        return len(self.fixed) == len(COLUMNS)


@dataclass(frozen=True)
class Sent:
    """A row as the form sent it."""

    key: str
    pk: int | None
    fields: dict[str, str]
    is_confirmed: bool


def sent_rows(data: QueryDict) -> list[Sent]:
    """The rows in `data`, stored ones first; a new row of which nothing was typed is none."""
    found: dict[tuple[int, int], dict[str, str]] = {}
    for name in data:
        if match := _NAME.fullmatch(name):
            place = (0, int(match[1])) if match[1] else (1, int(match[2]))
            found.setdefault(place, {})[match[3]] = one_line(data[name])
    rows = []
    for (is_new, number), fields in sorted(found.items()):
        if is_new and not _is_typed(fields):
            continue
        key = f"n{number}" if is_new else f"p{number}"
        pk = None if is_new else number
        rows.append(Sent(key, pk, fields, is_confirmed=bool(fields.get("confirmed"))))
    return rows


def _is_typed(fields: Mapping[str, str]) -> bool:
    return any(fields.get(name, "").strip() not in ("", DEFAULTS.get(name, "")) for name in FIELDS)


def entry_from(sent: Sent, stored: Award | None) -> AwardEntry:
    """The entry: what was sent, over what is stored."""
    entry = entry_of(stored) if stored else AwardEntry(pk=sent.pk)
    typed = {name: text for name, text in sent.fields.items() if name in FIELDS}
    typed["token"] = sent.fields.get("token") or UNSEEN
    if sent.fields.get("proposal"):
        typed["proposal"] = sent.fields["proposal"]
    return replace(entry, **typed)


def empty_rows(after: int = 0, number: int = EMPTY_ROWS) -> list[GridRow]:
    """Rows to type into, numbered from `after`."""
    return [GridRow(f"n{after + index}", AwardEntry(**DEFAULTS)) for index in range(number)]


def stored_row(award: Award, fixed: frozenset[str], outcomes: list[Award]) -> GridRow:
    """The row of an award as it is stored."""
    return GridRow(f"p{award.pk}", entry_of(award), award, fixed=fixed, outcomes=outcomes)


def with_result(row: GridRow, sent: Sent, entry: AwardEntry, result: EntryResult) -> GridRow:
    """The row with what was typed and what came of it; after a clash its token is the new one."""
    if result.status == EntryStatus.CLASH and result.award:
        entry = replace(entry, token=token_of(result.award))
    return replace(row, entry=entry, result=result, is_confirmed=sent.is_confirmed)


def sheet_of_rows(awards: Iterable[Award], read: Callable[[Award], AwardEntry] = entry_of) -> Sheet:
    """The rows with the columns of the grid, as they can be pasted back."""
    return Sheet(
        title="Khen thưởng",
        headings=[column.label for column in COLUMNS],
        rows=([_cell(award, read(award), name) for name in FIELDS] for award in awards),
        widths=[_WIDTHS[column.width] for column in COLUMNS],
    )


def _cell(award: Award, entry: AwardEntry, name: str) -> str | int:
    if name == "recipient" and not award.recipient_name and not award.recipient_unit_id:
        return award.count if award.count is not None else entry.recipient
    return getattr(entry, name)
