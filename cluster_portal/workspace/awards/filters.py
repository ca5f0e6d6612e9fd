"""Filters of the awards of a year, read from the query string."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from awards.filters import NOT_IN_LIST, UnitFilter, has_words
from awards.models import Award, AwardForm, AwardStatus
from cluster_portal.pages.query import MAX_LENGTH, contains_all
from cluster_portal.vietnamese.folding import fold_terms
from clusters.models import Unit

_CHOICE = {"empty_label": "Tất cả", "error_messages": {"invalid_choice": NOT_IN_LIST}}


class YearAwardFilter(django_filters.FilterSet):
    """Only what occurs among the rows is offered; a value that is not is left out, and said."""

    q = django_filters.CharFilter(
        label="Tìm",
        method="filter_text",
        validators=[has_words],
        help_text="Tên, hình thức, đơn vị, số quyết định; không cần gõ dấu.",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": MAX_LENGTH}),
    )
    ket_qua = django_filters.ChoiceFilter(
        label="Kết quả", field_name="status", choices=AwardStatus.choices, **_CHOICE
    )
    hinh_thuc = django_filters.ChoiceFilter(label="Hình thức", field_name="form__code", **_CHOICE)
    don_vi = UnitFilter(
        label="Đơn vị",
        method="filter_unit",
        queryset=Unit.objects.none(),
        to_field_name="slug",
        **_CHOICE,
    )

    class Meta:
        model = Award
        fields = ()

    def __init__(self, data: Any = None, queryset: QuerySet[Award] | None = None, **options: Any):
        super().__init__(data, queryset, **options)
        rows = self.queryset.order_by()
        used = AwardForm.objects.filter(pk__in=rows.values("form"))
        self.filters["hinh_thuc"].extra["choices"] = [(form.code, form.name) for form in used]
        self.filters["don_vi"].queryset = Unit.objects.filter(
            Q(pk__in=rows.values("unit")) | Q(pk__in=rows.values("recipient_unit"))
        )

    @property
    def is_asking(self) -> bool:
        """Whether any filter has a value."""
        return bool(self.form.changed_data)

    def filter_text(self, awards: QuerySet[Award], name: str, value: str) -> QuerySet[Award]:
        return awards.filter(
            contains_all(
                fold_terms(value, limit=MAX_LENGTH),
                "search_text",
                "form__search_text",
                "unit__search_text",
                "recipient_unit__search_text",
                "emulation_year__cluster__search_text",
                "decision__search_text",
                year="emulation_year__year",
            )
        )

    def filter_unit(self, awards: QuerySet[Award], name: str, unit: Unit) -> QuerySet[Award]:
        return awards.filter(Q(unit=unit) | Q(recipient_unit=unit))
