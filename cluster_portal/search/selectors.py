"""One search over everything that the reader may see, in a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from awards.register.sight import Sight
from cluster_portal.search.asked import Asked
from cluster_portal.search.finding import Found, FoundSort, Window, find
from cluster_portal.search.results import Group, Hit
from cluster_portal.search.sorts import rewards
from cluster_portal.search.sorts.meetings import conferences, pledges
from cluster_portal.search.sorts.papers import documents
from cluster_portal.search.sorts.places import clusters, units
from cluster_portal.search.sorts.subjects import indicators, movements, with_values
from cluster_portal.search.spelling import MOST_TERMS, corrected, is_word

ON_FIRST_PAGE = 10  # hits of each sort beside the others
ON_PAGE = 30  # hits of the only sort
_MOST_INDICATORS = 1000  # a catalogue, of which the reader sees those with values


@dataclass(frozen=True)
class Sort:
    """A sort of things: its key in the rows and in addresses, its name, and how it is shown."""

    key: str
    slug: str
    heading: str
    show: Callable[[list[Found], Asked, Any], list[Hit]]


SORTS = (
    Sort("unit", "don-vi", "Đơn vị", units),
    Sort("cluster", "cum", "Cụm, khối thi đua", clusters),
    Sort("conference", "hoi-nghi", "Hội nghị", conferences),
    Sort("pledge", "giao-uoc", "Giao ước thi đua", pledges),
    Sort("movement", "phong-trao", "Phong trào thi đua", movements),
    Sort("indicator", "chi-tieu", "Chỉ tiêu", indicators),
    Sort("document", "van-ban", "Văn bản", documents),
)
SLUGS = (*(sort.slug for sort in SORTS), rewards.KEY)


@dataclass(frozen=True)
class Answer:
    """Groups of hits, the best first; `meant` is what was looked for in place of what was typed."""

    groups: list[Group]
    meant: str = ""


def search(user: Any, asked: Asked, typed: str, *, only: str = "", page: int = 1) -> Answer:
    """Look for `asked`, which somebody `typed`; hits of the sort `only`, or the first of each.

    When nothing is found, words that occur stand for those that are one slip away.
    """
    sight = Sight.of(user)
    is_open = not sight.everything
    if not asked.last.phrases and not is_word(asked.last.words[0], is_open=is_open):
        asked = asked.left_open()
    groups = _groups(user, asked, typed, sight, only, page)
    if groups:
        return Answer(groups)
    if len(asked.terms) > MOST_TERMS:
        return Answer([])
    meant = corrected(asked, sight)
    if meant:
        typed = meant.phrase
    groups = _groups(user, meant or asked, typed, sight, only, page, nearest=True)
    return Answer(groups, meant.phrase if groups and meant else "")


def _groups(
    user: Any,
    asked: Asked,
    typed: str,
    sight: Sight,
    only: str,
    page: int,
    *,
    nearest: bool = False,
) -> list[Group]:
    found = find(asked, sight, _windows(only, page))
    groups = [
        _group(sort, found[sort.key], asked, user, only, page)
        for sort in SORTS
        if sort.key in found
    ]
    groups.append(rewards.awards(asked, typed, user, _count(rewards.KEY, only), nearest=nearest))
    # A sort stays where it is among those whose best hits fit as well.
    return sorted((group for group in groups if group.total), key=lambda group: group.best)


def _count(slug: str, only: str) -> int:
    if only:
        return ON_PAGE if slug == only else 0
    return ON_FIRST_PAGE


def _windows(only: str, page: int) -> dict[str, Window]:
    windows = {}
    for sort in SORTS:
        count = _count(sort.slug, only)
        windows[sort.key] = Window((page - 1) * count, count)
    return windows | {"indicator": Window(0, _MOST_INDICATORS)}


def _group(sort: Sort, found: FoundSort, asked: Asked, user: Any, only: str, page: int) -> Group:
    total, things = found.total, found.things
    if sort.key == "indicator":
        things = with_values(things, user)
        total, count = len(things), _count(sort.slug, only)
        things = things[(page - 1) * count : page * count]
    hits = sort.show(things, asked, user) if things else []
    return Group(sort.slug, sort.heading, total, hits, best=found.best)
