"""What the address of the register asks for, read without trusting any of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from awards.models import (
    AwardForm,
    AwardLevel,
    AwardStatus,
    CommendationType,
    RecipientKind,
)
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Cluster, EmulationYear, Unit

USUAL_ORDER = "-year"
# By the name in the address: the columns, and whether it runs against them.
ORDERS = {
    "-year": (("newest_first", "sort_key", "award_id"), False),
    "year": (("newest_first", "sort_key", "award_id"), True),
    "recipient": (("sort_key", "award_id"), False),
    "-recipient": (("sort_key", "award_id"), True),
    "-count": (("largest_first", "award_id"), False),
    "count": (("largest_first", "award_id"), True),
}
_MAX_DIGITS = 18


@dataclass(frozen=True)
class Facet:
    """A question with a list of answers: its name in the address, its column in the register."""

    name: str
    label: str
    dimension: str


FACETS = (
    Facet("nam", "Năm", "year"),
    Facet("cum", "Cụm, khối", "cluster"),
    Facet("don_vi", "Đơn vị", "unit"),
    Facet("hinh_thuc", "Hình thức", "form"),
    Facet("cap", "Cấp khen thưởng", "form"),
    Facet("loai", "Loại khen thưởng", "commendation_type"),
    Facet("doi_tuong", "Đối tượng", "recipient_kind"),
    Facet("ket_qua", "Kết quả", "status"),
)
FACET = {facet.name: facet for facet in FACETS}


@dataclass(frozen=True)
class Choice:
    """An answer: its value in the address, its label, the keys that it stands for in the lines."""

    value: str
    label: str
    keys: tuple[Any, ...]


def read_choices(user: Any) -> dict[str, list[Choice]]:
    """Every answer that makes sense to `user`, by facet, in the order of the lists: four queries.

    Two laws may name one form alike, under one code.
    """
    clusters = list(Cluster.objects.for_user(user).values_list("slug", "short_name", "pk"))
    years = (
        EmulationYear.objects.filter(cluster__in=[pk for _, _, pk in clusters])
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )
    codes: dict[str, tuple[str, list[int]]] = {}
    levels: dict[str, list[int]] = {level.value: [] for level in AwardLevel}
    forms = AwardForm.objects.order_by("order", "sort_key", "valid_from", "pk")
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


@dataclass(frozen=True)
class Asked:
    """Filters, words, order and page; `problems` says in Vietnamese what made no sense.

    Each of `words` is one or several of which one must stand in a line; of the last, when it
    `is_unfinished`, the beginning.
    """

    filters: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    words: tuple[tuple[str, ...], ...] = ()
    is_unfinished: bool = False
    order: str = USUAL_ORDER
    after: int | None = None
    before: int | None = None
    is_last: bool = False
    problems: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order and the page is asked for."""
        return bool(self.filters or self.words)

    @property
    def runs_back(self) -> bool:
        """Whether rows are read from the end of the order towards its beginning."""
        _, is_reversed = ORDERS[self.order]
        return is_reversed != (self.before is not None or self.is_last)


def read_asked(
    query: QueryDict, filters: dict[str, tuple[Any, ...]], words: Iterable[str]
) -> Asked:
    """The order and page of the address, with `filters` and folded `words` that a form has read."""
    problems = []
    order = query.get("sort", "") or USUAL_ORDER
    if order not in ORDERS:
        problems.append(
            "Sổ không sắp xếp được theo cách đã ghi trong địa chỉ, nên xếp năm mới nhất trước."
        )
        order = USUAL_ORDER
    after, before = _key(query, "sau"), _key(query, "truoc")
    if (query.get("sau") and not after) or (query.get("truoc") and not before):
        problems.append("Địa chỉ không nêu đúng chỗ bắt đầu trang, nên đây là trang đầu.")
        after = before = None
    if query.get("page", "") not in ("", "1"):
        problems.append(
            "Sổ không đánh số trang: dùng Trang sau, Trang trước, Trang cuối. Đây là trang đầu."
        )
    return Asked(
        filters=filters,
        words=tuple((word,) for word in words),
        order=order,
        after=after,
        before=None if after else before,
        is_last=bool(query.get("cuoi")) and not after and not before,
        problems=tuple(problems),
    )


def _key(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None
