"""The answers that the filters of the register offer."""

from typing import Any

from django.db.models.expressions import RawSQL

from awards.models import (
    AwardForm,
    AwardLevel,
    AwardStatus,
    CommendationType,
    RecipientKind,
)
from awards.register.asked import Choice
from awards.register.conditions import forms_of_sight
from awards.register.sight import Sight
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Cluster, Unit


def read_choices(user: Any, sight: Sight) -> dict[str, list[Choice]]:
    """Every answer that makes sense to `user`, by facet, in the order of the lists: three queries.

    Forms are those of lines that he sees: another may tell of a draft. Two laws may name one form
    alike, under one code.
    """
    seen_clusters = Cluster.objects.for_user(user)
    rows = list(seen_clusters.values_list("slug", "short_name", "pk", "years__year"))
    clusters = list(dict.fromkeys(row[:3] for row in rows))
    years = sorted({year for *_, year in rows if year}, reverse=True)
    codes: dict[str, tuple[str, list[int]]] = {}
    levels: dict[str, list[int]] = {level.value: [] for level in AwardLevel}
    seen = forms_of_sight(sight)
    given = AwardForm.objects.filter(pk__in=RawSQL(seen.text, seen.params))  # nosec B611
    forms = given.order_by("order", "sort_key", "valid_from", "pk")
    for pk, code, name, level in forms.values_list("pk", "code", "name", "level"):
        _, keys = codes.get(code, ("", []))
        codes[code] = (name, [*keys, pk])
        levels.setdefault(level, []).append(pk)
    return {
        "nam": [Choice(str(year), str(year), (year,)) for year in years],
        "cum": [Choice(slug, name, (pk,)) for slug, name, pk in clusters],
        "don_vi": [
            Choice(unit.slug, unit_label(unit), (unit.pk,))
            for unit in Unit.objects.only("slug", "name", "valid_to")
        ],
        "hinh_thuc": [Choice(code, name, tuple(keys)) for code, (name, keys) in codes.items()],
        "cap": [Choice(level, AwardLevel(level).label, tuple(levels[level])) for level in levels],
        "loai": _labelled(CommendationType),
        "doi_tuong": _labelled(RecipientKind),
        "ket_qua": _labelled(AwardStatus),
    }


def unit_label(unit: Unit) -> str:
    """Tells a unit of today from one of the same name that was merged away."""
    return f"{unit.name} (đến {format_date(unit.valid_to)})" if unit.valid_to else unit.name


def _labelled(choices: Any) -> list[Choice]:
    return [Choice(choice.value, choice.label, (choice.value,)) for choice in choices]
