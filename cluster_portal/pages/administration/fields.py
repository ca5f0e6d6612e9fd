"""Form fields that read and write days and numbers as Vietnamese does, and the choice of a row."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models

from cluster_portal.vietnamese import dates, numbers


class DayField(forms.DateField):
    """A day typed as 13/3/2024; Django itself would read 3/4/2024 as 4 March."""

    widget = AdminDateWidget

    def to_python(self, value: Any) -> datetime.date | None:
        if isinstance(value, str) and value.strip():
            try:
                return dates.parse_date(value)
            except dates.DateError as error:
                raise ValidationError(str(error), code="invalid") from error
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return dates.format_date(value) if isinstance(value, datetime.date) else value


def day_field(label: str, **options: Any) -> DayField:
    """A day to type, such as 13/3/2026, on a page of the portal."""
    return DayField(
        label=label,
        widget=forms.TextInput(attrs={"placeholder": "ví dụ 13/3/2026", "autocomplete": "off"}),
        error_messages={"required": "Nhập ngày, ví dụ 13/3/2026."},
        **options,
    )


class NumberField(forms.DecimalField):
    """A number typed as 1.234,5."""

    widget = AdminTextInputWidget

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str) and value.strip():
            try:
                return numbers.parse_number(value)
            except numbers.NumberError as error:
                raise ValidationError(str(error), code="invalid") from error
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return numbers.format_number(value) if isinstance(value, Decimal) else value


_LOOKS_LIKE_KEY = re.compile(r"[0-9]{1,18}")  # as many digits as every database holds

FORM_FIELDS = {
    models.DateField: {"form_class": DayField, "widget": AdminDateWidget},
    models.DecimalField: {"form_class": NumberField, "widget": AdminTextInputWidget},
}


class RowSelect(AutocompleteSelect):
    """Chooses a row by search.

    `known` holds rows that the formset has read already, by key, so that a list of a hundred
    forms does not ask the database a hundred times for the row that each of them shows.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, models.Model] = {}  # one dict for all copies of the widget

    @property
    def media(self) -> forms.Media:
        # Named after the script that it follows, or it could come before it.
        return super().media + forms.Media(js=["admin/js/autocomplete.js", "js/named-choices.js"])

    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        # A key that was made up is no row: the field says so, and there is nothing to show.
        value = [key for key in value if _LOOKS_LIKE_KEY.fullmatch(str(key))]
        chosen = [str(key) for key in value]
        if not set(chosen) <= self.known.keys():
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        for key in chosen:
            label = self.choices.field.label_from_instance(self.known[key])
            options.append(self.create_option(name, key, label, True, len(options)))
        return [(None, options, 0)]
