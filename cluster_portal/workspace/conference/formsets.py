"""A table of rows in one form, and what becomes of it when two people save it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict

from cluster_portal.workspace.forms import ServiceForm
from emulation.services.rows import RowSet, RowsRefused, row_token, words_of

PREFIX = "rows"
SEEN = "seen"
MOST = 300
EMPTY_ROWS = 3
TOO_MANY = f"Mỗi bảng có nhiều nhất {MOST} dòng."
NOTHING_SAVED = "Chưa lưu dòng nào. Sửa các chỗ sai rồi lưu lại; những gì đã nhập còn nguyên."
INCOMPLETE = "Trang gửi lên thiếu dữ liệu. Hãy tải lại trang rồi nhập lại."
ADDED = "Người khác vừa thêm dòng này."
TAKEN_OVER = "Người khác vừa sửa dòng này; bảng đã lấy nội dung mới."
DROPPED = "Người khác đã bỏ dòng này."
DROPPED_BUT_CHANGED = "Người khác đã bỏ dòng bạn vừa sửa. Lưu thì dòng được thêm lại."


class RowForm(ServiceForm):
    """One row; `key` says which stored row it was, `was` what that said when it was shown."""

    mechanics = ("key", "was", "place", "DELETE")
    only_typed: tuple[str, ...] = ()  # fields that say nothing to those who only read

    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    place = forms.IntegerField(
        label="Thứ tự",
        required=False,
        min_value=0,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Thứ tự là một số, ví dụ 3.",
            "min_value": "Thứ tự từ 0.",
            "max_value": "Thứ tự đến 9999.",
        },
    )

    def __init__(self, *args: Any, choices: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.note = ""
        self.stored: Any = None
        for name, rows in choices.items():
            self.fields[name].offer(rows)

    @property
    def changed_data(self) -> list[str]:
        """What was typed: a number alone makes no row."""
        return [name for name in super().changed_data if name not in self.mechanics]

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        left_out = (*self.mechanics, *self.only_typed)
        return [one for one in super().shown if one[0] not in left_out]

    @property
    def is_filled(self) -> bool:
        """Whether there is anything to save in a row that is valid."""
        return bool(self.cleaned_data.get("key")) or self.has_changed()

    @property
    def row(self) -> dict[str, Any]:
        """What the service is given."""
        values = {
            name: value for name, value in self.cleaned_data.items() if name not in self.mechanics
        }
        return {"key": self.cleaned_data.get("key"), **values}

    def told(self) -> dict[str, Any]:
        """What the row says, as `RowSet.values` says it of a stored one."""
        return {name: value for name, value in self.row.items() if name != "key"}


class BaseRowFormSet(forms.BaseFormSet):
    """Rows of one set, with the token of what was stored when they were shown."""

    default_error_messages = {
        "missing_management_form": INCOMPLETE,
        "too_many_forms": TOO_MANY,
    }

    def __init__(self, *args: Any, seen: str = "", quiet: bool = False, **kwargs: Any) -> None:
        self.seen = seen
        self.quiet = quiet
        super().__init__(*args, prefix=PREFIX, **kwargs)

    def _construct_form(self, i: int, **kwargs: Any) -> forms.Form:
        form = super()._construct_form(i, **kwargs)
        if self.quiet:  # shown as typed, nothing asked of it yet
            form._errors = ErrorDict()
            form.cleaned_data = {}
        return form

    def full_clean(self) -> None:
        if self.quiet:
            self._errors, self._non_form_errors = [], self.error_class()
            return
        super().full_clean()

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ"

    @property
    def given(self) -> list[RowForm]:
        """The rows to be saved, in the order that their numbers say; valid formsets only."""
        filled = [
            form
            for form in self.forms
            if form.cleaned_data.get("DELETE") is not True and form.is_filled
        ]
        unnumbered = 10_000
        return sorted(
            filled,
            key=lambda form: (
                unnumbered if form.cleaned_data.get("place") is None else form.cleaned_data["place"]
            ),
        )

    def refuse(self, error: ValidationError, forms_given: Sequence[RowForm]) -> None:
        """Show what the service refuses beside the rows, or over the table."""
        if isinstance(error, RowsRefused):
            for place, problem in error.rows.items():
                forms_given[place].refuse(problem)
            self._errors = [form.errors for form in self.forms]
            return
        for message in error.messages:
            self.non_form_errors().append(message)


def row_formset(form: type[RowForm], *, grows: bool, drops: bool) -> type[BaseRowFormSet]:
    """The class of a table of such rows; one that `grows` has empty rows at its end."""
    return forms.formset_factory(
        form,
        formset=BaseRowFormSet,
        extra=EMPTY_ROWS if grows else 0,
        can_delete=drops,
        max_num=MOST,
        validate_max=True,
        absolute_max=MOST + 50,
    )


def merge(
    formset: BaseRowFormSet, kind: RowSet, stored: Sequence[Any], initial: Any
) -> tuple[QueryDict, dict[int, str]]:
    """What was typed put together with what somebody else has saved since.

    A row that only the other changed is taken from there, one that both changed stays as typed
    with a note that says what is stored; what the other added joins at the end. `initial` gives
    the values of the form for a stored row. Returns the data and the notes by place.
    """
    data, notes = formset.data.copy(), {}
    left = {initial(row)["key"]: row for row in stored}
    for place, form in enumerate(formset.forms):
        if not (key := form.cleaned_data.get("key")):
            continue
        row = left.pop(key, None)
        told = form.told()
        is_mine = row_token(told) != form.cleaned_data["was"]
        is_dropped = form.cleaned_data.get("DELETE") is True
        if row is None:
            if formset.can_delete:
                notes[place] = _put_gone(data, place, is_mine=is_mine and not is_dropped)
            continue
        values = kind.values(row)
        now = row_token(values)
        if now != form.cleaned_data["was"]:
            if is_mine or is_dropped:
                notes[place] = _differences(form, told, values)
            else:
                put(data, place, form, initial(row))
                notes[place] = TAKEN_OVER
        data[f"{PREFIX}-{place}-was"] = now
    total = len(formset.forms)
    for row in left.values():
        put(data, total, formset.empty_form, initial(row))
        notes[total] = ADDED
        total += 1
    data[f"{PREFIX}-TOTAL_FORMS"] = str(total)
    data[SEEN] = kind.token(stored)
    return data, notes


def _put_gone(data: QueryDict, place: int, *, is_mine: bool) -> str:
    if is_mine:
        data[f"{PREFIX}-{place}-key"] = ""
        return DROPPED_BUT_CHANGED
    data[f"{PREFIX}-{place}-DELETE"] = "on"
    return DROPPED


def _differences(form: RowForm, told: Mapping[str, Any], stored: Mapping[str, Any]) -> str:
    pairs = [
        f"{form.fields[name].label}: “{_shown(value)}”"
        for name, value in stored.items()
        if words_of(value) != words_of(told[name]) and name in form.fields
    ]
    return f"Người khác vừa lưu dòng này là {'; '.join(pairs)}." if pairs else ""


def _shown(value: Any) -> str:
    words = words_of(value)
    return {True: "có", False: "không", None: "trống"}.get(words, str(words))  # type: ignore[arg-type]


def put(data: QueryDict, place: int, form: RowForm, values: Mapping[str, Any]) -> None:
    """Write the values of a row into the data of a form, as a browser would send them."""
    for name, value in values.items():
        full = f"{PREFIX}-{place}-{name}"
        if isinstance(value, list):
            data.setlist(full, [str(part) for part in value])
        elif value is False or value is None:
            data.pop(full, None)
        elif value is True:
            data[full] = "on"
        else:
            data[full] = str(form.fields[name].prepare_value(value))
