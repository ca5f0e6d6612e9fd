"""The part of the page that tells how fast pages are at the size of the country."""

import json
import subprocess
import sys
import textwrap
from collections.abc import Iterable
from typing import Any

from bench.country.measuring import PASSES, STEPS, high, middle, undisturbed

HEADING = "## At the size of the country"
PER_PAGE = 50  # lines of a page of the register
MOST, GROWTH = 100, 1.5  # milliseconds of server time; time with many awards by that with few
_SERVER = (
    "--encoding=UTF8 --locale=C.UTF-8",
    "synchronous_commit=off",
    "shared_buffers=512MB",
    "maintenance_work_mem=256MB",
    "max_wal_size=4GB",
)


def country_section(few: int, many: int, rounds: int) -> list[str]:
    """Measure over a PostgreSQL server made for it alone, which takes minutes."""
    encoding, *settings = _SERVER
    options = [part for setting in settings for part in ("-o", setting)]
    command = [sys.executable, "-m", "bench.country.measuring"]
    sizes = [f"--few={few}", f"--many={many}", f"--rounds={rounds}"]
    found = subprocess.run(  # nosec B603 B607
        ["pg_virtualenv", "-t", "-c", encoding, *options, *command, *sizes],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    # The lines of whoever makes and drops the server stand around it.
    told = next(line for line in found.stdout.splitlines() if line.startswith("{"))
    return section(json.loads(told), rounds)


def section(found: dict[str, Any], rounds: int) -> list[str]:
    """The figures as Markdown."""
    few, many = (f"{number:,}" for number in found["awards"])
    pages = [_told(page) for page in found["pages"]]
    return [
        HEADING,
        "",
        "Made by `manage.py generate_country`: 8 clusters, 20 years, 60 indicators, a database",
        f"with {few} awards and one with {many} on one PostgreSQL server made for this run, each",
        "served by a process of its own. Milliseconds of server time: from the call of the",
        "portal's WSGI application until its answer is closed, in a process that has answered",
        "before; no page, no result is cached. The two are asked in turn. “Central board” is",
        "signed in and sees every draft. “Lines” are those that a page finds with few and with",
        "many awards. It shows 50 of them: where few awards have fewer, their page is shorter.",
        "",
        *_how_disturbed(pages, rounds),
        "",
        "Datasette serves the same public awards with the same facets and filters, in a process of",
        "its own, as its documentation advises: indexes on each facet, FTS5, immutable, counts",
        "inspected, all facets answered. It knows no drafts, no rights and no private names.",
        "",
        f"| Page | p50, {few} | p95, {few} | p50, {many} | p95, {many} | ratio | queries | lines |"
        " Datasette p50 | × portal |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_line(page) for page in pages),
        "",
        _verdict(
            f"p95 over {MOST} ms with {many} awards",
            (f"{page['page']} ({high(page['many']):.0f})" for page in pages if _is_slow(page)),
        ),
        "",
        _verdict(
            f"p50 with {many} awards over {GROWTH} times that with {few}",
            map(_grown, filter(lambda page: _ratio(page) > GROWTH, pages)),
        ),
        "",
        _verdict(
            "Another number of queries with more awards",
            (page["page"] for page in pages if len(set(page["queries"])) > 1),
        ),
    ]


def _told(page: dict[str, Any]) -> dict[str, Any]:
    """The page with the times that count, and those with many awards in `every` round."""
    few, many, loop = (list(times) for times in zip(*undisturbed(page["rounds"]), strict=True))
    other = [time for time, _ in undisturbed(page["datasette"])]
    every = [time for _, time, _ in page["rounds"]]
    return page | {"few": few, "many": many, "loop": loop, "datasette": other, "every": every}


def _how_disturbed(pages: list[dict[str, Any]], rounds: int) -> list[str]:
    """Which rounds are told, and what that does to the figures."""
    told = [loop for page in pages for loop in page["loop"]]
    every = [loop for page in pages for *_, loop in page["rounds"]]
    slow = [page for page in pages if high(page["every"]) > MOST]
    return textwrap.wrap(
        "A virtual machine has its hardware not for itself. So all pages were asked for in"
        f" {PASSES} passes of {rounds} rounds, and before and after each answer a core added up"
        f" {STEPS:,} numbers in Python. Told are, of each page, the {rounds} rounds in which the"
        " slowest of these loops was the fastest, and a third of Datasette's by the same rule;"
        " their own times play no part in the choice. The loop took"
        f" {min(told):.1f} ms at least, at p95 {high(told):.1f} in the rounds told and"
        f" {high(every):.1f} in all. Pages over {MOST} ms at p95 with many awards, were all rounds"
        f" told: {len(slow)}.",
        width=95,
    )


def _line(page: dict[str, Any]) -> str:
    times = [f"{measure(page[size]):.0f}" for size in ("few", "many") for measure in (middle, high)]
    queries = " → ".join(map(str, dict.fromkeys(page["queries"])))
    other = middle(page["datasette"]) if page["datasette"] else None
    compared = [f"{other:,.0f}", f"{other / middle(page['many']):.1f}"] if other else ["–", "–"]
    lines = " → ".join(dict.fromkeys(page["lines"])) or "–"
    cells = [page["page"], *times, f"{_ratio(page):.2f}", queries, lines, *compared]
    return f"| {' | '.join(cells)} |"


def _grown(page: dict[str, Any]) -> str:
    """By how much a page grew, and whether it has more lines to show than with few awards."""
    shown = [_shown(lines) for lines in page["lines"]]
    longer = ""
    if len(set(shown)) > 1 and None not in shown:
        longer = f", a page of {shown[0]} lines beside one of {shown[-1]}"
    return f"{page['page']} ({_ratio(page):.2f}{longer})"


def _shown(lines: str) -> int | None:
    """How many of the lines that a page tells ("1,509", "2,000+") stand on it."""
    number = lines.replace(",", "").removesuffix("+")
    return min(int(number), PER_PAGE) if number.isdigit() else None


def _ratio(page: dict[str, Any]) -> float:
    return middle(page["many"]) / middle(page["few"])


def _is_slow(page: dict[str, Any]) -> bool:
    return high(page["many"]) > MOST


def _verdict(what: str, pages: Iterable[str]) -> str:
    return f"{what}: {', '.join(pages) or 'none'}."


def put_into(text: str, lines: list[str]) -> str:
    """`text` with the section in place of the older one of its heading, or at its end."""
    before, found, rest = text.partition(f"{lines[0]}\n")
    following = rest.find("\n## ")
    after = rest[following + 1 :] if found and following >= 0 else ""
    return "\n".join([before.rstrip(), "", *lines, "", after]).rstrip() + "\n"
