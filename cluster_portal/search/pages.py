"""Addresses of a search: one sort of things alone, and its pages."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from cluster_portal.search.results import Group
from cluster_portal.search.selectors import ON_PAGE


@dataclass(frozen=True)
class Choice:
    """A sort that one may look at alone, or all of them, with how many were found."""

    label: str
    total: int
    address: str
    is_chosen: bool
    is_more: bool = False


def choices(groups: list[Group], typed: str, only: str) -> list[Choice]:
    """All sorts together, then each in which something was found."""
    total = sum(group.total for group in groups)
    is_more = any(group.is_more for group in groups)
    return [
        Choice("Tất cả", total, _address(typed), not only, is_more),
        *(
            Choice(
                group.heading,
                group.total,
                _address(typed, group.key),
                group.key == only,
                group.is_more,
            )
            for group in groups
        ),
    ]


@dataclass(frozen=True)
class Pages:
    """Which hits of a sort are shown, from 1, and the addresses of the pages beside."""

    first: int
    last: int
    total: int
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, group: Group, typed: str, page: int) -> Self:
        """The page of a group that is shown alone."""
        start = (page - 1) * ON_PAGE
        shown = len(group.hits)
        # Awards have the pages of their register.
        more = not group.all_address and start + ON_PAGE < group.total
        return cls(
            first=start + 1,
            last=start + shown,
            total=group.total,
            before=_address(typed, group.key, page - 1) if page > 1 and shown else "",
            after=_address(typed, group.key, page + 1) if more and shown else "",
        )


def _address(typed: str, slug: str = "", page: int = 1) -> str:
    asked = {"q": typed} | ({"loai": slug} if slug else {}) | ({"page": page} if page > 1 else {})
    return f"?{urlencode(asked)}"
