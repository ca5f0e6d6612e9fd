"""What filters of awards have in common."""

import django_filters
from django.core.exceptions import ValidationError

from awards.register.choices import unit_label
from cluster_portal.vietnamese.folding import fold
from clusters.models import Unit

NOT_IN_LIST = "Không có trong danh sách."


def has_words(text: str) -> None:
    """Raise ValidationError for a query of signs alone, in which nothing can be looked for."""
    if text and not fold(text):
        raise ValidationError("Câu tìm phải có chữ hoặc số.")


class UnitChoiceField(django_filters.fields.ModelChoiceField):
    """Tells a unit of today from one of the same name that was merged away."""

    def label_from_instance(self, unit: Unit) -> str:
        return unit_label(unit)


class UnitFilter(django_filters.ModelChoiceFilter):
    field_class = UnitChoiceField
