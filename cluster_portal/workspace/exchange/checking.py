"""What the rows of an upload would do, asked of the services that would write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from awards.models import Award
from awards.services.changes import in_words
from awards.services.entries import Duplicate, EntryResult, EntryStatus, token_of
from awards.services.rows import check_entries
from cluster_portal.workspace.exchange.awards import entry_from
from cluster_portal.workspace.exchange.grid import Key
from cluster_portal.workspace.exchange.headings import told_of
from cluster_portal.workspace.models import SheetImport, SheetKind
from clusters.models import EmulationYear, Unit
from emulation.figures.rights import WHOLE_CLUSTER
from emulation.models import Indicator, IndicatorValue
from emulation.services.figures import CellResult, CellStatus, CellWrite, save_cells

STEP = 500  # rows of one request
NEW, CHANGED, REMOVED = "new", "changed", "removed"
QUESTION, DUPLICATE, CLASH = "question", "duplicate", "clash"
ASKS = (QUESTION, DUPLICATE, CLASH)
# A dry run writes nothing, so there is nothing to give a reason for yet.
ONLY_CHECKED = "Chỉ kiểm tra, không lưu."


@dataclass
class Findings:
    """What was found about some rows: what they change, and what is wrong with them."""

    found: list[dict[str, Any]] = field(default_factory=list)
    problems: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Answers:
    """What the user answered about rows, by their position: why, or which side is kept."""

    reasons: Mapping[int, str] = field(default_factory=dict)
    keeps: Mapping[int, str] = field(default_factory=dict)


FILE, PORTAL = "file", "portal"


def next_rows(sheet: SheetImport) -> range:
    """Positions of the rows to look at next: some hundreds, figures of one indicator together.

    A figure is unusual beside those of the others, so they are judged in one go.
    """
    rows, start = sheet.rows, sheet.checked
    end = min(len(rows), start + STEP)
    if sheet.kind == SheetKind.FIGURES:
        while end < len(rows) and rows[end]["indicator"] == rows[end - 1]["indicator"]:
            end += 1
    return range(start, end)


def look_at(sheet: SheetImport, positions: range, by: Any) -> Findings:
    """Say what the rows at `positions` would do; nothing is written.

    Raises PermissionDenied and ValidationError as the services do.
    """
    if sheet.kind == SheetKind.FIGURES:
        cells = figure_cells(sheet, positions)
        results = save_cells(
            emulation_year=sheet.emulation_year,
            cells=[cell for cell in cells if cell is not None],
            by=by,
            reason=ONLY_CHECKED,
            dry_run=True,
        )
        return _of_figures(sheet, positions, cells, results)
    results = check_entries(
        emulation_year=sheet.emulation_year,
        entries=[entry_from(sheet.rows[position]) for position in positions],
        by=by,
    )
    return _of_awards(sheet, positions, results)


# --- Figures --------------------------------------------------------------------------------


def figure_cells(
    sheet: SheetImport, positions: Sequence[int], answers: Answers | None = None
) -> list[CellWrite | None]:
    """The cells to write, in the order of `positions`; None for what is gone or not wanted."""
    answers = answers or Answers()
    rows = [sheet.rows[position] for position in positions]
    units = Unit.objects.in_bulk({row["unit"] for row in rows} - {None})
    indicators = Indicator.objects.in_bulk({row["indicator"] for row in rows})
    # Whoever chose the file's side of a clash has seen what the portal holds.
    seen = {one["row"]: one["before"] for one in sheet.findings if one["how"] == CLASH}
    cells: list[CellWrite | None] = []
    for position, row in zip(positions, rows, strict=True):
        keep = answers.keeps.get(position)
        indicator = indicators.get(row["indicator"])
        if keep == PORTAL or indicator is None:
            cells.append(None)
            continue
        cells.append(
            CellWrite(
                unit=units.get(row["unit"]),
                indicator=indicator,
                typed=row["typed"],
                base=seen.get(position, row["base"]) if keep == FILE else row["base"],
                unusual_reason=answers.reasons.get(position, ""),
            )
        )
    return cells


def _of_figures(
    sheet: SheetImport,
    positions: Sequence[int],
    cells: Sequence[CellWrite | None],
    results: Sequence[CellResult],
) -> Findings:
    findings = Findings()
    standing = _standing(sheet.emulation_year)
    answers = iter(results)
    for position, cell in zip(positions, cells, strict=True):
        if cell is None:
            continue
        result, row = next(answers), sheet.rows[position]
        if result.status in (CellStatus.WRONG, CellStatus.CLOSED):
            findings.problems.append([row["place"], row["typed"], result.message])
            continue
        before = standing.get((row["unit"], row["indicator"]), "")
        finding = {
            "row": position,
            "place": row["place"],
            "what": f"{cell.unit or WHOLE_CLUSTER}, {cell.indicator}",
            "before": before,
            "after": result.text if result.status == CellStatus.SAVED else row["typed"],
        }
        if result.status == CellStatus.SAVED:
            how = CHANGED if before else NEW
            findings.found.append(finding | {"how": how if result.text else REMOVED})
        elif result.status == CellStatus.QUESTION:
            findings.found.append(finding | {"how": QUESTION, "words": result.message})
        elif result.status == CellStatus.CLASH:
            findings.found.append(finding | {"how": CLASH, "words": result.message})
    return findings


def _standing(year: EmulationYear) -> dict[Key, str]:
    values = IndicatorValue.objects.filter(emulation_year=year)
    return {(value.unit_id, value.indicator_id): value.text for value in values}


# --- Awards ---------------------------------------------------------------------------------


def _of_awards(
    sheet: SheetImport, positions: Sequence[int], results: Sequence[EntryResult]
) -> Findings:
    findings = Findings()
    is_told = told_of(sheet.problems)
    earlier = {
        one["same"]: one["row"] for one in reversed(sheet.findings) if one.get("same") is not None
    }
    for position, result in zip(positions, results, strict=True):
        row = sheet.rows[position]
        place = next(iter(row["places"].values()))
        if result.status == EntryStatus.WRONG:
            problems = _award_problems(row, result)
            # A cell that could not be read is wrong once; a row's own errors are told all the same.
            unread = {at for at in row["places"].values() if is_told(at)}
            findings.problems += [one for one in problems if one[0] not in unread]
        elif result.status == EntryStatus.CLASH:
            findings.found.append(
                _award_finding(position, place, result)
                | {
                    "how": CLASH,
                    "words": " ".join(result.errors.get("", [])),
                    "token": token_of(result.award) if result.award else "",
                }
            )
        if result.names_recipient:
            finding = _award_finding(position, place, result)
            others = [_words_of(duplicate, sheet, positions) for duplicate in result.duplicates]
            if result.award.pk is None:
                same = _same(result.award)
                finding["same"] = same
                if same in earlier:
                    others.append(_file_row(sheet, earlier[same]))
            if others:
                finding |= {"how": DUPLICATE, "words": "; ".join(others)}
            if others or result.status != EntryStatus.WRONG:
                findings.found.append(finding)
    return findings


def _same(award: Award) -> str:
    """Equal for new rows that may be one award, as the check for duplicates compares them."""
    return f"{award.same_recipient}|{award.form.code}|{award.proposal_id is not None}"


def _words_of(duplicate: Duplicate, sheet: SheetImport, positions: Sequence[int]) -> str:
    if duplicate.row is None:
        return duplicate.text
    return _file_row(sheet, positions[duplicate.row])


def _file_row(sheet: SheetImport, position: int) -> str:
    return f"dòng {sheet.rows[position]['row']} của tệp"


def _award_finding(position: int, place: str, result: EntryResult) -> dict[str, Any]:
    award = result.award
    is_new = award is None or award.pk is None
    changes = [
        [str(Award._meta.get_field(name).verbose_name), _shown(before), _shown(after)]
        for name, (before, after) in result.changes.items()
    ]
    return {
        "row": position,
        "place": place,
        "what": in_words(award) if award else "",
        "changes": [] if is_new else changes,
        "how": NEW if is_new else CHANGED,
    }


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return "" if value is None else str(value)


def _award_problems(row: Mapping[str, Any], result: EntryResult) -> list[list[str]]:
    places = row["places"]
    shown = row["entry"] | {"decision": row.get("decision")}
    problems = []
    for name, sentences in result.errors.items():
        # What concerns the row as a whole stands at its first cell.
        at = name if name in places else next(iter(places))
        problems += [[places[at], str(shown.get(at) or ""), words] for words in sentences]
    return problems


def counts_of(findings: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many findings there are of each kind."""
    order = sorted(str(one["how"]) for one in findings)
    return {how: len(list(group)) for how, group in groupby(order)}
