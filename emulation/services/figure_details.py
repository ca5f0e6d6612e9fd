"""What stands beside a figure: where it comes from, of which period, a note, its evidence."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import slugify

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from cluster_portal.files import services as files
from cluster_portal.files.kinds import FileKind
from cluster_portal.vietnamese.folding import fold
from clusters import access
from clusters.models import EmulationYear, Source
from clusters.roles import Permission
from emulation.figures.grid import columns_of
from emulation.figures.rights import WHOLE_CLUSTER, RowRights, members_of, row_rights
from emulation.models import IndicatorValue, UnitReport
from emulation.services.rules import closed_report, settled_review

EVIDENCE_KINDS = (FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.XLSX)
GONE = "Số liệu này vừa bị bỏ nên chưa lưu được: nhập lại giá trị trước."
TRIES = 5  # for a code that nobody else takes at the same moment
NO_SOURCE = "Chọn nguồn hoặc nhập nguồn mới rồi mới dùng được cho các số liệu khác."
DETAILS = ("source", "note", "period", "is_cumulative", "is_estimate")


class Also(models.TextChoices):
    """Which other figures, of those that have no source, take the source of one."""

    NONE = "", "Chỉ số liệu này"
    ROW = "row", "Mọi số liệu chưa có nguồn của đơn vị này"
    COLUMN = "column", "Mọi đơn vị chưa có nguồn ở chỉ tiêu này"


@dataclass(frozen=True)
class NewSource:
    """A source that is not in the list yet."""

    kind: str
    title: str
    publisher: str = ""
    published_on: datetime.date | None = None


@transaction.atomic
def describe_figure(
    *,
    value: IndicatorValue,
    by: Any,
    source: Source | None = None,
    new_source: NewSource | None = None,
    note: str = "",
    period: str = "",
    is_cumulative: bool = False,
    is_estimate: bool = False,
    also: str = Also.NONE,
    seen: str = "",
    reason: str = "",
) -> IndicatorValue:
    """Write down what stands beside the figure; `new_source` is made and takes the place of
    `source`. `also` gives the source to others that have none, as far as `by` may write them:
    one save, one event of the audit. `seen`: the `details_token` of the page.

    Raises:
        PermissionDenied: the row is not `by`'s to write.
        ValidationError: the row is closed, a text is not valid, there is no source for the
            others, or the year is over and no reason is given.
    """
    row, reason = _open(value, by, reason)
    if also and not (source or new_source):
        raise ValidationError({"source": NO_SOURCE})
    stood = _details_of(row)
    before = {name: _plain(getattr(row, name)) for name in DETAILS}
    row.source = _make_source(new_source) if new_source else source
    row.note, row.period = note, period
    row.is_cumulative, row.is_estimate = is_cumulative, is_estimate
    row.full_clean()
    changes = {
        name: [before[name], after]
        for name in DETAILS
        if (after := _plain(getattr(row, name))) != before[name]
    }
    others = _lacking_source(row, by, also)
    if not changes and not others:
        return row
    now = timezone.now()
    if changes:
        require_seen(seen, stood)
        row.saved_by, row.saved_at = by, now
        row.save(update_fields=[*DETAILS, "saved_by", "saved_at"])
    if others:
        IndicatorValue.objects.filter(pk__in=[other.pk for other in others]).update(
            source=row.source, saved_by=by, saved_at=now
        )
        for other in others:
            name = f"{other.indicator} – {other.unit or WHOLE_CLUSTER}"
            changes[name] = [None, str(row.source)]
    record(by=by, action="describe_figure", target=row, changes=changes, reason=reason)
    return row


def _lacking_source(value: IndicatorValue, by: Any, also: str) -> list[IndicatorValue]:
    """The other figures of the row or the column that have no source and are `by`'s to write."""
    if also not in {Also.ROW, Also.COLUMN}:
        return []
    year = value.emulation_year
    rows = IndicatorValue.objects.filter(emulation_year=year, source=None).exclude(pk=value.pk)
    if also == Also.ROW:
        # Whose row is open, as `value` is.
        rows = rows.filter(unit=value.unit_id, indicator__in=columns_of(year))
    else:
        rows = rows.filter(indicator=value.indicator_id)
    rows = rows.select_for_update(no_key=True, of=("self",)).order_by("pk")
    found = list(rows.select_related("indicator", "unit"))
    if also == Also.ROW:
        return found
    reports = UnitReport.objects.filter(emulation_year=year)
    rights = row_rights(
        year,
        by,
        members=members_of(year),
        reports={report.unit_id: report for report in reports},
        review=settled_review(year),
    )
    return [row for row in found if not rights.closed_because(row.unit)]


