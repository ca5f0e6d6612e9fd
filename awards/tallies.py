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
    """Write the register and its totals anew from the awards.

    Whoever writes in the register, as by an award or by publishing, waits meanwhile.
    """
    with connection.cursor() as cursor:
        _take_time(cursor)
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {keeping.ENTRY} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {keeping.ENTRY}")  # nosec B608
        cursor.execute(keeping.filling())
        for table in keeping.DIMENSIONS:
            _add_up(cursor, table)
        if connection.vendor == "sqlite":
            search = keeping.SEARCH
            cursor.execute(f"INSERT INTO {search} ({search}) VALUES ('rebuild')")  # nosec B608
        else:
            cursor.execute(f"DELETE FROM {keeping.WORDS}")  # nosec B608
            cursor.execute(keeping.noting_words(keeping.EVERY_TEXT))


def keep_up(*, was_migrated: bool) -> None:
    """Write the register where awards came or changed while nobody kept it.

    That is a database older than its register, and one on SQLite that `was_migrated`, during which
    it has no triggers; and one in which a table of totals came later than lines of the register.
    Nothing where the register's tables are not all there.
    """
    tables = connection.introspection.table_names()
    if not {keeping.WORDS, *keeping.DIMENSIONS} <= set(tables):
        return
    is_sqlite = connection.vendor == "sqlite"
    if (was_migrated and is_sqlite) or not RegisterEntry.objects.exists():
        rebuild()
    else:
        _catch_up()


@transaction.atomic
def _catch_up() -> None:
    """Add up anew what does not hold as many lines as the register.

    Whoever writes there waits meanwhile: what they add would be counted twice.
    """
    counts = ", ".join(
        f"(SELECT coalesce(sum(lines), 0) FROM {table})"  # nosec B608
        for table in keeping.DIMENSIONS
    )
    with connection.cursor() as cursor:
        _take_time(cursor)
        cursor.execute(f"SELECT (SELECT count(*) FROM {keeping.ENTRY}), {counts}")  # nosec B608
        lines, *held = cursor.fetchone()
        told = zip(keeping.DIMENSIONS, held, strict=True)
        behind = [table for table, count in told if count != lines]
        if behind and connection.vendor == "postgresql":
            # In the order in which all write there, so that nobody waits in a circle.
            cursor.execute(f"LOCK TABLE {', '.join(behind)} IN SHARE ROW EXCLUSIVE MODE")
        for table in behind:
            _add_up(cursor, table)


def _add_up(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(f"DELETE FROM {table}")  # nosec B608
    cursor.execute(keeping.adding_up(table, keeping.ENTRY))


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
