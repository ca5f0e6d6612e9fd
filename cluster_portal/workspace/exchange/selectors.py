"""What the pages of the exchange show: the kinds of files, earlier uploads, a preview."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from awards.models import Award, AwardStatus
from awards.services.catalogue import units_of
from awards.services.entries import AwardEntry, entry_of
from awards.services.rows import RELATED, own_units
from cluster_portal.pages.spreadsheets import Sheet
from cluster_portal.workspace.exchange.awards_book import awards_book, awards_table
from cluster_portal.workspace.exchange.checking import (
    ASKS,
    CHANGED,
    NEW,
    REMOVED,
)
from cluster_portal.workspace.exchange.figures_book import figures_book, figures_table
from cluster_portal.workspace.exchange.grid import grid_of
from cluster_portal.workspace.exchange.services import asks_of, may_exchange, summary_of
from cluster_portal.workspace.models import SheetImport, SheetKind
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission

SHOWN = 300  # changes, or errors, on the page before it asks whether to show all
LATEST = 10
HOW_WORDS = {NEW: "mới", CHANGED: "sửa", REMOVED: "bỏ"}


@dataclass(frozen=True)
class Kind:
    """A kind of sheet that the user may fill in, and its word in addresses."""

    value: str
    slug: str
    label: str
    help: str


KINDS = (
    Kind(
        SheetKind.FIGURES,
        "so-lieu",
        "Số liệu",
        "Mỗi dòng một tỉnh, thành phố, mỗi cột một chỉ tiêu; kèm số liệu năm trước.",
    ),
    Kind(
        SheetKind.AWARDS,
        "khen-thuong",
        "Khen thưởng",
        "Mỗi dòng một đề nghị hoặc kết quả; có danh sách hình thức, đối tượng, đơn vị để chọn.",
    ),
)


def kinds_for(user: Any, year: EmulationYear) -> list[Kind]:
    """The kinds of rows of the year that are `user`'s to write."""
    return [kind for kind in KINDS if may_exchange(user, year, kind.value)]


def uploads_of(user: Any, year: EmulationYear) -> QuerySet[SheetImport]:
    """The user's latest uploads in the year, the newest first."""
    rows = SheetImport.objects.for_user(user).filter(emulation_year=year)
    return rows.select_related("file").defer("rows", "findings", "problems")[:LATEST]


# --- Files to fill in -----------------------------------------------------------------------


@dataclass(frozen=True)
class FileToFillIn:
    """How a file of one kind and ending is made: bytes, or a sheet for a CSV file."""

    kind: str
    make: Callable[[EmulationYear, Any], bytes | Sheet]


def _figures_xlsx(year: EmulationYear, user: Any) -> bytes:
    return figures_book(grid_of(year, user))


def _figures_csv(year: EmulationYear, user: Any) -> Sheet:
    return figures_table(grid_of(year, user))


def _awards_xlsx(year: EmulationYear, user: Any) -> bytes:
    own = _own(year, user)
    units = [unit for unit in units_of(year) if own is None or unit.pk in own]
    return awards_book(year, entries_of(year, user), units)


def _awards_csv(year: EmulationYear, user: Any) -> Sheet:
    return awards_table(entries_of(year, user))


FILES = {
    ("so-lieu", "xlsx"): FileToFillIn(SheetKind.FIGURES, _figures_xlsx),
    ("so-lieu", "csv"): FileToFillIn(SheetKind.FIGURES, _figures_csv),
    ("khen-thuong", "xlsx"): FileToFillIn(SheetKind.AWARDS, _awards_xlsx),
    ("khen-thuong", "csv"): FileToFillIn(SheetKind.AWARDS, _awards_csv),
}


def entries_of(year: EmulationYear, user: Any) -> Iterable[AwardEntry]:
    """The year's awards as `user` may write them: all, or the proposals of the own units."""
    own = _own(year, user)
    awards = Award.objects.filter(emulation_year=year).select_related(*RELATED)
    if own is not None:
        awards = awards.filter(unit__in=own, status=AwardStatus.PROPOSED)
    return [entry_of(award) for award in awards]


def _own(year: EmulationYear, user: Any) -> set[int] | None:
    """The units to which the user is limited; None for none."""
    return None if access.may(user, Permission.EDIT_AWARDS, year) else own_units(user, year)


# --- Preview --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """What an upload would change, in counts and rows, and what is wrong; the first of many.

    `asked`: what it would ask once nothing is wrong, so that one look at the file mends it all.
    """

    counts: list[tuple[int, str]]
    changes: list[dict[str, Any]]
    left_out: int
    problems: list[list[str]]
    problems_left_out: int
    asked: list[dict[str, Any]]
    asked_left_out: int
    is_award: bool


def preview_of(sheet: SheetImport, *, show_all: bool = False) -> Preview:
    """Return what the upload would change, less what it asks about, and what is wrong with it."""
    numbers = summary_of(sheet)
    changes = [finding for finding in sheet.findings if finding["how"] not in ASKS]
    asked = asks_of(sheet)
    same = max(0, sheet.total - len(sheet.findings) - len(sheet.problems))
    counts = [
        *((numbers[how], words) for how, words in HOW_WORDS.items() if numbers.get(how)),
        *([(len(asked), "cần trả lời")] if asked else []),
        *([(same, "không đổi")] if same else []),
    ]
    most = None if show_all else SHOWN
    shown, problems = changes[:most], sheet.problems[:most]
    return Preview(
        counts,
        [finding | {"words": HOW_WORDS[finding["how"]]} for finding in shown],
        len(changes) - len(shown),
        problems,
        len(sheet.problems) - len(problems),
        asked[:most],
        len(asked) - len(asked[:most]),
        sheet.kind == SheetKind.AWARDS,
    )
