"""Fields of the rows of a conference: hours as people type them, choices read once a page."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from cluster_portal.pages.widgets import NO_CHOICE, KeepingSelect
from cluster_portal.vietnamese import times


class HourField(forms.TimeField):
    """An hour typed as 8h30, 8:30 or 08.30."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime.time | None:
        if isinstance(value, str) and value.strip():
            try:
                return times.parse_time(value)
            except times.TimeError as error:
                raise ValidationError(str(error), code="invalid") from error
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return times.format_time(value) if isinstance(value, datetime.time) else value


class PickField(forms.ChoiceField):
    """A choice among rows that the page has read already: no form of a hundred asks again."""

    widget = KeepingSelect
    default_error_messages = {"invalid_choice": NO_CHOICE}

    def __init__(self, *, empty: str = "–", **options: Any) -> None:
        super().__init__(**options)
        self.empty = empty
        self.rows: dict[str, models.Model] = {}

    def offer(self, rows: Iterable[models.Model], label: Callable[[Any], str] = str) -> None:
        """Let one of `rows` be chosen, each by its `label`."""
        self.rows = {str(row.pk): row for row in rows}
        labels = [(key, label(row)) for key, row in self.rows.items()]
        self.choices = [("", self.empty), *labels]

    def clean(self, value: Any) -> models.Model | None:
        """Return the row that was chosen, or None."""
        return self.rows.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, models.Model) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
