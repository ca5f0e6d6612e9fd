"""What an issued report says is read here, and changed where its rules are asked."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from emulation.models import Conference, IndicatorValue
from emulation.services.rules import settled_review

CONFERENCE_NOTE = (
    "Hội nghị này đã chốt và báo cáo đã ban hành, nên ở đây chỉ xem. Muốn sửa, chuyển hội nghị về"
    " “Đã họp” và nêu lý do."
)
FIGURE_NOTE = (
    "Số liệu này đã chốt trong báo cáo đã ban hành, nên ở đây chỉ xem. Muốn sửa, lập đính chính và"
    " nêu lý do."
)


def issued_conference(row: models.Model | None) -> Conference | None:
    """The finalised conference whose issued report `row` stands in, if any."""
    if row is None or row.pk is None:
        return None
    if isinstance(row, IndicatorValue):
        found = settled_review(row.emulation_year)
    else:
        found = row if isinstance(row, Conference) else row.conference
        found = found if found.is_settled else None
    return found if found is not None and found.reports.exists() else None


class SettledMixin:
    """Pages of a conference, of its parts and of figures: read only once the report is issued."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and issued_conference(obj) is None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and issued_conference(obj) is None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if conference := issued_conference(row):
            context |= _note(row, conference)
        return super().render_change_form(request, context, *args, **kwargs)


class SettledInline(SettledMixin):
    """The same for rows on the page of what they belong to."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and issued_conference(obj) is None


def _note(row: models.Model, conference: Conference) -> dict[str, str]:
    slug = conference.cluster.slug
    if isinstance(row, IndicatorValue):
        address = reverse("workspace:corrections", args=[slug, row.emulation_year.year])
        return {"settled_note": FIGURE_NOTE, "settled_url": address, "settled_label": "Đính chính"}
    address = reverse("workspace:conference-lifecycle", args=[slug, conference.slug])
    return {
        "settled_note": CONFERENCE_NOTE,
        "settled_url": address,
        "settled_label": "Trạng thái hội nghị",
    }
