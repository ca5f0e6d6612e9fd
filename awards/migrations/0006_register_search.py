from django.db import migrations

# What each database has of its own to search words with: a full-text index beside the lines on
# SQLite, one over their expression on PostgreSQL; and the list of words that occur.
_SQLITE = (
    "CREATE VIRTUAL TABLE awards_registersearch USING fts5(words, open_words,"
    " content='awards_registerentry', content_rowid='award_id',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE awards_registerword USING fts5vocab(awards_registersearch, col)",
)
_POSTGRESQL = (
    "CREATE INDEX register_entry_words ON awards_registerentry"
    " USING gin (to_tsvector('simple', words)) WITH (fastupdate = off)",
    "CREATE INDEX register_entry_open_words ON awards_registerentry"
    " USING gin (to_tsvector('simple', open_words)) WITH (fastupdate = off)",
    "CREATE TABLE awards_registerword (word text NOT NULL, is_open boolean NOT NULL,"
    " PRIMARY KEY (word, is_open))",
)
_GONE = {
    "sqlite": ("DROP TABLE awards_registerword", "DROP TABLE awards_registersearch"),
    "postgresql": (
        "DROP TABLE awards_registerword",
        "DROP INDEX register_entry_open_words",
        "DROP INDEX register_entry_words",
    ),
}


def make(apps, schema_editor):
    """Make what this database searches with."""
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


def take_away(apps, schema_editor):
    """Remove what `make` made."""
    for statement in _GONE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("awards", "0005_register")]

    operations = [migrations.RunPython(make, take_away)]
