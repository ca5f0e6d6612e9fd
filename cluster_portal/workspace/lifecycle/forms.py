"""Forms of the steps of a conference and of corrections."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.vietnamese.numbers import MAX_QUANTITY_LENGTH
from cluster_portal.workspace.forms import ServiceForm
from cluster_portal.workspace.lifecycle.corrections import read_correction
from emulation.models import Indicator, IndicatorValue


class StepForm(ServiceForm):
    """A step of a conference; asks why it goes back, or why a year that is over is changed."""

    def __init__(self, *args: Any, goes_back: bool, ask_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, ask_reason=ask_reason and not goes_back, **kwargs)
        if goes_back:
            self.fields["reason"] = ReasonField(
                label="Lý do chuyển lại", error_messages={"required": "Nêu lý do chuyển lại."}
            )


class SecondPersonForm(ServiceForm):
    """Whether a report is published by another person than the one who finalised it."""

    is_needed = forms.BooleanField(
        label="Công bố báo cáo cần người thứ hai, khác người đã chốt",
        required=False,
        help_text="Người bỏ quy định này vẫn không tự công bố báo cáo mình đã chốt.",
    )


ANSWER = "unusual_reason"


class CorrectionForm(ServiceForm):
    """The right figure, as Vietnamese writes it, and why; asks about one that is unusual."""

    typed = forms.CharField(
        label="Số đúng",
        max_length=MAX_QUANTITY_LENGTH,
        help_text="Nhập như 9,73; 1.241/1.310; hơn 235.000.",
        error_messages={"required": "Nhập con số đúng."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = ReasonField(
        label="Lý do đính chính",
        help_text="Ai xem số liệu cũng đọc được.",
        error_messages={"required": "Nêu lý do đính chính."},
    )

    def __init__(
        self, *args: Any, indicator: Indicator, value: IndicatorValue | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._indicator, self._value = indicator, value
        if self.is_bound and self.add_prefix(ANSWER) in self.data:
            self._ask()

    def clean(self) -> None:
        """Read the figure here already, so that every error is told at once."""
        if typed := self.cleaned_data.get("typed"):
            try:
                read_correction(typed, self._indicator, self._value)
            except ValidationError as error:
                self.refuse(error)

    def refuse(self, error: ValidationError, *args: Any, **kwargs: Any) -> None:
        """Show `error` beside its fields; a question brings its field."""
        if ANSWER in error.update_error_dict({}):
            self._ask()
        super().refuse(error, *args, **kwargs)

    def _ask(self) -> None:
        self.fields[ANSWER] = ReasonField(label="Đúng không, vì sao?", required=False)
        self.order_fields(["typed", ANSWER, "reason"])
