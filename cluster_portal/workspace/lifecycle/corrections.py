"""Changing a figure after the report was finalised: with a reason that everybody sees."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.keys import reserve_key
from cluster_portal.documents.services import Press, issue_printed
from cluster_portal.vietnamese.numbers import NumberError
from cluster_portal.workspace.lifecycle.issuing import issue_report
from clusters import access
from clusters.models import EmulationYear, Unit
from clusters.roles import Permission
from emulation.figures.questions import Comparison
from emulation.figures.reading import Figure, read_figure
from emulation.models import (
    Conference,
    ConferenceKind,
    Indicator,
    IndicatorValue,
    ValueCorrection,
    ValueKind,
)

NOT_SETTLED = "Số liệu của năm này chưa chốt: sửa ở bảng số liệu, không cần đính chính."
NOT_A_NUMBER = "Nhập con số đúng. Số liệu đã chốt không bỏ trống được."
SAME = "Số liệu đang là con số này."
REASON_NEEDED = "Nêu lý do đính chính."


def correct_figure(
    *,
    emulation_year: EmulationYear,
    indicator: Indicator,
    unit: Unit | None,
    typed: str,
    reason: str,
    by: Any,
    unusual_reason: str = "",
    press: Press | None = None,
) -> ValueCorrection:
    """Write a figure of a settled year anew, the correction beside it, and the report once more.

    No `unit` is the whole cluster. A figure that was missing is corrected from nothing. Where the
    report was never issued here, as of the years before the portal, none is issued now.
    `unusual_reason` answers the question that the grid would ask about the figure; it is kept with
    it where there is one. `press`: see `issue_printed`.

    Raises:
        PermissionDenied: `by` does not enter the cluster's results, or does not publish them.
        ValidationError: the year is not settled, or the unit no member; on `typed`, when it is no
            figure of the indicator or the one that stands; on `reason`, when there is none; on
            `unusual_reason`, when the figure is unusual and that is not answered; the report could
            not be printed.
    """

    def act(press: Press) -> ValueCorrection:
        return _correct(
            emulation_year, indicator, unit, typed, reason, unusual_reason, by=by, press=press
        )

    return issue_printed(act, press)


def _correct(
    emulation_year: EmulationYear,
    indicator: Indicator,
    unit: Unit | None,
    typed: str,
    reason: str,
    unusual_reason: str,
    *,
    by: Any,
    press: Press,
) -> ValueCorrection:
    reason = access.require_write(by, Permission.EDIT_RESULTS, emulation_year, reason)
    if not reason:
        raise ValidationError({"reason": REASON_NEEDED})
    year, review = _settled(emulation_year)
    # It changes what the public reads and issues the report anew.
    access.require(by, Permission.PUBLISH, review)
    year.require_member(unit.pk if unit else None)
    figures = IndicatorValue.objects.select_for_update(no_key=True, of=("self",))
    value = figures.filter(emulation_year=year, indicator=indicator, unit=unit).first()
    figure = read_correction(typed, indicator, value)
    before = value.text if value else ""
    explained = value.unusual_reason if value else ""
    is_new = value is None
    value = value or IndicatorValue(
        pk=reserve_key(IndicatorValue), emulation_year=year, indicator=indicator, unit=unit
    )
    value.kind, value.value, value.out_of = (
        figure.kind,
        figure.quantity.value,
        figure.quantity.out_of,
    )
    value.qualifier = figure.quantity.qualifier.value
    value.unusual_reason = _answer(value, figure, unusual_reason)
    value.saved_by, value.saved_at = by, timezone.now()
    value.full_clean()
    # First the correction: the database takes the figure only under one.
    correction = ValueCorrection(
        value=value,
        report=review.reports.order_by("-pk").first(),
        before=before,
        after=figure.text,
        reason=reason,
        corrected_by=by,
    )
    correction.clean_fields(exclude={"value"} if is_new else None)
    correction.save(force_insert=True)
    value.save(force_insert=is_new)
    if correction.report:
        issue_report(review, press=press, by=by, reason=_reason_of_issue(value, correction))
    changes = {"value": [before or None, figure.text]}
    if value.unusual_reason != explained:
        changes["unusual_reason"] = [explained or None, value.unusual_reason or None]
    record(by=by, action="correct_figure", target=value, changes=changes, reason=reason)
    return correction


def _settled(emulation_year: EmulationYear) -> tuple[EmulationYear, Conference]:
    """The year and its settled review, both locked in the order in which all writers do."""
    years = EmulationYear.objects.select_for_update(no_key=True, of=("self",))
    year = years.select_related("cluster").get(pk=emulation_year.pk)
    reviews = (
        Conference.objects.select_for_update(no_key=True, of=("self",))
        .select_related("cluster", "review_year", "launch_year")
        .filter(review_year=year, kind=ConferenceKind.ANNUAL_REVIEW)
    )
    review = reviews.first()
    if review is None or not review.is_settled:
        raise ValidationError(NOT_SETTLED)
    return year, review


def read_correction(typed: str, indicator: Indicator, value: IndicatorValue | None) -> Figure:
    """Read the right figure, which is another one than `value`, if any.

    Raises:
        ValidationError: on `typed`, when it is none.
    """
    ranked = value is not None and value.kind == ValueKind.RANK
    try:
        figure = read_figure(typed, indicator, ranked=ranked)
    except NumberError as error:
        raise ValidationError({"typed": str(error)}) from error
    if figure is None:
        raise ValidationError({"typed": NOT_A_NUMBER})
    if value is not None and (figure.kind, figure.text) == (value.kind, value.text):
        raise ValidationError({"typed": SAME})
    return figure


def _answer(value: IndicatorValue, figure: Figure, given: str) -> str:
    """Why `figure` is unusual, as `given`; nothing where it is not."""
    year, rows = value.emulation_year, IndicatorValue.objects.filter(indicator=value.indicator)
    compared = Comparison(
        year.year,
        last=rows.filter(
            emulation_year__cluster=year.cluster_id, emulation_year__year=year.year - 1
        ),
        standing=rows.filter(emulation_year=year),
    )
    asked = compared.question(value.indicator, value.unit_id, figure)
    if asked and not given.strip():
        raise ValidationError({"unusual_reason": asked})
    return given if asked else ""


def _reason_of_issue(value: IndicatorValue, correction: ValueCorrection) -> str:
    """ "đính chính GRDP, Nam Định, từ 6,3 thành 6,4: …", for page 1 of the new issue."""
    whose = value.unit.name if value.unit else "toàn cụm"
    what = f"{value.indicator.name}, {whose}"
    if not correction.before:
        return f"bổ sung {what}, {correction.after}: {correction.reason}"
    change = f"từ {correction.before} thành {correction.after}"
    return f"đính chính {what}, {change}: {correction.reason}"
