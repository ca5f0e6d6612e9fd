"""One form for each kind of row of a conference."""

import datetime
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict

from cluster_portal.pages.administration.fields import day_field
from cluster_portal.pages.widgets import OneLine
from cluster_portal.workspace.conference.fields import HourField, PickField
from cluster_portal.workspace.conference.formsets import RowForm
from emulation.models import (
    AgendaItem,
    Attendance,
    AttendanceStatus,
    Conclusion,
    ConferenceMovement,
    ConferencePhoto,
    Delegate,
    Movement,
    MovementKind,
    Part,
    ReportSection,
    Speech,
    SpeechKind,
)

ALL_PRESENT = "all_present"
TIMES_WRONG = "Giờ kết thúc phải sau giờ bắt đầu."
NO_START = "Ghi giờ bắt đầu."


def column(model: type[Model], name: str, needed: str = "", **options: Any) -> forms.Field:
    """The form field of a column, with the label and the limits of the model."""
    if needed:
        options["error_messages"] = {"required": needed}
    field = model._meta.get_field(name).formfield(help_text="", **options)
    field.label = field.label[:1].upper() + field.label[1:]
    return field


def lines(rows: int = 2) -> forms.Textarea:
    """A box for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class AgendaRow(RowForm):
    starts_at = HourField(label="Từ", required=False)
    ends_at = HourField(label="Đến", required=False)
    title = column(AgendaItem, "title", "Ghi nội dung, hoặc đánh dấu Bỏ.", widget=OneLine)
    speaker = column(AgendaItem, "speaker", widget=OneLine)
    proceedings = column(AgendaItem, "proceedings", widget=lines())
    follows_up = forms.BooleanField(label="Kiểm điểm kết luận trước", required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        first: datetime.time | None = values.get("starts_at")
        last: datetime.time | None = values.get("ends_at")
        if last and "starts_at" in values and first is None:
            self.add_error("starts_at", NO_START)
        elif first and last and last <= first:
            self.add_error("ends_at", TIMES_WRONG)
        return values


class DelegateRow(RowForm):
    full_name = column(Delegate, "full_name", "Ghi họ và tên, hoặc đánh dấu Bỏ.", widget=OneLine)
    title = column(Delegate, "title", "Ghi chức vụ.", widget=OneLine)
    unit = PickField(label="Đơn vị", required=False, empty="Trung ương, nơi khác")
    parts = forms.MultipleChoiceField(
        label="Phần việc",
        choices=Part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    to_check = forms.BooleanField(label="Cần kiểm tra", required=False)

    @property
    def parts_shown(self) -> str:
        """The parts that are ticked, in words."""
        ticked = self["parts"].value() or ()
        return ", ".join(part.label for part in Part if part.value in ticked)

    def told(self) -> dict[str, Any]:
        values = super().told()
        values["parts"] = [part.label for part in Part if part.value in values["parts"]]
        return values


class SpeechRow(RowForm):
    delegate = PickField(label="Đại biểu", error_messages={"required": "Chọn đại biểu."})
    kind = forms.ChoiceField(
        label="Loại",
        choices=[("", "–"), *SpeechKind.choices],
        error_messages={"required": "Chọn loại phát biểu."},
    )
    summary = column(Speech, "summary", "Ghi tóm tắt, hoặc đánh dấu Bỏ.", widget=lines(3))


class ConclusionRow(RowForm):
    text = column(Conclusion, "text", "Ghi kết luận, hoặc đánh dấu Bỏ.", widget=lines())
    owner = PickField(label="Đơn vị thực hiện", required=False, empty="Mọi đơn vị")
    due_on = day_field("Hạn", required=False)


class SectionRow(RowForm):
    heading = column(ReportSection, "heading", "Ghi tiêu đề, hoặc đánh dấu Bỏ.", widget=OneLine)
    body = column(ReportSection, "body", "Ghi nội dung.", widget=lines(6))
    is_outlook = forms.BooleanField(label="Nhiệm vụ năm tới", required=False)


class MovementRow(RowForm):
    only_typed = ("new_name", "new_kind")

    movement = PickField(label="Phong trào trong danh mục", required=False)
    new_name = column(
        Movement, "name", label="Hoặc tên phong trào mới", required=False, widget=OneLine
    )
    new_kind = forms.ChoiceField(
        label="Loại, khi là mới",
        choices=MovementKind.choices,
        initial=MovementKind.MOVEMENT,
        required=False,
    )
    stated_name = column(ConferenceMovement, "stated_name", widget=OneLine)
    summary = column(ConferenceMovement, "summary", widget=lines())

    @property
    def row(self) -> dict[str, Any]:
        values = super().row
        return {**values, "new_kind": values.get("new_kind") or MovementKind.MOVEMENT}

    def told(self) -> dict[str, Any]:
        values = super().told()
        return {
            "movement": values["movement"] or values["new_name"],
            "stated_name": values["stated_name"],
            "summary": values["summary"],
        }


class PhotoRow(RowForm):
    caption = column(ConferencePhoto, "caption", "Ghi chú thích.", widget=OneLine)
    alternative_text = column(ConferencePhoto, "alternative_text", "Ghi mô tả ảnh.", widget=OneLine)
    credit = column(ConferencePhoto, "credit", widget=OneLine)


def all_present(data: QueryDict) -> QueryDict:
    """What the button for it does: whoever is not marked yet is present."""
    if ALL_PRESENT not in data:
        return data
    filled = data.copy()
    for name, value in data.items():
        if name.endswith("-status") and not value:
            filled[name] = AttendanceStatus.PRESENT
    return filled


class AttendanceRow(RowForm):
    """One member; its `key` is the unit's."""

    place = None
    unit = PickField(label="Đơn vị", widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label="Tình hình dự",
        choices=[("", "chưa điểm danh"), *AttendanceStatus.choices],
        required=False,
    )
    representative = column(Attendance, "representative", widget=OneLine)
    reason = column(Attendance, "reason", widget=OneLine)
    head_count = forms.IntegerField(
        label="Số người dự",
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Ghi một số, ví dụ 3.",
            "min_value": "Ghi một số từ 0.",
            "max_value": "Nhiều nhất 999 người.",
        },
    )

    @property
    def member(self) -> Model | None:
        """The unit of the row."""
        return self.fields["unit"].rows.get(str(self["unit"].value()))

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("status"))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        status = values.get("status")
        if status == AttendanceStatus.ABSENT and not values.get("reason"):
            self.add_error("reason", "Nêu lý do vắng.")
        if status == AttendanceStatus.REPRESENTED and not values.get("representative"):
            self.add_error("representative", "Ghi người dự thay.")
        if not status and any(
            values.get(name) not in (None, "")
            for name in ("representative", "reason", "head_count")
        ):
            self.add_error("status", "Chọn tình hình dự.")
        return values
