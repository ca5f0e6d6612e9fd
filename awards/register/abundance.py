"""How many lines words stand in at least, from the kept totals: nobody looks at the lines.

A line bears the names of its form, its unit and its cluster: "bằng khen" stands in half of all
lines, "bằng khen Nam Định" in all of that form which that unit gave or got. That they are more than
anybody counts is known from the totals by those names.
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
    """SQL for `lines`, how many are `seen` by anybody, and how many `fitting`.

    `lines`: the names of at least so many that the reader sees together hold all `words`. Those fit
    which he sees `within` a condition, which asks by the dimensions `by`.
    """
    lines = _in_names_together(words, sight, is_unfinished=is_unfinished)
    seen = _lines(parts_of_sight(sight)[0][0])
    fitting = [_lines(part & within, by | also) for part, also in parts_of_sight(sight)]
    together = " + ".join(f"({one.text})" for one in fitting)
    return Sql(
        f"SELECT lines, ({seen.text}) AS seen, {together} AS fitting"  # nosec B608
        f" FROM ({lines.text}) AS named",
        (*seen.params, *(param for one in fitting for param in one.params), *lines.params),
    )


def _in_names_together(words: Words, sight: Sight, *, is_unfinished: bool) -> Sql:
    """SQL for `lines`: of so many that the reader sees do the names together hold all `words`."""
    seen, _ = parts_of_sight(sight)[0]  # the public lines, or all of them
    holds = _each_in_a_name(words, is_unfinished=is_unfinished)
    flags = [f"word_{place}" for place, _ in enumerate(words, start=1)]
    compared = ", ".join(
        f"CASE WHEN {one.text} THEN 1 ELSE 0 END AS {flag}"
        for flag, one in zip(flags, holds, strict=True)
    )
    columns = [column for column, _ in _NAMED]
    # Each name is compared once, not once for each total; the whole cluster's unit is 0.
    no_name = f"SELECT 0{', 0' * len(flags)}"  # nosec B608
    names = ", ".join(
        f"{column}_names AS MATERIALIZED (SELECT id, {compared} FROM {table} UNION ALL {no_name})"  # nosec B608
        for column, table in _NAMED
    )
    every_name = " UNION ALL ".join(
        f"SELECT {', '.join(flags)} FROM {column}_names"  # nosec B608
        for column in columns
    )
    joins = " ".join(
        f"JOIN {column}_names ON {column}_names.id = total.{column}" for column in columns
    )
    here = " AND ".join(
        f"{' + '.join(f'{column}_names.{flag}' for column in columns)} > 0" for flag in flags
    )
    # No total is read where one of the words stands in no name at all.
    anywhere = " * ".join(f"max({flag})" for flag in flags)
    return Sql(
        f"WITH {names} SELECT coalesce(sum(lines), 0) AS lines"  # nosec B608
        f" FROM awards_tallyofnames AS total {joins} WHERE {seen.text}"
        f" AND (SELECT {anywhere} FROM ({every_name}) AS every_name) = 1 AND {here}",
        (*[param for one in holds for param in one.params] * len(_NAMED), *seen.params),
    )


def in_one_name(
    words: Words,
    sight: Sight,
    *,
    is_unfinished: bool,
    within: Sql = EVERYTHING,
    by: Set[str] = frozenset(),
) -> Sql:
    """SQL for `lines`: in so many that the reader sees do all `words` stand in one name.

    Only lines `within` a condition are counted, which asks by the dimensions `by`; the totals that
    are kept by names alone know nothing of others.
    """
    names = EVERYTHING
    for one in _each_in_a_name(words, is_unfinished=is_unfinished):
        names &= one
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


def _each_in_a_name(words: Words, *, is_unfinished: bool) -> list[Sql]:
    """Of each word, whether a name holds it.

    Folded names hold letters and digits with single spaces between, nothing that LIKE minds.
    """
    conditions = []
    for place, likes in enumerate(words, start=1):
        end = "%" if is_unfinished and place == len(words) else " %"
        either = " OR ".join(["' ' || search_text || ' ' LIKE %s"] * len(likes))
        conditions.append(Sql(f"({either})", tuple(f"% {word}{end}" for word in likes)))
    return conditions
