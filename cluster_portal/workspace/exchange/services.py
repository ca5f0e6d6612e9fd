"""An upload from the file to what is saved: read, checked step by step, applied all or nothing."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from awards.services.rows import own_units, save_entries
from cluster_portal.audit.models import record
from cluster_portal.files.checks import check
from cluster_portal.files.inspection.tables import NOT_A_TABLE
from cluster_portal.files.kinds import FileKind
from cluster_portal.files.services import store
from cluster_portal.workspace.exchange import awards, figures
from cluster_portal.workspace.exchange.cells import SheetError
from cluster_portal.workspace.exchange.checking import (
    ASKS,
    CLASH,
    DUPLICATE,
    FILE,
    PORTAL,
    QUESTION,
    Answers,
    counts_of,
    figure_cells,
    look_at,
    next_rows,
)
from cluster_portal.workspace.exchange.grid import FigureGrid, grid_of
from cluster_portal.workspace.exchange.headings import Reading, position_of, scored_by
from cluster_portal.workspace.exchange.reading import read_sheet
from cluster_portal.workspace.exchange.words import AWARDS_SHEET, FIGURES_SHEET
from cluster_portal.workspace.models import ImportState, SheetImport, SheetKind
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.services.figures import GOOD, save_cells

KINDS = (FileKind.XLSX, FileKind.CSV)
KEPT = datetime.timedelta(days=30)  # a draft that nobody saves
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")
TEXT_NOT_WORKBOOK = (
    "Tệp này không phải bảng tính Excel: tên là bảng tính mà bên trong là văn bản. Mở bằng Excel,"
    " chọn Lưu thành, kiểu Sổ làm việc Excel (.xlsx), rồi chọn tệp mới."
)
FOUND = ("findings", "problems", "checked", "state")
NOTHING_OPEN = "Số liệu của các dòng này đã chốt hoặc đã nộp nên không sửa được."
NO_COLUMNS = "Năm này chưa có chỉ tiêu. Chọn chỉ tiêu của năm trước."
ANSWER = "Nêu vì sao."
CHOOSE = "Chọn một bên."
CHANGED_MEANWHILE = "Có người vừa sửa nên chưa lưu gì. Xem lại các thay đổi rồi lưu."
FOUND_WRONG = "Tệp có chỗ sai nên chưa lưu gì."


def may_exchange(user: Any, year: EmulationYear, kind: str) -> bool:
    """Whether rows of that kind are `user`'s to write, all of the year's or those of one unit."""
    if kind == SheetKind.FIGURES:
        return grid_of(year, user).rights.may_write
    return access.may(user, Permission.EDIT_AWARDS, year) or bool(own_units(user, year))


@transaction.atomic
def start_import(
    *, emulation_year: EmulationYear, kind: str, upload: UploadedFile, by: Any
) -> SheetImport:
    """Keep the file and what it says; nothing is checked yet.

    Raises:
        PermissionDenied: no rows of that kind are `by`'s to write.
        ValidationError: on `upload`: the file is refused, with what to do.
    """
    if not may_exchange(by, emulation_year, kind):
        raise PermissionDenied(access.DENIED)
    try:
        checked = check(upload, KINDS)
        reading = _read(emulation_year, kind, checked.content, checked.kind, by)
    except SheetError as error:
        is_text = checked.kind == FileKind.CSV and _is_named_workbook(upload)
        words = TEXT_NOT_WORKBOOK if is_text else str(error)
        raise ValidationError({"upload": words}) from error
    except ValidationError as error:
        is_text = NOT_A_TABLE in error.messages and _is_named_workbook(upload)
        words = TEXT_NOT_WORKBOOK if is_text else error.messages
        raise ValidationError({"upload": words}) from error
    sheet = SheetImport(
        emulation_year=emulation_year,
        kind=kind,
        file=store(upload=upload, kinds=KINDS, by=by),
        rows=reading.rows,
        remarks=reading.remarks,
        problems=reading.problems,
        total=len(reading.rows),
        created_by=by,
    )
    if not reading.rows:
        _finish(sheet)
    sheet.full_clean()
    sheet.save(force_insert=True)
    return sheet


def _is_named_workbook(upload: UploadedFile) -> bool:
    return (upload.name or "").lower().endswith(_WORKBOOKS)


def _read(year: EmulationYear, kind: str, content: bytes, file_kind: str, by: Any) -> Reading:
    if kind == SheetKind.AWARDS:
        score = scored_by(awards.known_headings())
        sheet = read_sheet(content, file_kind, title=AWARDS_SHEET, score=score)
        return awards.read_awards(sheet, year)
    grid = grid_of(year, by)
    _require_open(grid)
    score = scored_by(figures.known_headings(grid.indicators))
    sheet = read_sheet(content, file_kind, title=FIGURES_SHEET, score=score)
    return figures.read_figures(sheet, grid)


def _require_open(grid: FigureGrid) -> None:
    if not grid.indicators:
        raise SheetError(NO_COLUMNS)
    if not grid.is_open:
        raise SheetError(NOTHING_OPEN)


@transaction.atomic
def check_some(*, sheet: SheetImport, by: Any) -> SheetImport:
    """Look at the next rows and keep what was found; asking again goes on from there.

    Raises:
        PermissionDenied: the upload is not `by`'s, or the right has gone meanwhile.
        ValidationError: as the services say, which concerns the upload as a whole.
    """
    locked = _locked(sheet, by)
    if locked.state != ImportState.CHECKING:
        return locked
    _look(locked, by)
    locked.save(update_fields=FOUND)  # the rows stay: they are the most of it
    return locked


def _look(locked: SheetImport, by: Any) -> None:
    positions = next_rows(locked)
    if positions:
        findings = look_at(locked, positions, by)
        locked.findings += findings.found
        locked.problems += findings.problems
    locked.checked = positions.stop
    if locked.checked >= locked.total:
        _finish(locked)


def _finish(sheet: SheetImport) -> None:
    """What reading and the steps found, each in its own order, stands as the file is read."""
    sheet.problems.sort(key=lambda problem: position_of(problem[0]))
    sheet.findings.sort(key=lambda finding: position_of(finding["place"]))
    sheet.state = ImportState.CHECKED


def is_ready(sheet: SheetImport) -> bool:
    """Whether every row was looked at, none is wrong, and some change something."""
    return sheet.state == ImportState.CHECKED and not sheet.problems and bool(sheet.findings)


def unanswered(sheet: SheetImport, answers: Answers) -> dict[int, str]:
    """What is still asked of the user: positions of rows, and words."""
    missing = {}
    for finding in sheet.findings:
        row, how = finding["row"], finding["how"]
        if how == QUESTION and not answers.reasons.get(row, "").strip():
            missing[row] = ANSWER
        elif how in (DUPLICATE, CLASH) and answers.keeps.get(row) not in (FILE, PORTAL):
            missing[row] = CHOOSE
    return missing


def keeps_all(sheet: SheetImport, answers: Answers) -> bool:
    """Whether nothing of the file is wanted: the portal's side was chosen for every row."""
    return all(answers.keeps.get(finding["row"]) == PORTAL for finding in sheet.findings)


