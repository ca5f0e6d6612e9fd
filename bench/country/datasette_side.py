"""A process that serves the awards of the database in DATABASE_URL with Datasette.

    python -m bench.country.datasette_side FOLDER

As its documentation advises for data that is published: a table with an index for every facet and
order, foreign keys to tables of names, an FTS5 table over the words, served immutable with the
counts of `datasette inspect`. Every facet is answered: its own limits of time would leave them out.
It has no rights, so it gets the lines that the public sees and no private name.
"""

import asyncio
import hashlib
import json
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from datasette.app import Datasette

from bench.country.addresses import FACETS
from bench.country.pipes import answer_lines

_NAMES = {
    "cluster": "SELECT id, short_name FROM clusters_cluster",
    "unit": "SELECT id, name FROM clusters_unit",
    "form": "SELECT id, name FROM awards_awardform",
}
_AWARDS = """
    SELECT e.award_id, e.year, e.cluster, nullif(e.unit, 0), e.form, f.level, e.commendation_type,
        e.recipient_kind, e.status, CASE WHEN e.recipient_kind = 'collective'
        THEN a.recipient_name ELSE '' END, e.recipients, a.giving_body, d.document_number,
        e.sort_key, e.open_words
    FROM awards_registerentry e JOIN awards_award a ON a.id = e.award_id
    JOIN awards_awardform f ON f.id = e.form LEFT JOIN awards_decision d ON d.id = a.decision_id
    WHERE e.is_public
"""
_TABLE = """
    CREATE TABLE award (id INTEGER PRIMARY KEY, year INTEGER,
    cluster INTEGER REFERENCES cluster (id), unit INTEGER REFERENCES unit (id),
    form INTEGER REFERENCES form (id), level TEXT, commendation_type TEXT, recipient_kind TEXT,
    status TEXT, recipient TEXT, count INTEGER, giving_body TEXT, decision TEXT, sort_key TEXT,
    words TEXT)
"""
_SEARCH = "CREATE VIRTUAL TABLE award_fts USING fts5(words, content='award', content_rowid='id')"


def export(path: Path) -> None:
    """Write the lines that the public sees into an SQLite file for Datasette."""
    with sqlite3.connect(path) as file, psycopg.connect(os.environ["DATABASE_URL"]) as database:
        for name, rows in _NAMES.items():
            file.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, name TEXT)")  # nosec B608
            file.executemany(f"INSERT INTO {name} VALUES (?, ?)", database.execute(rows))  # nosec B608
        file.execute(_TABLE)
        with database.cursor(name="awards") as cursor:
            cursor.itersize = 20_000
            cursor.execute(_AWARDS)
            marks = ", ".join("?" * 15)
            file.executemany(f"INSERT INTO award VALUES ({marks})", cursor)  # nosec B608
        for column in (*FACETS, "sort_key"):
            file.execute(f"CREATE INDEX award_{column} ON award ({column})")
        file.execute(_SEARCH)
        file.execute("INSERT INTO award_fts (award_fts) VALUES ('rebuild')")
        file.execute("ANALYZE")
    file.close()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Site:
    """Datasette in this process, asked through its own client."""

    def __init__(self, folder: Path) -> None:
        path = folder / "awards.db"
        export(path)
        with sqlite3.connect(path) as file:
            tables = ("award", *_NAMES)
            counts = {
                name: {"count": file.execute(f"SELECT count(*) FROM {name}").fetchone()[0]}  # nosec B608
                for name in tables
            }
        file.close()
        inspected = {"tables": counts, "size": path.stat().st_size, "hash": _hash(path)}
        self.lines = counts["award"]["count"]
        self._site = Datasette(
            immutables=[str(path)],
            inspect_data={"awards": inspected},
            settings={
                "suggest_facets": False,
                "facet_time_limit_ms": 60_000,
                "sql_time_limit_ms": 60_000,
                "default_cache_ttl": 0,
                "num_sql_threads": 3,
            },
        )
        self._loop = asyncio.new_event_loop()

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """The page's time in milliseconds; for "lines" how many lines the filters leave."""
        if question.get("lines"):
            address = question["address"].replace("/award?", "/award.json?")
            return {"lines": json.loads(self._get(address)[1])["filtered_table_rows_count"]}
        seconds, text = self._get(question["address"])
        return {"ms": seconds * 1000, "bytes": len(text)}

    def _get(self, address: str) -> tuple[float, str]:
        start = time.perf_counter()
        response = self._loop.run_until_complete(self._site.client.get(address))
        text = response.text
        seconds = time.perf_counter() - start
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return seconds, text


if __name__ == "__main__":
    answer_lines(Site(Path(sys.argv[1])).answer)
