"""Forms of the pledge: its text, its items, the step to the next status."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cluster_portal.pages.administration.corrections import NEEDED, ReasonField
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.pages.widgets import OneLine
from cluster_portal.workspace.board.pledge_item_forms import BaseItemFormSet, text_box
from cluster_portal.workspace.forms import Loaded, ServiceForm
from clusters.models import EmulationYear
from emulation.models import (
    Conference,
    Pledge,
    PledgeStatus,
    PledgeVersion,
)
from emulation.services import pledge_days, pledge_steps, pledges
from emulation.services.pledge_steps import BACK
from emulation.services.pledge_versions import TEXTS


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

    def save_with(self, items: BaseItemFormSet, *, by: Any) -> Pledge | None:
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
