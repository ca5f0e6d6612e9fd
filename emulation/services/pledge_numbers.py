"""The number of a pledge: the next of its series, or one that was typed and is free."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from cluster_portal.documents.services import (
    hold_series,
    leading_number,
    next_number,
    numbers_used,
)
from emulation.models import Pledge

NUMBER_USED = (
    "Số “{number}” đã dùng cho văn bản khác trong năm nay. Ghi số khác ở dự thảo, hoặc để trống để"
    " cổng cấp số."
)


def series_of(pledge: Pledge) -> str:
    """The series of the pledge: that of its number, or of a pledge that is issued today.

    Numbers begin anew each year (Nghị định 30/2020/NĐ-CP, Điều 15).
    """
    cluster = pledge.emulation_year.cluster
    return pledge.document_series or f"{cluster.slug} GƯTĐ {timezone.localdate().year}"


def give_number(pledge: Pledge) -> None:
    """The next number of the cluster's pledges this year, unless one was typed or given.

    Raises:
        ValidationError: on `document_number`, when another document bears the one that was typed.
    """
    pledge.document_series = series = series_of(pledge)
    hold_series(series)
    if pledge.document_number:
        refuse_used_number(pledge)
        return
    cluster = pledge.emulation_year.cluster
    code = f"GƯTĐ-{cluster.document_code}" if cluster.document_code else "GƯTĐ"
    number = next_number(series, used=_used_by_others(pledge))
    pledge.document_number = f"{number:02}/{code}"


def refuse_used_number(pledge: Pledge) -> None:
    """Raises ValidationError on `document_number`, when another document of the series has it."""
    series, number = series_of(pledge), leading_number(pledge.document_number)
    if number is not None and number in numbers_used(series) | _used_by_others(pledge):
        message = NUMBER_USED.format(number=pledge.document_number)
        raise ValidationError({"document_number": message})


def _used_by_others(pledge: Pledge) -> set[int]:
    """Numbers of the series that other pledges bear, which may have no file of the portal."""
    rows = Pledge.objects.filter(document_series=series_of(pledge)).exclude(pk=pledge.pk)
    found = map(leading_number, rows.values_list("document_number", flat=True))
    return {number for number in found if number is not None}
