"""The items of a pledge as they are typed: their words, and the target that one may name."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cluster_portal.pages.administration.fields import NumberField
from cluster_portal.pages.widgets import OneLine
from cluster_portal.vietnamese.numbers import format_number
from clusters.models import EmulationYear
from emulation.models import TARGET_FIELDS, Indicator, Pledge, PledgeItem
from emulation.services.pledges import PledgeItemText
from emulation.services.years import indicators_of
from emulation.targets import TargetComparison

MAX_ITEMS, MAX_NUMBER = 60, 999
SPARE_ITEMS = 3
MISSING = {
    "indicator": "Chọn chỉ tiêu, hoặc xóa mức đã ghi.",
    "comparison": "Chọn cách so, ví dụ “ít nhất”.",
    "target": "Nhập con số cần đạt, ví dụ 9,5.",
    "target_of": "Chọn mức của từng đơn vị hay của toàn cụm.",
}


def text_box(rows: int) -> forms.Textarea:
    """A box for paragraphs."""
    return forms.Textarea(attrs={"rows": rows})


def _number(label: str) -> NumberField:
    return NumberField(
        label=label,
        required=False,
        max_digits=20,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}),
    )


def _named(indicator: Indicator) -> str:
    """The indicator with its unit of measure, in which the target is written."""
    unit = indicator.unit_of_measure
    return f"{indicator.name} ({unit})" if unit else indicator.name


class ItemForm(forms.ModelForm):
    """One numbered item; a row left empty is none."""

    number = forms.IntegerField(
        label="Số thứ tự",
        required=False,
        min_value=1,
        max_value=MAX_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 2}),
        error_messages={
            "invalid": "Viết số, ví dụ 3.",
            "min_value": "Số thứ tự từ 1.",
            "max_value": f"Số thứ tự đến {MAX_NUMBER}.",
        },
    )

    indicator = forms.ChoiceField(
        label="Chỉ tiêu",
        required=False,
        error_messages={"invalid_choice": "Không có trong danh sách chỉ tiêu."},
    )
    target = _number("Mức")
    target_to = _number("đến")

    class Meta:
        model = PledgeItem
        fields = ("number", "heading", "text", *TARGET_FIELDS)
        widgets = {"heading": OneLine, "text": text_box(3)}
        error_messages = {
            "text": {"required": "Nhập nội dung, hoặc đánh dấu xóa dòng này."},
        }

    def __init__(self, *args: Any, indicators: Mapping[str, Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._indicators = indicators
        offered = [(code, _named(one)) for code, one in indicators.items()]
        self.fields["indicator"].choices = [("", "Không nêu con số"), *offered]

    @property
    def words(self) -> list[forms.BoundField]:
        """What the item says."""
        return [self[name] for name in ("number", "heading", "text")]

    @property
    def target_fields(self) -> list[forms.BoundField]:
        """The target that it names."""
        return [self[name] for name in TARGET_FIELDS]

    def clean_indicator(self) -> Indicator | None:
        return self._indicators.get(self.cleaned_data["indicator"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = {name for name in TARGET_FIELDS if cleaned.get(name) not in (None, "")}
        if not given and not self.errors.keys() & set(TARGET_FIELDS):
            return cleaned
        needed = set(MISSING) - given - self.errors.keys()
        is_range = cleaned.get("comparison") == TargetComparison.BETWEEN
        for name in TARGET_FIELDS:
            if name in needed:
                self.add_error(name, MISSING[name])
        if "target_to" in self.errors or "comparison" in self.errors:
            return cleaned
        low, high = cleaned.get("target"), cleaned.get("target_to")
        if is_range and high is None:
            self.add_error("target_to", "Nhập số thứ hai của khoảng.")
        elif is_range and low is not None and high <= low:
            self.add_error("target_to", f"Số thứ hai phải lớn hơn {format_number(low)}.")
        elif not is_range and high is not None:
            self.add_error("target_to", "Chỉ ghi khi chọn “từ … đến …”.")
        return cleaned


class BaseItemFormSet(forms.BaseFormSet):
    """The items of a pledge, with some empty rows for more."""

    deletion_widget = forms.CheckboxInput

    def clean(self) -> None:
        taken: set[int] = set()
        for form in self.kept():
            number = form.cleaned_data.get("number")
            if number in taken:
                form.add_error("number", "Số thứ tự này đã có nội dung khác.")
            elif number is not None:
                taken.add(number)

    def kept(self) -> list[ItemForm]:
        """The rows that say something and are not to go."""
        gone = set(self.deleted_forms) if not any(self.errors) else set()
        return [
            form
            for form in self.forms
            if form not in gone
            and getattr(form, "cleaned_data", None)
            and not form.cleaned_data.get("DELETE")
        ]

    def texts(self) -> list[PledgeItemText]:
        """The items as the service takes them; one without a number takes the next."""
        rows = [form.cleaned_data for form in self.kept()]
        last = max((row["number"] for row in rows if row["number"]), default=0)
        items = []
        for row in rows:
            number = row["number"]
            if number is None:
                number = last = last + 1
            target = {name: row[name] for name in TARGET_FIELDS}
            items.append(PledgeItemText(number, row["heading"], row["text"], **target))
        return items


ItemFormSet = forms.formset_factory(
    ItemForm,
    formset=BaseItemFormSet,
    extra=SPARE_ITEMS,
    can_delete=True,
    max_num=MAX_ITEMS,
    absolute_max=MAX_ITEMS,
    validate_max=True,
)


def items_of(data: Any, pledge: Pledge | None, year: EmulationYear) -> BaseItemFormSet:
    """The formset of the pledge's items; the spare rows come with the next numbers.

    An item may name an indicator of the year, or the one that it names already.
    """
    rows = list(pledge.items.all()) if pledge else []
    offered = {one.code: one for one in indicators_of(year) or Indicator.objects.all()}
    offered |= {row.indicator.code: row.indicator for row in rows if row.indicator}
    initial = [
        {name: getattr(row, name) for name in ("number", "heading", "text", *TARGET_FIELDS)}
        | {"indicator": row.indicator.code if row.indicator else ""}
        for row in rows
    ]
    return ItemFormSet(data, initial=initial, prefix="items", form_kwargs={"indicators": offered})