@transaction.atomic
def apply_import(*, sheet: SheetImport, by: Any, answers: Answers, reason: str = "") -> SheetImport:
    """Save every row, or none; the rows are checked again against what stands now.

    When something has changed since the check, nothing is saved and the upload shows what is
    found now. Who has saved it already gets it back as it is.

    Raises:
        PermissionDenied: the upload is not `by`'s, or the right has gone meanwhile.
        ValidationError: on `reason`; or what the services say of the year.
    """
    locked = _locked(sheet, by)
    if locked.state == ImportState.APPLIED:
        return locked
    if is_ready(locked) and not unanswered(locked, answers):
        saved = _saves(locked, by, answers, reason)
        if saved is not None:
            locked.state = ImportState.APPLIED
            locked.applied_by, locked.applied_at = by, timezone.now()
            locked.save(update_fields=("state", "applied_by", "applied_at"))
            record(
                by=by,
                action="import_sheet",
                target=locked,
                changes={"file": [None, str(locked.file)], "rows": [None, saved]},
                reason=reason.strip(),
            )
            return locked
        _look_anew(locked, by)
        locked.save(update_fields=FOUND)
    return locked


def _saves(locked: SheetImport, by: Any, answers: Answers, reason: str) -> int | None:
    """Write everything and return of how many rows; None when something stands against it.

    0 when every row keeps what the portal holds.
    """
    positions = range(locked.total)
    if locked.kind == SheetKind.FIGURES:
        cells = [cell for cell in figure_cells(locked, positions, answers) if cell is not None]
        results = save_cells(
            emulation_year=locked.emulation_year,
            cells=cells,
            by=by,
            reason=reason,
            all_or_nothing=True,
        )
        return len(cells) if all(result.status in GOOD for result in results) else None
    wanted = [row for row in positions if answers.keeps.get(row) != PORTAL]
    seen = {one["row"]: one["token"] for one in locked.findings if one["how"] == CLASH}
    entries = []
    for row in wanted:
        texts = dict(locked.rows[row]["entry"])
        if row in seen:
            texts["token"] = seen[row]
        entries.append(awards.entry_from({"entry": texts}))
    asked = {one["row"] for one in locked.findings if one["how"] == DUPLICATE}
    results = save_entries(
        emulation_year=locked.emulation_year,
        entries=entries,
        by=by,
        reason=reason,
        all_or_nothing=True,
        confirmed_duplicates={place for place, row in enumerate(wanted) if row in asked},
    )
    return len(entries) if all(result.is_good for result in results) else None


def _look_anew(locked: SheetImport, by: Any) -> None:
    locked.findings, locked.problems, locked.checked = [], [], 0
    locked.state = ImportState.CHECKING
    while locked.state == ImportState.CHECKING:
        _look(locked, by)


@transaction.atomic
def discard_import(*, sheet: SheetImport, by: Any) -> None:
    """Forget an upload that was not saved; the file stays as every upload does.

    Raises:
        PermissionDenied: it is not `by`'s.
    """
    locked = _locked(sheet, by)
    if locked.state != ImportState.APPLIED:
        locked.delete()


def prune_imports(now: datetime.datetime | None = None) -> int:
    """Forget uploads that nobody saved within `KEPT`; return how many."""
    before = (now or timezone.now()) - KEPT
    drafts = SheetImport.objects.exclude(state=ImportState.APPLIED).filter(created_at__lt=before)
    removed, _ = drafts.delete()
    return removed


def _locked(sheet: SheetImport, by: Any) -> SheetImport:
    rows = SheetImport.objects.select_for_update(no_key=True, of=("self",))
    locked = rows.select_related("emulation_year__cluster", "file").get(pk=sheet.pk)
    if locked.created_by_id != by.pk:
        raise PermissionDenied(access.DENIED)
    return locked


def asks_of(sheet: SheetImport) -> list[dict[str, Any]]:
    """The findings that want an answer."""
    return [finding for finding in sheet.findings if finding["how"] in ASKS]


def summary_of(sheet: SheetImport) -> dict[str, int]:
    """How many rows do what."""
    return counts_of(sheet.findings)
