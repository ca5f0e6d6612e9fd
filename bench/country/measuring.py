"""Fills two databases, serves them and Datasette, and asks for every page in turn.

    python -m bench.country.measuring --few 10000 --many 1000000 --rounds 30

Run within `pg_virtualenv`, whose server it uses, or with `--databases FEW MANY`, the addresses of
two that are filled already. Prints the figures as JSON.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.country.addresses import PAGES, Page, datasette_address
from bench.country.pipes import Child

YEARS, SEED = 20, 1
PASSES = 3  # over all pages: others disturb the machine for minutes at a time
STEPS = 60_000  # of the loop between requests
# Datasette counts anew, so some of its pages take seconds: in a pass one gets so much time, in ms.
DATASETTE_TIME, DATASETTE_MOST = 2_000, 5


@dataclass
class Figures:
    """What was measured of a page, in milliseconds, in the order it was taken.

    `rounds` have the times with few and with many awards, `datasette` those with many, none where
    it has no such page; the last number of each is the slowest loop before, between and after.
    `queries` and `lines`, where the page says how many it finds, are with few and with many.
    """

    page: str
    rounds: list[list[float]] = field(default_factory=list)
    datasette: list[list[float]] = field(default_factory=list)
    queries: tuple[int, int] = (0, 0)
    lines: tuple[str, str] = ("", "")


def middle(times: list[float]) -> float:
    return statistics.median(times)


def high(times: list[float]) -> float:
    """The time that one of twenty goes over."""
    return sorted(times)[max(0, -(-len(times) * 19 // 20) - 1)]


def fill(address: str, awards: int) -> None:
    """Make the tables and the country in the empty database at `address`."""
    env = os.environ | {"DATABASE_URL": address}
    for command in (
        ("migrate",),
        ("generate_country", f"--years={YEARS}", f"--awards={awards}", f"--seed={SEED}"),
    ):
        note(f"{' '.join(command)}")
        subprocess.run(  # nosec B603
            [sys.executable, "manage.py", *command, "--verbosity=0"],
            env=env,
            check=True,
            stdout=sys.stderr,
        )


def measure(few: str, many: str, rounds: int) -> dict[str, Any]:
    """The figures of every page over the databases at the addresses `few` and `many`."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Child("bench.country.portal", env=os.environ | {"DATABASE_URL": few}) as small,
        Child("bench.country.portal", env=os.environ | {"DATABASE_URL": many}) as large,
        Child(
            "bench.country.datasette_side", folder, env=os.environ | {"DATABASE_URL": many}
        ) as other,
    ):
        sides = [(child, child.ask(facts=True)) for child in (small, large)]
        found = {page.name: Figures(page.name) for page in PAGES}
        for number in range(PASSES):
            for page in PAGES:
                figures = found[page.name]
                _portal(page, sides, rounds, figures)
                if page.filters is not None:
                    address = datasette_address(
                        {name: _of(value, sides[1][1]) for name, value in page.filters.items()}
                    )
                    figures.datasette += _datasette(other, address)
                note(f"{number + 1}. {page.name}: {_short(figures)}")
        awards = [facts["awards"] for _, facts in sides]
        return {"pages": [asdict(figures) for figures in found.values()], "awards": awards}


def undisturbed(samples: list[list[float]]) -> list[list[float]]:
    """Of `samples`, as many as one pass took: those with the fastest loops, the least disturbed.

    The loop is the last number of a sample; the others play no part in the choice.
    """
    return sorted(samples, key=lambda sample: sample[-1])[: -(-len(samples) // PASSES)]


def _of(text: str, facts: dict[str, Any]) -> str:
    """`text` with what this database calls things; a plus sign stands for a space in addresses."""
    return text.format(**facts).replace("+", " ")


def _portal(
    page: Page, sides: list[tuple[Child, dict[str, Any]]], rounds: int, figures: Figures
) -> None:
    asked = [
        (child, {"address": page.address.format(**facts), "reader": page.reader})
        for child, facts in sides
    ]
    queries, lines = [], []
    for child, question in asked:  # these warm what every process keeps: templates, plans, pages
        answer = child.ask(**question)
        answer = child.ask(**question, queries=True)
        if not answer["status"].startswith("200"):
            raise RuntimeError(f"{question['address']} answered {answer['status']}")
        queries.append(answer["queries"])
        lines.append(answer["lines"])
    figures.queries, figures.lines = (queries[0], queries[1]), (lines[0], lines[1])
    figures.rounds += [_sample(asked) for _ in range(rounds)]


def _datasette(other: Child, address: str) -> list[list[float]]:
    asked = [(other, {"address": address})]
    _sample(asked)
    samples: list[list[float]] = []
    while sum(time for time, _ in samples) < DATASETTE_TIME and len(samples) < DATASETTE_MOST:
        samples.append(_sample(asked))
    return samples


def _sample(asked: list[tuple[Child, dict[str, Any]]]) -> list[float]:
    """The time of each answer, and the slowest loop before, between and after them."""
    loops, times = [yardstick()], []
    for child, question in asked:
        times.append(child.ask(**question)["ms"])
        loops.append(yardstick())
    return [*times, max(loops)]


def _short(figures: Figures) -> str:
    few, many, loop = (
        f"{middle(times):.1f}/{high(times):.1f}/{min(times):.1f}"
        for times in map(list, zip(*undisturbed(figures.rounds), strict=True))
    )
    other = [f"{time:.0f}" for time, _ in figures.datasette]
    return f"{few} → {many} ms, {figures.queries}; loop {loop}; Datasette {' '.join(other) or '–'}"


def yardstick() -> float:
    """Milliseconds in which a core of this machine adds up `STEPS` numbers, one by one."""
    began = time.perf_counter()
    total = 0
    for number in range(STEPS):
        total += number
    return (time.perf_counter() - began) * 1000


def note(text: str) -> None:
    """Say on the terminal how far the measuring is."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--databases", nargs=2)
    asked = parser.parse_args()
    if asked.databases:
        few, many = asked.databases
    else:
        server = "postgres://{PGUSER}:{PGPASSWORD}@{PGHOST}:{PGPORT}".format(**os.environ)
        few, many = f"{server}/country_few", f"{server}/country_many"
        for address, awards in ((few, asked.few), (many, asked.many)):
            name = Path(address).name
            subprocess.run(["createdb", name], check=True)  # nosec B603 B607
            fill(address, awards)
    print(json.dumps(measure(few, many, asked.rounds)))


if __name__ == "__main__":
    main()
