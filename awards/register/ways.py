"""Which way leads to the first lines of words that stand in many: said in SQL, chosen in the query.

One way takes a hundred times as long as another. What is known by then is how many lines the public
sees (`seen`) and hold the words in a name (`named`), how many the reader sees that fit the filters
(`fitting`), and how far `apart` the first lines are that were found: as a rule they stand in the
order in which they were written, so that the first tell of all. A wrong choice costs time and finds
the same.
"""

from awards.register.asked import ORDERS, Asked
from awards.register.conditions import Sql, is_year, of_filters

# All lines are among the `hits` that were looked up, or the nearest in the order hold the words;
# they are looked up year by year, or gathered from all indexes that know of them.
HITS, NEAREST, YEARS, GATHERED = "hits", "nearest", "years", "gathered"
# All hits are read of words that seem to stand in `FEW` lines; of those in `MANY` never; of others
# when nothing else finds the page, and in other orders than that of years of words in `SOME`.
FEW, SOME, MANY = 6_000, 15_000, 40_000
# Words are common if they are named in so many lines that reading as many as have to be read until
# as many are found as are counted is less work than gathering theirs. So are words of which as many
# lines as are counted were written one soon after the other.
WORTH, DENSE = 2, 4
MOST_NEAR = 3_000  # lines next in the order
MOST_READ = 10_000  # lines that fit the filters, to count those that hold common words


def are_hits(asked: Asked, most: int) -> str:
    """SQL: whether all lines may be read from the hits. Those of one year tell only of it."""
    few = "FALSE" if names_year(asked) else f"{most} * seen <= {MANY} * apart"
    return f"named <= {most_named(asked, most)} AND {few}"


def most_named(asked: Asked, most: int) -> int:
    """Words that are named in more lines are not looked up; filters may leave few of those."""
    return most_hits(most) if asked.filters else most


def most_hits(most: int) -> int:
    """So many lines are looked up at most, so that there are hits beyond those that are counted."""
    return max(MANY, most)


def first_choice(asked: Asked, most: int) -> Sql:
    """SQL of the way that is tried first."""
    tries = [
        (HITS, f"lines <= {most} OR are_hits AND {most} * seen <= {FEW} * apart"),
    ]
    if names_year(asked):
        return Sql(_first_of([*tries, (GATHERED, "TRUE")]))
    filters = of_filters(asked.filters)
    if asked.filters:
        fit = counting(f"hits WHERE {filters.text}", most)
        tries += [
            (GATHERED, f"fitting <= {MOST_NEAR}"),
            (HITS, f"are_hits AND {fit} <= {most}"),  # all had to be read to see it
        ]
        if not is_by_year(asked):
            tries.append((GATHERED, f"NOT are_hits AND fitting <= {MANY}"))
        tries.append((NEAREST, "NOT are_hits"))
    if is_by_year(asked):
        tries += [
            (NEAREST, f"{most} * seen < {WORTH} * named * named"),
            (NEAREST, f"apart < {DENSE * most}"),
            (YEARS, "TRUE"),
        ]
    else:
        tries += [
            (HITS, f"are_hits AND {most} * seen <= {SOME} * apart"),
            (NEAREST, "TRUE"),
        ]
    return Sql(_first_of(tries), filters.params if asked.filters else ())


def _first_of(tries: list[tuple[str, str]]) -> str:
    """SQL of the first of the ways whose condition holds."""
    whens = " ".join(f"WHEN {when} THEN '{way}'" for way, when in tries)
    return f"CASE {whens} END"


def other_choice(asked: Asked) -> str:
    """SQL of the way that is gone when the nearest lines do not do."""
    by_year = "FALSE"
    if is_by_year(asked):
        by_year = f"fitting > {MANY}" if asked.filters else "TRUE"
    return f"CASE WHEN are_hits THEN '{HITS}' WHEN {by_year} THEN '{YEARS}' ELSE '{GATHERED}' END"


def is_by_year(asked: Asked) -> bool:
    """Whether the order is that of years, from the newest or from the oldest."""
    columns, _ = ORDERS[asked.order]
    return columns[0] == "newest_first"


def names_year(asked: Asked) -> bool:
    """Whether one of the words is a year: nearly all their lines are then of it."""
    return any(is_year(likes) for likes in asked.words)


def counting(rows: str, most: int) -> str:
    """SQL: how many `rows` there are, one more than `most` at most."""
    return f"(SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT {most + 1}) AS found)"  # nosec B608
