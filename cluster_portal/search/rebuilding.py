"""Writing what is searched anew from the rows that say it, and proving it right."""

from django.db import connection, transaction

from cluster_portal.search import keeping
from cluster_portal.search.models import SearchEntry
from cluster_portal.search.sources import SOURCES


def differences() -> int:
    """How many entries are missing, too many, or say something else than the record does."""
    columns = ", ".join(keeping.COLUMNS)
    kept = f"SELECT {columns} FROM {keeping.ENTRY}"  # nosec B608 # constant SQL
    said = " UNION ALL ".join(source.select(connection.vendor) for source in SOURCES)
    with connection.cursor() as cursor:
        count = 0
        for one, other in ((kept, said), (said, kept)):
            # SQLite takes no brackets around the sides of EXCEPT.
            cursor.execute(
                f"SELECT count(*) FROM (SELECT * FROM ({one}) AS a"  # nosec B608
                f" EXCEPT SELECT * FROM ({other}) AS b) AS odd"
            )
            count = max(count, cursor.fetchone()[0])
    return count


@transaction.atomic
def rebuild() -> int:
    """Write every entry anew; returns how many there are."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(f"LOCK TABLE {keeping.ENTRY} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(f"DELETE FROM {keeping.WORDS}")  # nosec B608
        cursor.execute(f"DELETE FROM {keeping.ENTRY}")  # nosec B608
        for source in SOURCES:
            cursor.execute(keeping.filling(source, connection.vendor))
        if connection.vendor == "sqlite":
            texts = keeping.TEXTS
            cursor.execute(f"INSERT INTO {texts} ({texts}) VALUES ('rebuild')")  # nosec B608
    return SearchEntry.objects.count()


def keep_up(*, was_migrated: bool) -> None:
    """Write the entries where something changed while nobody kept them.

    That is a database older than they are, and one on SQLite that `was_migrated`, during which it
    has no triggers. Nothing where the tables are not there.
    """
    if keeping.WORDS not in connection.introspection.table_names():
        return
    is_sqlite = connection.vendor == "sqlite"
    if (was_migrated and is_sqlite) or not SearchEntry.objects.exists():
        rebuild()
