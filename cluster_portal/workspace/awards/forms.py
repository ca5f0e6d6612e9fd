"""Forms of single awards, decisions and outcomes."""

from typing import Any

from django import forms

from awards.models import AwardStatus, Decision
from awards.services.decisions import SCAN_KINDS, TOLD_FIELDS
from awards.services.entries import AwardEntry
from awards.services.reading import LONGEST
from cluster_portal.database.fields import NormalisedFormField
from cluster_portal.database.seen import UNSEEN
from cluster_portal.files.forms import UploadField
from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.pages.widgets import OneLine
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.folding import normalise
from cluster_portal.workspace.awards.grid import COLUMNS
from cluster_portal.workspace.forms import ServiceForm

_REQUIRED = {"required": "Nêu lý do."}
STAYS = "Hội nghị đã chốt nêu khen thưởng theo quyết định này nên mục này giữ nguyên."


class EntryForm(forms.Form):
    """All of one award as text; what is wrong the service says, beside the field."""

    def __init__(
        self,
        *args: Any,
        entry: AwardEntry,
        fixed: frozenset[str] = frozenset(),
        ask_reason: bool = False,
        conferences: Any = None,
        conference: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        for column in COLUMNS:
            options: dict[str, Any] = {
                "label": column.label,
                "required": False,
                "initial": getattr(entry, column.name),
                "disabled": column.name in fixed,
                "max_length": LONGEST,
            }
            if column.choices:
                options["widget"] = forms.Select(choices=_with(column.choices, options["initial"]))
            elif column.datalist:
                options["widget"] = forms.TextInput(
                    attrs={"list": column.datalist, "autocomplete": "off"}
                )
            else:
                options["widget"] = OneLine
            self.fields[column.name] = forms.CharField(**options)
        self.fields["token"] = forms.CharField(
            widget=forms.HiddenInput,
            initial=entry.token,
            required=False,
            empty_value=UNSEEN,
            max_length=64,
        )
        self.fields["confirmed"] = forms.BooleanField(
            label="Vẫn lưu dù có thể trùng", required=False, widget=forms.HiddenInput
        )
        if conferences is not None:
            self.fields["conference"] = forms.ModelChoiceField(
                queryset=conferences,
                label="Nêu tại hội nghị",
                required=False,
                initial=conference,
                empty_label="Không nêu",
                error_messages={"invalid_choice": "Hội nghị này không có trong danh sách."},
            )
        if ask_reason:
            self.fields["reason"] = ReasonField(error_messages=_REQUIRED)

    def ask_to_confirm(self) -> None:
        """Show the box that says: save it all the same."""
        self.fields["confirmed"].widget = forms.CheckboxInput()


def _with(choices: tuple[tuple[str, str], ...], value: str) -> list[tuple[str, str]]:
    """The choices, and a value that is kept although it is none of them."""
    offered = [one for one, _ in choices]
    return [*choices, *([(value, value)] if value not in offered else [])]


class DecisionForm(ServiceForm):
    """A decision: number, day, who signed, what about, its scan.

    `is_told`: a settled conference has told of it, so that number, day and body are only shown.
    """

    renamed = {"scan": "upload"}

    document_number = forms.CharField(
        label="Số, ký hiệu",
        max_length=60,
        help_text="Ví dụ 12/QĐ-TTg.",
        error_messages={"required": "Nhập số, ký hiệu."},
    )
    signed_on = day_field("Ngày ký")
    issuing_body = forms.CharField(
        label="Cơ quan ban hành",
        max_length=200,
        widget=OneLine,
        error_messages={"required": "Nhập cơ quan ban hành."},
    )
    signer_name = forms.CharField(label="Người ký", max_length=120, required=False)
    signer_title = forms.CharField(
        label="Chức vụ người ký", max_length=200, required=False, widget=OneLine
    )
    subject = forms.CharField(label="Trích yếu", max_length=300, required=False, widget=OneLine)
    upload = UploadField(kinds=SCAN_KINDS, label="Bản chụp", required=False)

    def __init__(self, *args: Any, is_told: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_told:
            for name in TOLD_FIELDS:
                self.fields[name].disabled = True
                self.fields[name].help_text = STAYS

    @staticmethod
    def values_of(decision: Decision) -> dict[str, Any]:
        """What the form shows of a decision that is there."""
        names = (
            *("document_number", "signed_on", "issuing_body"),
            *("signer_name", "signer_title", "subject"),
        )
        return {name: getattr(decision, name) for name in names}


class OutcomeForm(forms.Form):
    """What came of the chosen proposals, all alike."""

    status = forms.ChoiceField(
        label="Kết quả",
        choices=[
            (AwardStatus.GRANTED, AwardStatus.GRANTED.label),
            (AwardStatus.REFUSED, AwardStatus.REFUSED.label),
        ],
        initial=AwardStatus.GRANTED,
        error_messages={"required": "Chọn kết quả.", "invalid_choice": "Chọn kết quả."},
    )
    decision = forms.ModelChoiceField(
        queryset=Decision.objects.none(),
        label="Theo quyết định",
        required=False,
        empty_label="Chưa có quyết định",
        error_messages={"invalid_choice": "Quyết định này không có trong danh sách."},
    )
    no_decision_reason = NormalisedFormField(
        label="Vì sao chưa có quyết định",
        max_length=200,
        required=False,
        widget=OneLine,
        normaliser=normalise,
        help_text="Chỉ nêu khi đã được tặng mà chưa có quyết định.",
    )

    def __init__(self, *args: Any, decisions: Any, ask_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        field.queryset = decisions
        field.label_from_instance = lambda one: (
            f"{one.document_number}, {format_date(one.signed_on)}"
            + (f" – {one.subject}" if one.subject else "")
        )
        if ask_reason:
            self.fields["reason"] = ReasonField(error_messages=_REQUIRED)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        granted = values.get("status") == AwardStatus.GRANTED
        if granted and not values.get("decision") and not values.get("no_decision_reason"):
            self.add_error("decision", "Chọn quyết định, hoặc nêu vì sao chưa có.")
        return values


class ReasonForm(ServiceForm):
    """Why a row is revoked, or no longer, or removed."""

    reason = ReasonField(label="Lý do", error_messages=_REQUIRED)
