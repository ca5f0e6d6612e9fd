"""Keys that are taken before the row is written, for rows that refer to each other."""

from django.db import connections, models, router


def reserve_key(model: type[models.Model]) -> int:
    """Return the key that a new row of `model` may be saved under; inside a transaction.

    A foreign key is checked at the commit, so a row may name another that is saved after it.
    """
    connection = connections[router.db_for_write(model)]
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, column])
            return cursor.fetchone()[0]
        # SQLite has one writer at a time, and counts on from what is inserted.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return (row[0] if row else 0) + 1