def details_token(value: IndicatorValue) -> str:
    """The token of what stands beside the figure, for a page on which it is changed."""
    return token_of(_details_of(value))


def _details_of(value: IndicatorValue) -> list[Any]:
    return [getattr(value, IndicatorValue._meta.get_field(name).attname) for name in DETAILS]


@transaction.atomic
def attach_evidence(
    *, value: IndicatorValue, upload: UploadedFile, by: Any, reason: str = ""
) -> IndicatorValue:
    """Keep a file that proves the figure, in place of an earlier one.

    Raises:
        PermissionDenied: the row is not `by`'s to write.
        ValidationError: the row is closed, the file is none of `EVIDENCE_KINDS` or refused, or
            the year is over and no reason is given.
    """
    row, reason = _open(value, by, reason)
    before = row.evidence
    row.evidence = files.store(upload=upload, kinds=EVIDENCE_KINDS, by=by)
    row.saved_by, row.saved_at = by, timezone.now()
    row.save(update_fields=["evidence", "saved_by", "saved_at"])
    record(
        by=by,
        action="attach_evidence",
        target=row,
        changes={"evidence": [str(before) if before else None, str(row.evidence)]},
        reason=reason,
    )
    return row


def _open(value: IndicatorValue, by: Any, reason: str) -> tuple[IndicatorValue, str]:
    """Return the figure, locked, once it is known that `by` may write beside it.

    Raises ValidationError: it is gone, or its row is closed.
    """
    year = EmulationYear.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=value.emulation_year_id
    )
    all_rows = access.may(by, Permission.EDIT_RESULTS, year)
    report = UnitReport(emulation_year=year, unit=value.unit) if value.unit else None
    is_own = report is not None and access.may(by, Permission.EDIT_UNIT, report)
    if all_rows or not is_own:
        reason = access.require_write(by, Permission.EDIT_RESULTS, year, reason)
    handed_in = closed_report(year, value.unit)
    rights = RowRights(
        year,
        all_rows,
        frozenset({value.unit_id} if is_own else ()),
        {value.unit_id: handed_in} if handed_in else {},
        settled_review(year),
    )
    if closed := rights.closed_because(value.unit):
        raise ValidationError(closed)
    rows = IndicatorValue.objects.select_for_update(no_key=True, of=("self",))
    row = (
        rows.select_related("emulation_year__cluster", "indicator", "unit", "source", "evidence")
        .filter(pk=value.pk)
        .first()
    )
    if row is None:
        raise ValidationError(GONE)
    return row, reason.strip()


def _make_source(given: NewSource) -> Source:
    """A source with a code of its own, made from the title."""
    source = Source(
        code="nguon",
        kind=given.kind,
        title=given.title,
        publisher=given.publisher,
        published_on=given.published_on,
    )
    try:
        source.full_clean(exclude={"code"})
    except ValidationError as error:
        raise ValidationError(
            {f"new_{name}": messages for name, messages in error.update_error_dict({}).items()}
        ) from error
    stem = slugify(fold(given.title))[:70].strip("-") or "nguon"
    for _ in range(TRIES - 1):
        source.code = _free_code(stem)
        try:
            with transaction.atomic():
                source.save(force_insert=True)
        except IntegrityError:
            continue  # somebody has just taken the code
        return source
    source.code = _free_code(stem)
    source.save(force_insert=True)
    return source


def _free_code(stem: str) -> str:
    taken = set(Source.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := _code(stem, n)) not in taken)


def _code(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | str) else str(value)
