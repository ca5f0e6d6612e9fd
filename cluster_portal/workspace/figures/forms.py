"""Forms of one figure: what stands beside it, and its evidence."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from cluster_portal.database.fields import NormalisedFormField
from cluster_portal.files.forms import UploadField
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.folding import normalise
from cluster_portal.workspace.forms import ServiceForm
from clusters.models import EmulationYear, Source, SourceKind
from emulation.models import IndicatorValue
from emulation.services.figure_details import (
    EVIDENCE_KINDS,
    Also,
    NewSource,
    attach_evidence,
    describe_figure,
)

NO_TITLE = "Nhập tên của nguồn mới, hoặc bỏ trống các ô của nguồn mới."


def _text(label: str, model: Any, name: str, **options: Any) -> NormalisedFormField:
    """A line of text as long as the model's column."""
    return NormalisedFormField(
        normaliser=normalise,
        label=label,
        required=False,
        max_length=model._meta.get_field(name).max_length,
        **options,
    )


def sources_for(year: EmulationYear) -> QuerySet[Source]:
    """The sources: those of figures of the year first, then of the cluster's, then the others."""
    figures = IndicatorValue.objects.filter(source=OuterRef("pk"))
    nearness = Case(
        When(Exists(figures.filter(emulation_year=year)), then=Value(0)),
        When(Exists(figures.filter(emulation_year__cluster=year.cluster_id)), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Source.objects.order_by(nearness, "-published_on", "title", "code")


def _told(source: Source) -> str:
    """A source in words: its name, who published it and when."""
    day = format_date(source.published_on) if source.published_on else ""
    return ", ".join(part for part in (source.title, source.publisher, day) if part)


class SourceField(forms.ModelChoiceField):
    """A choice of sources of which no two look the same."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.alike: Counter[str] = Counter()

    def offer(self, sources: QuerySet[Source]) -> None:
        """Offer these, in this order."""
        self.alike = Counter(_told(source) for source in sources)
        self.queryset = sources

    def label_from_instance(self, source: Source) -> str:
        words = _told(source)
        return f"{words} (mã {source.code})" if self.alike[words] > 1 else words


class DetailsForm(ServiceForm):
    """Source, period, marks and note of a figure.

    `year` is that of the figure; `others` counts, by the choices of `Also`, the other figures
    that have no source and could take this one's.
    """

    source = SourceField(
        label="Nguồn đã có",
        queryset=Source.objects.all(),
        required=False,
        empty_label="Chưa nêu nguồn",
        error_messages={"invalid_choice": "Nguồn này không có trong danh sách."},
    )
    new_title = _text("Nguồn mới: tên", Source, "title")
    new_kind = forms.ChoiceField(
        label="Nguồn mới: loại",
        choices=SourceKind,
        initial=SourceKind.DOCUMENT,
        required=False,
        error_messages={"invalid_choice": "Loại nguồn này không có trong danh sách."},
    )
    new_publisher = _text("Nguồn mới: nơi công bố", Source, "publisher")
    new_published_on = day_field("Nguồn mới: ngày công bố", required=False)
    also = forms.ChoiceField(label="Dùng nguồn này cho", choices=Also, required=False)
    period = _text("Kỳ", IndicatorValue, "period", help_text="Bỏ trống khi là cả năm thi đua.")
    is_cumulative = forms.BooleanField(label="Lũy kế", required=False)
    is_estimate = forms.BooleanField(label="Ước thực hiện", required=False)
    note = _text("Ghi chú", IndicatorValue, "note")

    def __init__(
        self, *args: Any, year: EmulationYear, others: dict[str, int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["source"].offer(sources_for(year))
        counted = [
            (choice, f"{label} ({others[choice]} số liệu nữa)")
            for choice, label in Also.choices
            if others.get(choice)
        ]
        if counted:
            self.fields["also"].choices = [(Also.NONE, Also.NONE.label), *counted]
        else:
            del self.fields["also"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        other = values.get("new_publisher") or values.get("new_published_on")
        if other and not values.get("new_title"):
            self.add_error("new_title", NO_TITLE)
        return values

    def save(self, value: IndicatorValue, *, by: Any) -> IndicatorValue | None:
        """Write down what was typed; None when a rule is broken."""
        values = dict(self.cleaned_data)
        new = {
            name: values.pop(f"new_{name}")
            for name in ("title", "kind", "publisher", "published_on")
        }
        new["kind"] = new["kind"] or SourceKind.DOCUMENT
        try:
            return describe_figure(
                value=value,
                by=by,
                new_source=NewSource(**new) if new["title"] else None,
                **values,
            )
        except ValidationError as error:
            self.refuse(error)
            return None


class EvidenceForm(ServiceForm):
    """A file that proves a figure."""

    upload = UploadField(kinds=EVIDENCE_KINDS, label="Tệp minh chứng")

    def save(self, value: IndicatorValue, *, by: Any) -> IndicatorValue | None:
        """Keep the file; None when it is refused."""
        try:
            return attach_evidence(value=value, by=by, **self.cleaned_data)
        except ValidationError as error:
            self.refuse(error, otherwise="upload")
            return None
