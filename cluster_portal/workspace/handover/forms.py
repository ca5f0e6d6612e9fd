"""Forms of a handover: the day, the checklist."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cluster_portal.pages.administration.fields import day_field
from cluster_portal.pages.widgets import NO_CHOICE, KeepingSelect, OneLine
from cluster_portal.workspace.forms import ServiceForm
from clusters.models import HandoverState
from clusters.services.handover import MOST_ITEMS, Item

ITEMS = "items"
MORE_LINES = 3


class HandoverForm(ServiceForm):
    """The day and a note."""

    handed_over_on = day_field(
        "Ngày bàn giao",
        help_text="Từ ngày này, khi hai bên đã xác nhận, ban thư ký bên nhận nhập hồ sơ của cụm,"
        " bên giao chỉ xem. Trước đó bên giao giữ chức trách.",
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=300, widget=OneLine)


class ItemForm(forms.Form):
    """One line of the checklist; without its text it is left out."""

    text = forms.CharField(label="Nội dung", required=False, max_length=300, widget=OneLine)
    state = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=HandoverState.choices,
        widget=KeepingSelect,
        error_messages={"invalid_choice": NO_CHOICE},
    )
    note = forms.CharField(label="Ghi chú", required=False, max_length=300, widget=OneLine)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("note") and not values.get("text") and "text" not in self.errors:
            self.add_error("text", "Ghi nội dung, hoặc xóa ghi chú để bỏ dòng này.")
        return values


ItemFormSet = forms.formset_factory(
    ItemForm, extra=MORE_LINES, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS + MORE_LINES
)


def item_forms(items: Sequence[Item], data: Any = None) -> forms.BaseFormSet:
    """The checklist as lines to type in, with a few empty ones at its end."""
    initial = [{"text": item.text, "state": item.state, "note": item.note} for item in items]
    return ItemFormSet(data, initial=initial, prefix=ITEMS)


def items_in(formset: forms.BaseFormSet) -> list[Item]:
    """The lines of a valid checklist that hold something."""
    return [
        Item(
            form.cleaned_data["text"],
            form.cleaned_data["state"] or HandoverState.PASSED_ON,
            form.cleaned_data["note"],
        )
        for form in formset
        if form.cleaned_data.get("text")
    ]
