"""Which part of the audit to export."""

import datetime
from typing import Any

from django import forms

from cluster_portal.pages.administration.fields import DayField


class SpanForm(forms.Form):
    """From one day to another, both included; without a day there is no limit on that side."""

    tu = DayField(
        label="Từ ngày",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "1/1/2026", "autocomplete": "off"}),
        help_text="Bỏ trống để lấy từ việc đầu tiên.",
    )
    den = DayField(
        label="Đến hết ngày",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "31/12/2026", "autocomplete": "off"}),
        help_text="Bỏ trống để lấy đến việc mới nhất.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        days = super().clean()
        if days.get("tu") and days.get("den") and days["den"] < days["tu"]:
            self.add_error("den", "Ngày cuối phải bằng hoặc sau ngày đầu.")
        return days

    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """First and last day, once the form is valid."""
        return self.cleaned_data["tu"], self.cleaned_data["den"]
