"""Fills an empty database with a generated country."""

import random
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from awards import tallies
from cluster_portal.audit.models import record
from cluster_portal.database import triggers
from cluster_portal.generated.awards import COLUMNS, award_rows
from cluster_portal.generated.frame import make_frame
from cluster_portal.generated.results import write_results
from cluster_portal.generated.shapes import LAST_YEAR
from cluster_portal.record import generated
from cluster_portal.record.models import GeneratedCountry
from clusters.models.year import FIRST_YEAR

_TABLE = "awards_award"
_FILLED = ("awards_award", "awards_registerentry")
# Any of these stands for the real record, or for people's work.
_TAKEN = ("clusters.Unit", "clusters.Cluster", "awards.Award", "accounts.User", "record.RecordLoad")
_BATCH = 5000
MOST_YEARS = LAST_YEAR - FIRST_YEAR + 1


class NotEmptyError(Exception):
    """The database holds something already; generated data never stands beside it."""


def generate_country(*, years: int, awards: int, seed: int) -> GeneratedCountry:
    """Write a country of `years` years with `awards` awards, the same for the same `seed`.

    All in one transaction. The indexes and triggers of the large tables are made anew at its end,
    which is many times faster than keeping them up row by row.

    Raises:
        NotEmptyError: unless the database is empty.
    """
    taken = [
        str(model._meta.verbose_name_plural)
        for model in map(apps.get_model, _TAKEN)
        if model.objects.exists()
    ]
    if taken:
        raise NotEmptyError(f"Cơ sở dữ liệu đã có: {', '.join(taken)}.")
    choose = random.Random(seed)  # nosec B311 # invented data, no secrets
    with transaction.atomic():
        country = GeneratedCountry.objects.create(
            years=years, awards=awards, seed=seed, made_at=timezone.now()
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0")
                # Names are made up for minutes between two statements, on a busy machine.
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
                cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        frame = make_frame(choose, years)
        # With a chance of its own: awards stay the same whatever figures are made of.
        write_results(random.Random(choose.getrandbits(64)), frame)  # nosec B311
        triggers.remove(connection)
        indexes = _drop_indexes()
        _insert(award_rows(choose, frame, awards))
        tallies.rebuild()
        _execute(indexes)
        triggers.install(connection)
        record(
            by=None,
            action="generate_country",
            target=country,
            changes={"years": [None, years], "awards": [None, awards], "seed": [None, seed]},
        )
    generated.forget()
    _tidy()
    return country


def _insert(rows: Iterable[tuple[Any, ...]]) -> None:
    columns = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_TABLE} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("%s" for _ in COLUMNS)
        statement = f"INSERT INTO {_TABLE} ({columns}) VALUES ({marks})"  # nosec B608
        rows = iter(rows)
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(statement, batch)


def _drop_indexes() -> list[str]:
    """Drop indexes and foreign keys of the tables that are filled; SQL that makes them anew.

    A key is then checked for all rows at once, not row by row.
    """
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'DROP INDEX ' || quote_ident(i.indexname), i.indexdef FROM pg_indexes i"
            " WHERE i.tablename = ANY(%s) AND i.schemaname = current_schema() AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"
            " UNION ALL SELECT"
            " format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.conrelid::regclass, c.conname),"
            " format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', c.conrelid::regclass, c.conname,"
            " pg_get_constraintdef(c.oid)) FROM pg_constraint c"
            " WHERE c.contype = 'f' AND c.conrelid::regclass::text = ANY(%s)",
            [list(_FILLED), list(_FILLED)],
        )
        found = cursor.fetchall()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # of what was written until now
        for drop, _ in found:
            cursor.execute(drop)
    return [make for _, make in found]


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _tidy() -> None:
    """Let the database know what it holds, as its own timer would in a while."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("RESET statement_timeout")
        else:
            cursor.execute("ANALYZE")
