"""How many lines words stand in at least, from the kept totals: nobody looks at the lines.

Words such as "bằng khen" stand in the names of forms, units and clusters, and so in half of all
lines. That they are more than anybody counts is known from the totals of what bears those names.
"""

from collections.abc import Set

from awards.register.conditions import EVERYTHING, Sql, Words, parts_of_sight, smallest
from awards.register.sight import Sight

# A column of the totals, and the table of the names that it leads to.
_NAMED = (
    ("form", "awards_awardform"),
    ("unit", "clusters_unit"),
    ("cluster", "clusters_cluster"),
)


def known(
    words: Words,
    sight: Sight,
    *,
    is_unfinished: bool,
    within: Sql = EVERYTHING,
    by: Set[str] = frozenset(),
) -> Sql:
    """SQL for `lines`, as of `at_least`, of how many are `seen` by anybody, and how many `fitting`.

    Those fit which the reader sees `within` a condition, which asks by the dimensions `by`.
    """
    lines = at_least(words, sight, is_unfinished=is_unfinished)
    seen = _lines(parts_of_sight(sight)[0][0])
    fitting = [_lines(part & within, by | also) for part, also in parts_of_sight(sight)]
    together = " + ".join(f"({one.text})" for one in fitting)
    return Sql(
        f"SELECT lines, ({seen.text}) AS seen, {together} AS fitting"  # nosec B608
        f" FROM ({lines.text}) AS named",
        (*seen.params, *(param for one in fitting for param in one.params), *lines.params),
    )


def at_least(
    words: Words,
    sight: Sight,
    *,
    is_unfinished: bool,
    within: Sql = EVERYTHING,
    by: Set[str] = frozenset(),
) -> Sql:
    """SQL for `lines`: in so many that the reader sees do all `words` stand in one name.

    Only lines `within` a condition are counted, which asks by the dimensions `by`.
    """
    names = _all_in_a_name(words, is_unfinished=is_unfinished)
    seen, _ = parts_of_sight(sight)[0]  # the public lines, or all of them
    sums = [
        _lines(
            seen
            & within
            & Sql(f"{column} IN (SELECT id FROM {named} WHERE {names.text})", names.params),  # nosec B608
            by | {column},
        )
        for column, named in _NAMED
    ]
    together = " UNION ALL ".join(one.text for one in sums)
    return Sql(
        f"SELECT max(lines) AS lines FROM ({together}) AS sums",  # nosec B608
        tuple(param for one in sums for param in one.params),
    )


def _lines(where: Sql, by: Set[str] = frozenset()) -> Sql:
    """SQL for the `lines` of a condition that asks by the dimensions `by`, from the totals."""
    return Sql(
        f"SELECT coalesce(sum(lines), 0) AS lines FROM {smallest(by)}"  # nosec B608
        f" WHERE {where.text}",
        where.params,
    )


def _all_in_a_name(words: Words, *, is_unfinished: bool) -> Sql:
    """Folded names hold letters and digits with single spaces between, nothing that LIKE minds."""
    condition = Sql("1 = 1")
    for place, likes in enumerate(words, start=1):
        end = "%" if is_unfinished and place == len(words) else " %"
        either = " OR ".join(["' ' || search_text || ' ' LIKE %s"] * len(likes))
        condition &= Sql(f"({either})", tuple(f"% {word}{end}" for word in likes))
    return condition
