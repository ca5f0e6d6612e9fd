"""Filters of the award register, read from the query string."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from awards.models import Award, AwardForm, AwardStatus, CommendationType, RecipientKind
from awards.selectors import matching
from cluster_portal.pages.query import MAX_LENGTH
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.folding import fold, fold_terms
from clusters.models import Cluster, Unit

NOT_IN_LIST = "Không có trong danh sách."


def has_words(text: str) -> None:
    """Raise ValidationError for a query of signs alone, in which nothing can be looked for."""
    if text and not fold(text):
        raise ValidationError("Câu tìm phải có chữ hoặc số.")


def _choice(label: str, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, empty_label="Tất cả", error_messages={"invalid_choice": NOT_IN_LIST}, **options
    )


class UnitChoiceField(django_filters.fields.ModelChoiceField):
    """Tells a unit of today from one of the same name that was merged away."""

    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.name} (đến {format_date(unit.valid_to)})" if unit.valid_to else unit.name


class UnitFilter(django_filters.ModelChoiceFilter):
    field_class = UnitChoiceField


class AwardFilter(django_filters.FilterSet):
    """A value that is not offered makes its own filter void, with a message; the others hold.

    Only what occurs in `queryset`, the rows that the reader may see, is offered.
    """

    q = django_filters.CharFilter(
        label="Tìm",
        method="filter_text",
        validators=[has_words],
        help_text="Tên người, tập thể, hình thức, đơn vị, nơi tặng, số quyết định; "
        "không cần gõ dấu.",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": MAX_LENGTH}),
    )
    nam = _choice("Năm", field_name="emulation_year__year")
    cum = django_filters.ModelChoiceFilter(
        label="Cụm, khối",
        field_name="emulation_year__cluster",
        queryset=Cluster.objects.none(),
        to_field_name="slug",
        empty_label="Tất cả",
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
    don_vi = UnitFilter(
        label="Đơn vị",
        method="filter_unit",
        queryset=Unit.objects.none(),
        to_field_name="slug",
        empty_label="Tất cả",
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
    hinh_thuc = _choice("Hình thức", field_name="form__code")
    loai = _choice(
        "Loại khen thưởng", field_name="commendation_type", choices=CommendationType.choices
    )
    doi_tuong = _choice("Đối tượng", field_name="recipient_kind", choices=RecipientKind.choices)
    ket_qua = _choice("Kết quả", field_name="status", choices=AwardStatus.choices)

    class Meta:
        model = Award
        fields = ()

    def __init__(self, data: Any = None, queryset: QuerySet[Award] | None = None, **options: Any):
        super().__init__(data, queryset, **options)
        offered = self.queryset.order_by()
        years = offered.values_list("emulation_year__year", flat=True).distinct()
        self.filters["nam"].extra["choices"] = [
            (year, str(year)) for year in years.order_by("-emulation_year__year")
        ]
        self.filters["hinh_thuc"].extra["choices"] = _forms(offered)
        self.filters["cum"].queryset = Cluster.objects.filter(
            pk__in=offered.values("emulation_year__cluster")
        )
        self.filters["don_vi"].queryset = Unit.objects.filter(
            Q(pk__in=offered.values("unit")) | Q(pk__in=offered.values("recipient_unit"))
        )

    @property
    def is_asking(self) -> bool:
        """Whether any filter has a value."""
        return bool(self.form.changed_data)

    def filter_text(self, awards: QuerySet[Award], name: str, value: str) -> QuerySet[Award]:
        return awards.filter(matching(fold_terms(value, limit=MAX_LENGTH)))

    def filter_unit(self, awards: QuerySet[Award], name: str, unit: Unit) -> QuerySet[Award]:
        return awards.filter(Q(unit=unit) | Q(recipient_unit=unit))


def _forms(awards: QuerySet[Award]) -> list[tuple[str, str]]:
    """Codes and names of the forms given, once each: two laws may name one form alike."""
    used = AwardForm.objects.filter(pk__in=awards.values("form")).order_by(
        "order", "sort_key", "valid_from", "pk"
    )
    names: dict[str, str] = {}
    for form in used:
        names[form.code] = form.name
    return list(names.items())
