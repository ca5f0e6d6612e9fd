from django.db import migrations

# Common words stand in nearly every row of many long documents, and then each row's words are
# looked at. On PostgreSQL all that is looked at stands in the row itself, the long texts elsewhere:
# fetching words, names and context piece by piece took twice the time.
_COLUMNS = ("own_words", "all_words", "names", "context", "sort_key")
_TABLE = "search_searchentry"


def _store(schema_editor, how):
    if schema_editor.connection.vendor != "postgresql":
        return
    each = ", ".join(f"ALTER COLUMN {column} SET STORAGE {how}" for column in _COLUMNS)
    schema_editor.execute(f"ALTER TABLE {_TABLE} {each}")
    # Rows that are there are written anew, as nothing else does; many take their time.
    schema_editor.execute("SET LOCAL statement_timeout = 0")
    changes = ", ".join(f"{column} = {column} || ''" for column in ("open_text", *_COLUMNS[2:]))
    schema_editor.execute(f"UPDATE {_TABLE} SET {changes}")  # nosec B608


def beside(apps, schema_editor):
    """Keep in the row what is looked at."""
    _store(schema_editor, "MAIN")


def apart(apps, schema_editor):
    """Let the database keep long values elsewhere."""
    _store(schema_editor, "EXTENDED")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_search_words")]

    operations = [migrations.RunPython(beside, apart)]
