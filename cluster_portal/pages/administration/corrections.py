"""The reason that a change to a finished part of the record needs.

Which rows are finished is the domain's to say: `settings.NEEDS_REASON` names a function of a
user and a row.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin import actions
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from cluster_portal.pages.widgets import OneLine
from cluster_portal.vietnamese.folding import normalise
from cluster_portal.vietnamese.safety import refused_characters

FIELD = "correction_reason"
LABEL = "Lý do đính chính"
NEEDED = "Đây là hồ sơ của năm trước năm đang điều hành: nêu lý do đính chính."
MAX_LENGTH = 300


class ReasonField(forms.CharField):
    """Why something is done: one line of text, for the audit."""

    widget = OneLine

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": LABEL, "max_length": MAX_LENGTH, **kwargs})

    def clean(self, value: Any) -> str:
        if found := refused_characters(value or ""):
            raise ValidationError(
                f"Có ký tự ẩn không được dùng ({', '.join(found[:3])}). Hãy xóa và gõ lại."
            )
        return normalise(super().clean(value))


class ReasonForm(forms.Form):
    """Asks for the reason where nothing else is asked: before a removal."""

    correction_reason = ReasonField(
        error_messages={"required": NEEDED}, widget=forms.TextInput(attrs={"class": "vTextField"})
    )


def needs_reason(user: Any, row: models.Model) -> bool:
    """Whether `user` must say why `row` is changed or removed."""
    return import_string(settings.NEEDS_REASON)(user, row)


def reason_in(request: HttpRequest) -> str:
    """The reason that was sent with a form that has been found valid."""
    return normalise(request.POST.get(FIELD, ""))[:MAX_LENGTH]


def removal_form(
    request: HttpRequest, rows: Iterable[models.Model], *, is_confirmed: bool
) -> ReasonForm | None:
    """The question before the removal of `rows`, when one of them needs a reason."""
    if not any(needs_reason(request.user, row) for row in rows):
        return None
    return ReasonForm(request.POST if is_confirmed else None)


def is_refused(form: ReasonForm | None) -> bool:
    """Whether the removal was confirmed without the reason that it needs."""
    return form is not None and form.is_bound and not form.is_valid()


def with_reason(form_class: type[forms.ModelForm], user: Any) -> type[forms.ModelForm]:
    """The same form, asking for the reason when the row needs one, before or after the change."""

    class FormWithReason(form_class):
        correction_reason = ReasonField(
            required=False, widget=forms.TextInput(attrs={"class": "vTextField"})
        )

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            is_stored = self.instance.pk is not None
            self.asks_for_reason = is_stored and needs_reason(user, self.instance)

        def _post_clean(self) -> None:
            super()._post_clean()
            self.asks_for_reason = self.asks_for_reason or needs_reason(user, self.instance)
            if FIELD in self.errors or self.cleaned_data[FIELD]:
                return
            if self.asks_for_reason and self._changes_something():
                self.add_error(FIELD, NEEDED)

        def _changes_something(self) -> bool:
            formsets = vars(self.instance).get("saved_with", ())
            return (
                self.instance.pk is None
                or bool(set(self.changed_data) - {FIELD})
                or any(formset.has_changed() for formset in formsets)
            )

    return FormWithReason


@admin.action(permissions=["delete"], description="Xóa các %(verbose_name_plural)s đã chọn")
def delete_selected(
    model_admin: Any, request: HttpRequest, queryset: models.QuerySet
) -> HttpResponse | None:
    """Remove several rows at once; asks for the reason on the page that asks to confirm."""
    form = removal_form(request, queryset, is_confirmed="post" in request.POST)
    if is_refused(form):
        request.POST = request.POST.copy()
        del request.POST["post"]  # so that the question is put once more
    response = actions.delete_selected(model_admin, request, queryset)
    if response is not None:
        response.context_data["reason_form"] = form
    return response
