"""Proving the register and its totals right against the awards, mending and tidying them."""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from awards import keeping
from awards.models import RegisterEntry

_MEASURES = "lines, recipients, uncounted"


def differences() -> dict[str, int]:
    """How many lines of the register, and of each table of totals, are not what the awards say.

    Counts everything anew, at one moment; empty when all is right.
    """
    checks = {keeping.ENTRY: (keeping.SOURCE, _columns(keeping.COLUMNS, keeping.ENTRY))}
    for table in keeping.DIMENSIONS:
        checks[table] = (_counted(table, keeping.ENTRY), _kept(table))
    # One statement, so that everything is counted at one moment while others write.
    sides = " UNION ALL ".join(
        f"SELECT '{table}', count(*) FROM"  # nosec B608
        f" (SELECT * FROM ({one}) AS a EXCEPT SELECT * FROM ({other}) AS b) AS odd"
        for table, pair in checks.items()
        for one, other in (pair, pair[::-1])
    )
    found: dict[str, int] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        _take_time(cursor)
        cursor.execute(sides)
        for table, count in cursor.fetchall():
            if count:
                found[table] = max(count, found.get(table, 0))
    return found


@transaction.atomic
def rebuild() -> None:
    """Write the register and its totals anew from the awards; writers of awards wait meanwhile."""
    with connection.cursor() as cursor:
        _take_time(cursor)
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE awards_award IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {keeping.ENTRY}")  # nosec B608
        cursor.execute(keeping.filling())
        for table in keeping.DIMENSIONS:
            cursor.execute(f"DELETE FROM {table}")  # nosec B608
            cursor.execute(keeping.adding_up(table, keeping.ENTRY))
        if connection.vendor == "sqlite":
            search = keeping.SEARCH
            cursor.execute(f"INSERT INTO {search} ({search}) VALUES ('rebuild')")  # nosec B608
        else:
            cursor.execute(f"DELETE FROM {keeping.WORDS}")  # nosec B608
            cursor.execute(keeping.noting_words(keeping.EVERY_TEXT))


def keep_up(*, was_migrated: bool) -> None:
    """Write the register where awards came or changed while nobody kept it.

    That is a database older than its register, and one on SQLite that `was_migrated`, during which
    it has no triggers. Nothing where the register's tables are not there.
    """
    if keeping.WORDS not in connection.introspection.table_names():
        return
    is_sqlite = connection.vendor == "sqlite"
    if (was_migrated and is_sqlite) or not RegisterEntry.objects.exists():
        rebuild()


@transaction.atomic
def compact() -> int:
    """Join the rows of each total; returns how many there are fewer.

    Others may write meanwhile: what is joined is what was taken out, and nothing else.
    """
    before = after = 0
    with connection.cursor() as cursor:
        _take_time(cursor)
        for table, dimensions in keeping.DIMENSIONS.items():
            columns = ", ".join(dimensions)
            taken = f"SELECT count(*), coalesce(max(id), 0) FROM {table}"  # nosec B608
            cursor.execute(taken)
            rows, last = cursor.fetchone()
            before += rows
            sums = "sum(lines), sum(recipients), sum(uncounted)"
            joined = (
                f"INSERT INTO {table} ({columns}, {_MEASURES})"  # nosec B608
                f" SELECT {columns}, {sums} FROM {{rows}} GROUP BY {columns}"
                " HAVING sum(lines) <> 0 OR sum(recipients) <> 0 OR sum(uncounted) <> 0"
                f" ORDER BY {columns}"
            )
            if connection.vendor == "sqlite":  # one writer at a time
                cursor.execute(joined.format(rows=table))
                cursor.execute(f"DELETE FROM {table} WHERE id <= %s", [last])  # nosec B608
            else:
                cursor.execute(
                    f"WITH gone AS (DELETE FROM {table} RETURNING *)"  # nosec B608
                    f" {joined.format(rows='gone')}"
                )
            cursor.execute(taken)
            after += cursor.fetchone()[0]
    return before - after


def _take_time(cursor: CursorWrapper) -> None:
    """Lift PostgreSQL's limit of time in this transaction."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL statement_timeout = 0")


def _columns(columns: tuple[str, ...], table: str) -> str:
    return f"SELECT {', '.join(columns)} FROM {table}"  # nosec B608


def _counted(table: str, rows: str) -> str:
    dimensions = ", ".join(keeping.DIMENSIONS[table])
    return (
        f"SELECT {dimensions}, count(*), sum(recipients), sum(uncounted)"  # nosec B608
        f" FROM {rows} GROUP BY {dimensions}"
    )


def _kept(table: str) -> str:
    dimensions = ", ".join(keeping.DIMENSIONS[table])
    return (
        f"SELECT {dimensions}, sum(lines), sum(recipients), sum(uncounted)"  # nosec B608
        f" FROM {table} GROUP BY {dimensions}"
        " HAVING sum(lines) <> 0 OR sum(recipients) <> 0 OR sum(uncounted) <> 0"
    )
