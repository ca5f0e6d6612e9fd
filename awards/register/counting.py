"""How many lines there are of each answer, from the kept totals, in one query."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from awards import keeping
from awards.models import AwardStatus
from awards.register.asked import FACETS, ORDERS, PER_PAGE, Asked
from awards.register.conditions import (
    Sql,
    dimensions_of,
    of_filters,
    of_sight,
    of_words,
    parts_of_sight,
    smallest,
)
from awards.register.gathering import fitting_of_many, page_selects, told
from awards.register.sight import Sight
from awards.selectors import Totals
from cluster_portal.vietnamese.numbers import format_number

# So many lines of words are counted: beyond, "more than".
MOST_COUNTED = 2_000
TOO_MANY = "Các từ này có trong quá nhiều dòng nên không đếm từng bộ lọc. Gõ thêm từ để thu hẹp."
_TOTALS, _HITS, _OF_MANY, _PAGE = "totals", "hits", "of many", "page"
# PostgreSQL's sums are numbers of any size, which Python reads much more slowly.
_RECIPIENTS = "CAST(sum(recipients) AS bigint), CAST(sum(uncounted) AS bigint)"
_SUMS = f"CAST(sum(lines) AS bigint), {_RECIPIENTS}"
_COUNTS = f"count(*), {_RECIPIENTS}"


@dataclass
class Counted:
    """Totals of what is asked for, and by facet and key the lines that each answer would leave.

    Where words stand in more than `MOST_COUNTED` lines, `is_more` says so: then answers are not
    counted, nor are recipients, and `lines` only up to one more. If `is_least`, not all lines were
    read and there are `lines` at least. Of words, `keys` are those of the page and the next one.
    """

    lines: int = 0
    totals: Totals | None = None
    answers: dict[str, dict[Any, int]] = field(default_factory=dict)
    is_more: bool = False
    is_least: bool = False
    keys: list[int] | None = None

    @property
    def more_than(self) -> int | None:
        """A number that the lines exceed, where nobody has counted on; None: `lines` are all."""
        if self.is_more and self.lines > MOST_COUNTED:
            return MOST_COUNTED
        return self.lines - 1 if self.is_least else None

    @property
    def words(self) -> str:
        """What was counted: "7 dòng; 5 lượt được tặng", "Hơn 2.000 dòng"."""
        if self.totals:
            return self.totals.words
        if self.more_than is not None:
            return f"Hơn {format_number(self.more_than)} dòng"
        return f"{format_number(self.lines)} dòng"

    @property
    def why_not_more(self) -> str:
        """Why recipients and answers are not counted, where they are not."""
        return TOO_MANY if self.is_more else ""

    def of(self, facet: str, keys: tuple[Any, ...]) -> int:
        """Lines of the answer that stands for `keys`."""
        counts = self.answers.get(facet, {})
        return sum(counts.get(str(key), 0) for key in keys)


def count(asked: Asked, sight: Sight) -> Counted:
    """Count what `asked` finds among the lines that the reader sees."""
    counted = _read(asked, _of_hits(asked, sight) if asked.words else _of_tallies(asked, sight))
    if counted.is_least and counted.lines <= PER_PAGE:  # a later page: the first one tells more
        first = replace(asked, after=None, before=None, is_last=False, start=None)
        return replace(count(first, sight), keys=counted.keys)
    return counted


def _questions(asked: Asked) -> dict[tuple[str, str], list[str]]:
    """Which facets may be answered at once: those of one dimension under the same filters."""
    questions: dict[tuple[str, str], list[str]] = {}
    for facet in FACETS:
        without = facet.name if facet.name in asked.filters else ""
        questions.setdefault((facet.dimension, without), []).append(facet.name)
    return questions


def _of_tallies(asked: Asked, sight: Sight) -> Sql:
    selects = []
    for dimension, without in _questions(asked):
        condition = of_filters(asked.filters, but=without)
        needed = {dimension} | dimensions_of(asked.filters, but=without)
        selects += _sums(f"{dimension}/{without}", dimension, needed, condition, sight)
    needed = {"status"} | dimensions_of(asked.filters)
    selects += _sums(_TOTALS, "status", needed, of_filters(asked.filters), sight)
    return _together(selects)


def _sums(name: str, dimension: str, needed: set[str], condition: Sql, sight: Sight) -> list[Sql]:
    selects = []
    for part, also in parts_of_sight(sight):
        table = smallest(needed | also)
        where = part & condition
        selects.append(
            Sql(
                f"SELECT '{name}', CAST({dimension} AS text), {_SUMS} FROM {table}"  # nosec B608
                f" WHERE {where.text} GROUP BY {dimension}",
                where.params,
            )
        )
    return selects


def _of_hits(asked: Asked, sight: Sight) -> Sql:
    """The same of the lines in which words stand; of more than are counted only how many fit."""
    order, _ = ORDERS[asked.order]
    counted = (*keeping.DIMENSIONS["awards_fulltally"], "recipients", "uncounted")
    columns = Sql(", ".join((*counted, *order)))
    hits = told(asked, sight, columns, MOST_COUNTED, PER_PAGE + 1)
    selects = [
        Sql(f"SELECT '{_HITS}', '', lines, 0, 0 FROM told"),  # nosec B608
        *page_selects(asked, sight, _PAGE, MOST_COUNTED),
    ]
    asks = [
        (f"{dimension}/{without}", dimension, without) for dimension, without in _questions(asked)
    ]
    for name, dimension, without in (*asks, (_TOTALS, "status", "")):
        condition = of_filters(asked.filters, but=without)
        selects.append(
            Sql(
                f"SELECT '{name}', CAST({dimension} AS text), {_COUNTS} FROM hits"  # nosec B608
                f" WHERE (SELECT lines FROM told) <= {MOST_COUNTED} AND {condition.text}"
                f" GROUP BY {dimension}",
                condition.params,
            )
        )
    if asked.filters:
        selects.append(_of_many(asked, sight))
    together = _together(selects)
    return Sql(f"{hits.text} {together.text}", (*hits.params, *together.params))


def _of_many(asked: Asked, sight: Sight) -> Sql:
    """How many lines fit the filters where words stand in more than are counted; to the limit."""
    found = fitting_of_many(asked, sight, MOST_COUNTED)
    return Sql(
        f"SELECT '{_OF_MANY}', '', {found.text}, 0 FROM told WHERE lines > {MOST_COUNTED}",  # nosec B608
        found.params,
    )


def _together(selects: list[Sql]) -> Sql:
    return Sql(
        " UNION ALL ".join(select.text for select in selects),
        tuple(param for select in selects for param in select.params),
    )


def _read(asked: Asked, query: Sql) -> Counted:
    counted = Counted()
    by_question: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {status.value: 0 for status in AwardStatus}
    uncounted, of_many, is_least = 0, 0, False
    page: list[tuple[int, int]] = []
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        for name, key, lines, recipients, without_number in cursor.fetchall():
            if name == _HITS:
                counted.is_more = lines > MOST_COUNTED
            elif name == _OF_MANY:
                of_many, is_least = lines, recipients == 1
            elif name == _PAGE:
                page.append((lines, int(key)))
            elif name == _TOTALS:
                totals[key] = totals.get(key, 0) + recipients
                counted.lines += lines
                uncounted += without_number
            else:
                answers = by_question.setdefault(name, {})
                answers[key] = answers.get(key, 0) + lines
    if asked.words:
        counted.keys = [key for _, key in sorted(page)]
    if counted.is_more:
        if not asked.filters:
            return Counted(MOST_COUNTED + 1, is_more=True, keys=counted.keys)
        return _of_many_and_page(asked, of_many, counted.keys, is_least=is_least)
    counted.totals = Totals(rows=counted.lines, uncounted=uncounted, **totals)
    for (dimension, without), facets in _questions(asked).items():
        for facet in facets:
            counted.answers[facet] = by_question.get(f"{dimension}/{without}", {})
    return counted


def _of_many_and_page(asked: Asked, lines: int, keys: list[int], *, is_least: bool) -> Counted:
    """Where not all that fit were read, a page that is all there is tells how many they are."""
    if is_least:
        lines = max(lines, len(keys))
        if asked.start is None and len(keys) <= PER_PAGE:
            lines, is_least = len(keys), False
    is_least = is_least and lines <= MOST_COUNTED
    return Counted(min(lines, MOST_COUNTED + 1), is_more=True, is_least=is_least, keys=keys)


def condition_of(asked: Asked, sight: Sight) -> Sql:
    """The lines that the reader sees of what is asked for."""
    seen = (
        of_words(asked.words, sight, is_unfinished=asked.is_unfinished)
        if asked.words
        else of_sight(sight)
    )
    return seen & of_filters(asked.filters, is_ordered=True) if asked.filters else seen
