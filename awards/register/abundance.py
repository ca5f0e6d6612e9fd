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

    Of the `lines` that the reader sees at least so many bear names in which all `words` stand.
    Those fit which he sees `within` a condition, which asks by the dimensions `by`.
    """
    lines = _in_names(words, sight, is_unfinished=is_unfinished)
    seen = _lines(parts_of_sight(sight)[0][0])
    fitting = [_lines(part & within, by | also) for part, also in parts_of_sight(sight)]
    together = " + ".join(f"({one.text})" for one in fitting)
    return Sql(
        f"SELECT lines, ({seen.text}) AS seen, {together} AS fitting"  # nosec B608
        f" FROM ({lines.text}) AS named",
        (*seen.params, *(param for one in fitting for param in one.params), *lines.params),
    )


def _in_names(words: Words, sight: Sight, *, is_unfinished: bool) -> Sql:
    """SQL for `lines`: so many that the reader sees bear names in which all `words` stand.

    Where a word stands in no name at all, no total is read.
    """
    seen, _ = parts_of_sight(sight)[0]  # the public lines, or all of them
    each = [
        _in_a_name(word, is_unfinished=is_unfinished and place == len(words))
        for place, word in enumerate(words, start=1)
    ]
    flags = [f"word_{place}" for place, _ in enumerate(words, start=1)]
    stands = ", ".join(
        f"CASE WHEN {one.text} THEN 1 ELSE 0 END AS {flag}"
        for flag, one in zip(flags, each, strict=True)
    )
    nowhere = ", ".join(["0"] * len(flags))  # the whole cluster has no unit
    columns = [column for column, _ in _NAMED]
    names = ", ".join(
        f"{column}_names AS MATERIALIZED (SELECT id, {stands} FROM {table}"  # nosec B608
        f" UNION ALL SELECT 0, {nowhere})"
        for column, table in _NAMED
    )
    joins = " ".join(
        f"JOIN {column}_names ON {column}_names.id = total.{column}" for column in columns
    )
    condition = seen.text
    for flag in flags:
        anywhere = " + ".join(f"(SELECT max({flag}) FROM {column}_names)" for column in columns)  # nosec B608
        here = " + ".join(f"{column}_names.{flag}" for column in columns)
        condition += f" AND {anywhere} > 0 AND {here} > 0"
    return Sql(
        f"WITH {names} SELECT coalesce(sum(lines), 0) AS lines"  # nosec B608
        f" FROM awards_tallyofnames AS total {joins} WHERE {condition}",
        (*[param for one in each for param in one.params] * len(_NAMED), *seen.params),
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
    condition = EVERYTHING
    for place, likes in enumerate(words, start=1):
        condition &= _in_a_name(likes, is_unfinished=is_unfinished and place == len(words))
    return condition


def _in_a_name(likes: tuple[str, ...], *, is_unfinished: bool) -> Sql:
    """Folded names hold letters and digits with single spaces between, nothing that LIKE minds."""
    either = " OR ".join(["' ' || search_text || ' ' LIKE %s"] * len(likes))
    end = "%" if is_unfinished else " %"
    return Sql(f"({either})", tuple(f"% {word}{end}" for word in likes))
