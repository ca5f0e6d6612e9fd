"""What the address of the register asks for, read without trusting any of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

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
PER_PAGE = 50
PLACED_BY = ("sort", "page", "sau", "truoc", "cuoi")  # what of an address says order and place
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


@dataclass(frozen=True)
class Problem:
    """What made no sense in the address, and what a page does instead; both in Vietnamese."""

    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.what}, nên {self.instead}."


@dataclass(frozen=True)
class Asked:
    """Filters, words, order and page; `problems` says what made no sense.

    Each of `words` is one or several of which one must stand in a line; of the last, when it
    `is_unfinished`, the beginning. `start` is where in the order the line stands that the page
    begins `after` or ends `before`.
    """

    filters: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    words: tuple[tuple[str, ...], ...] = ()
    is_unfinished: bool = False
    order: str = USUAL_ORDER
    after: int | None = None
    before: int | None = None
    is_last: bool = False
    start: tuple[Any, ...] | None = None
    problems: tuple[Problem, ...] = ()

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
            Problem(
                "Sổ không sắp xếp được theo cách đã ghi trong địa chỉ", "xếp năm mới nhất trước"
            )
        )
        order = USUAL_ORDER
    after, before = _key(query, "sau"), _key(query, "truoc")
    if (query.get("sau") and not after) or (query.get("truoc") and not before):
        problems.append(Problem("Địa chỉ không nêu đúng chỗ bắt đầu trang", "đây là trang đầu"))
        after = before = None
    if query.get("page", "") not in ("", "1"):
        problems.append(
            Problem(
                "Sổ không đánh số trang: dùng Trang sau, Trang trước, Trang cuối",
                "đây là trang đầu",
            )
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
