"""Choosing a file, and the answers to what its rows ask."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cluster_portal.pages.administration.corrections import MAX_LENGTH, NEEDED, ReasonField
from cluster_portal.workspace.exchange.checking import (
    CLASH,
    DUPLICATE,
    FILE,
    PORTAL,
    QUESTION,
    Answers,
)
from cluster_portal.workspace.exchange.services import ANSWER, CHOOSE, KINDS, asks_of
from cluster_portal.workspace.models import SheetImport, SheetKind

MOST_BYTES = max(kind.largest for kind in KINDS)
SIDES = {
    CLASH: ((FILE, "Lấy theo tệp"), (PORTAL, "Giữ như trên cổng")),
    DUPLICATE: ((FILE, "Vẫn lưu dòng này"), (PORTAL, "Bỏ qua dòng này")),
}


class ChooseFileForm(forms.Form):
    """One sheet of one kind; what the file holds is looked at by the service."""

    kind = forms.ChoiceField(choices=SheetKind.choices, widget=forms.HiddenInput)
    upload = forms.FileField(
        label="Tệp đã điền",
        help_text="Tệp .xlsx hoặc .csv, không quá 10 MB.",
        error_messages={
            "required": "Chọn tệp.",
            "empty": "Tệp không có nội dung.",
            "missing": "Chọn tệp.",
            "invalid": "Tệp chưa gửi tới cổng. Hãy chọn lại.",
        },
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, auto_id=f"id_{kind}_%s", **kwargs)
        self.fields["kind"].initial = kind
        endings = ",".join(ending for one in KINDS for ending in one.endings)
        self.fields["upload"].widget.attrs |= {"accept": endings, "data-most-bytes": MOST_BYTES}


class AnswersForm(forms.Form):
    """A field for each row that asks: why a figure is unusual, or which side is kept.

    What stands in `for_all` answers every question left empty, `same_for_all` every possible
    duplicate left open.
    """

    def __init__(self, *args: Any, sheet: SheetImport, ask_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asks_of(sheet)
        for finding in self.asked:
            self.fields[name_of(finding)] = _field(finding)
        if any(finding["how"] == QUESTION for finding in self.asked):
            self.fields["for_all"] = ReasonField(
                label="Trả lời chung cho các câu còn để trống", required=False
            )
        if sum(finding["how"] == DUPLICATE for finding in self.asked) > 1:
            self.fields["same_for_all"] = forms.ChoiceField(
                label="Các dòng có thể trùng mà chưa chọn",
                choices=(("", "Chọn từng dòng"), *SIDES[DUPLICATE]),
                required=False,
                error_messages={"invalid_choice": CHOOSE},
            )
        if ask_reason:
            self.fields["reason"] = ReasonField(error_messages={"required": NEEDED})

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        shared = {QUESTION: "for_all", DUPLICATE: "same_for_all"}
        for finding in self.asked:
            name, how = name_of(finding), finding["how"]
            if values.get(name) or name in self.errors:
                continue
            values[name] = values.get(shared.get(how, ""), "")
            if not values[name]:
                self.add_error(name, ANSWER if how == QUESTION else CHOOSE)
        return values

    @property
    def answers(self) -> Answers:
        """What was answered, by the position of the row."""
        values: Mapping[str, str] = self.cleaned_data
        reasons = {one["row"]: values[name_of(one)] for one in self.asked if one["how"] == QUESTION}
        keeps = {one["row"]: values[name_of(one)] for one in self.asked if one["how"] != QUESTION}
        return Answers(reasons, keeps)

    @property
    def questions(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        """Each finding that asks, with its field."""
        return [(finding, self[name_of(finding)]) for finding in self.asked]


def name_of(finding: Mapping[str, Any]) -> str:
    """The name of the field of a finding."""
    return f"{finding['how']}-{finding['row']}"


def _field(finding: Mapping[str, Any]) -> forms.Field:
    if finding["how"] == QUESTION:
        return ReasonField(label="Vì sao", required=False, max_length=MAX_LENGTH)
    return forms.ChoiceField(
        label="Chọn",
        choices=SIDES[finding["how"]],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
