"""Forms of the pledge: its text, its items, the step to the next status."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cluster_portal.pages.administration.corrections import NEEDED, ReasonField
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.pages.widgets import OneLine
from cluster_portal.workspace.forms import Loaded, ServiceForm
from clusters.models import EmulationYear
from emulation.models import (
    Conference,
    Pledge,
    PledgeItem,
    PledgeStatus,
    PledgeVersion,
)
from emulation.services import pledge_days, pledge_steps, pledges
from emulation.services.pledge_steps import BACK
from emulation.services.pledge_versions import TEXTS
from emulation.services.pledges import PledgeItemText

MAX_ITEMS, MAX_NUMBER = 60, 999
SPARE_ITEMS = 3


def text_box(rows: int) -> forms.Textarea:
    """A box for paragraphs."""
    return forms.Textarea(attrs={"rows": rows})


class PledgeForm(forms.ModelForm, ServiceForm):
    """The text of the pledge around its items."""

    class Meta:
        model = Pledge
        fields = (*TEXTS[:4], "closing", "document_number", "conference")
        widgets = {
            "theme": OneLine,
            "motto": OneLine,
            "legal_basis": text_box(5),
            "preamble": text_box(5),
            "closing": text_box(3),
        }

    def __init__(
        self,
        *args: Any,
        year: EmulationYear,
        loaded: Loaded,
        ask_reason: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.start_from(loaded)
        self.year = year
        conferences = Conference.objects.filter(cluster=year.cluster).order_by("-held_on", "pk")
        self.fields["conference"].queryset = conferences
        self.fields["conference"].empty_label = "Chưa rõ"
        self.fields["document_number"].help_text = "Để trống thì cổng cấp số khi trình ký."
        self.fields["version_note"] = forms.CharField(
            label="Ghi chú cho bản này",
            required=False,
            max_length=PledgeVersion._meta.get_field("note").max_length,
            help_text="Nếu muốn: sửa gì, theo ý kiến của ai. Hiện ở danh sách các bản thảo.",
        )
        if ask_reason:
            self.fields["reason"] = ReasonField(error_messages={"required": NEEDED})

    def save_with(self, items: "ItemFormSet", *, by: Any) -> Pledge | None:
        """Save the text and the items together; None when the service refuses."""
        values = self.cleaned_data
        try:
            return pledges.save_pledge(
                emulation_year=self.year,
                texts={name: values[name] for name in TEXTS},
                conference=values["conference"],
                items=items.texts(),
                by=by,
                note=values["version_note"],
                reason=values.get("reason", ""),
                seen=values["seen"],
            )
        except ValidationError as error:
            self.refuse(error)
            return None


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

    class Meta:
        model = PledgeItem
        fields = ("number", "heading", "text")
        widgets = {"heading": OneLine, "text": text_box(3)}
        error_messages = {
            "text": {"required": "Nhập nội dung, hoặc đánh dấu xóa dòng này."},
        }


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
            items.append(PledgeItemText(number, row["heading"], row["text"]))
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


def items_of(data: Any, pledge: Pledge | None) -> BaseItemFormSet:
    """The formset of the pledge's items; the spare rows come with the next numbers."""
    rows = list(pledge.items.all()) if pledge else []
    initial = [{"number": row.number, "heading": row.heading, "text": row.text} for row in rows]
    return ItemFormSet(data, initial=initial, prefix="items")


class StepForm(ServiceForm):
    """One step of the pledge, forth or back."""

    def __init__(
        self, *args: Any, pledge: Pledge, to: str, ask_reason: bool = False, **kwargs: Any
    ) -> None:
        self.goes_back = BACK.get(pledge.status) == to
        super().__init__(*args, ask_reason=ask_reason and not self.goes_back, **kwargs)
        self.pledge, self.to = pledge, to
        if self.goes_back:
            self.fields["reason"] = ReasonField(
                label="Lý do chuyển lại", error_messages={"required": pledge_steps.REASON_BACK}
            )
        else:
            self._ask_for_days()
            self.order_fields(["signed_on", "comments_by", "sign_by", "reason"])

    def _ask_for_days(self) -> None:
        pledge, year = self.pledge, self.pledge.emulation_year
        if self.to == PledgeStatus.SIGNED:
            rows = [row for row in pledge.signatures.all() if row.signed_on]
            if pledge_days.computed_day(rows) is None:
                latest = max((row.signed_on for row in rows), default=None)
                self.fields["signed_on"] = day_field(
                    "Ngày ký giao ước",
                    initial=pledge.signed_on or latest,
                    help_text="Không trước ngày trình ký và chữ ký cuối cùng.",
                )
        elif self.to == PledgeStatus.CIRCULATED:
            self.fields["comments_by"] = day_field(
                "Hạn góp ý", initial=pledge_days.usual_comments_by(year)
            )
        elif self.to == PledgeStatus.ISSUED:
            self.fields["sign_by"] = day_field(
                "Hạn ký",
                required=False,
                initial=pledge_days.usual_sign_by(year),
                help_text="Để trống thì lấy hạn “Ký giao ước” của năm, nếu còn ở phía trước.",
            )

    @property
    def issues(self) -> bool:
        """Whether the step issues the pledge's file, which the worker does."""
        return self.to == PledgeStatus.ISSUED and not self.goes_back

    def save(self, *, by: Any) -> Pledge | None:
        """Take a step that issues nothing; None when the service refuses."""
        return self.save_by(pledge_steps.move_pledge, pledge=self.pledge, to=self.to, by=by)
