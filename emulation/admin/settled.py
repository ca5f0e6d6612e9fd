"""What an issued report says is read here, and changed where its rules are asked."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from emulation.models import Conference, IndicatorValue, Pledge, PledgeStatus
from emulation.services.rules import settled_review

CONFERENCE_NOTE = (
    "Hội nghị này đã chốt và báo cáo đã ban hành, nên ở đây chỉ xem. Muốn sửa, chuyển hội nghị về"
    " “Đã họp” và nêu lý do."
)
FIGURE_NOTE = (
    "Số liệu này đã chốt trong báo cáo đã ban hành, nên ở đây chỉ xem. Muốn sửa, lập đính chính và"
    " nêu lý do."
)
CHOSEN_CONFERENCE = "Hội nghị này đã chốt và báo cáo đã ban hành: không thêm nội dung vào được."
CHOSEN_PLEDGE = "Giao ước này không còn là dự thảo: không thêm nội dung vào được."
PLEDGE_NOTE = (
    "Giao ước này không còn là dự thảo, nên ở đây chỉ xem. Muốn sửa, chuyển giao ước về dự thảo và"
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
        found = found if found is not None and found.is_settled else None
    return found if found is not None and found.reports.exists() else None


class _SettledRows:
    """Rows that an issued report holds are neither changed nor removed here."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and issued_conference(obj) is None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and issued_conference(obj) is None


class SettledMixin(_SettledRows):
    """Pages of a conference, of its parts and of figures: read only once the report is issued."""

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        return _choosing(
            super().get_form(request, obj, **kwargs),
            "conference",
            lambda chosen: issued_conference(chosen) is None,
            CHOSEN_CONFERENCE,
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if conference := issued_conference(row):
            context |= _note(row, conference)
        return super().render_change_form(request, context, *args, **kwargs)


class SettledInline(_SettledRows):
    """The same for rows on the page of what they belong to."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and issued_conference(obj) is None


def _choosing(
    form_class: type[forms.ModelForm], name: str, is_open: Callable[[Any], bool], words: str
) -> type[forms.ModelForm]:
    """The same form, taking for the field `name` only what stands open."""

    def clean_chosen(form: forms.ModelForm) -> Any:
        chosen = form.cleaned_data[name]
        if not is_open(chosen):
            raise ValidationError(words)
        return chosen

    return type(form_class)(form_class.__name__, (form_class,), {f"clean_{name}": clean_chosen})


class FixedStatusMixin:
    """Pages of what moves step by step elsewhere: the status is read here, never chosen."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "status")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple[str | None, dict]]:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        # What is added begins as a draft.
        return [
            (name, options | {"fields": [one for one in options["fields"] if one != "status"]})
            for name, options in fieldsets
        ]


class _DraftedRows:
    """Rows of a pledge that is no draft are neither changed nor removed here."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_draft(obj)


class DraftedMixin(_DraftedRows):
    """Pages of a pledge and of its parts: read only once the pledge is no draft."""

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form_class = super().get_form(request, obj, **kwargs)
        return _choosing(form_class, "pledge", _is_draft, CHOSEN_PLEDGE)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if not _is_draft(row):
            year = _pledge_of(row).emulation_year
            context |= {
                "settled_note": PLEDGE_NOTE,
                "settled_url": reverse("workspace:pledge", args=[year.cluster.slug, year.year]),
                "settled_label": "Giao ước",
            }
        return super().render_change_form(request, context, *args, **kwargs)


class DraftedInline(_DraftedRows):
    """The same for rows on the page of the pledge."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and _is_draft(obj)


def _pledge_of(row: models.Model) -> Pledge:
    return row if isinstance(row, Pledge) else row.pledge


def _is_draft(row: models.Model | None) -> bool:
    """Whether the pledge of `row`, or one still to be made, is a draft."""
    return row is None or row.pk is None or _pledge_of(row).status == PledgeStatus.DRAFT


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
