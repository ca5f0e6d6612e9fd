from django.db import migrations

# What each database has of its own to search words with: a full-text index beside the lines on
# SQLite; on PostgreSQL the words as lexemes in a column that it keeps itself, because taking texts
# apart at every comparison is slow. Folded texts are words between spaces; only the few with letters
# of other scripts, whose words may be longer than a lexeme, go through the parser, which drops those.
# And the list of words that occur.
_SQLITE = (
    "CREATE VIRTUAL TABLE awards_registersearch USING fts5(words, open_words,"
    " content='awards_registerentry', content_rowid='award_id',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE awards_registerword USING fts5vocab(awards_registersearch, col)",
)
_LEXEMES = (
    "ALTER TABLE awards_registerentry ADD COLUMN {column}_index tsvector GENERATED ALWAYS AS"
    " (CASE WHEN octet_length({column}) = length({column})"
    " THEN array_to_tsvector(array_remove(string_to_array({column}, ' '), ''))"
    " ELSE to_tsvector('simple', {column}) END) STORED",
    "CREATE INDEX register_entry_{column} ON awards_registerentry"
    " USING gin ({column}_index) WITH (fastupdate = off)",
)
_COLUMNS = ("words", "open_words")
_POSTGRESQL = (
    *(statement.format(column=column) for column in _COLUMNS for statement in _LEXEMES),
    "CREATE TABLE awards_registerword (word text NOT NULL, is_open boolean NOT NULL,"
    " PRIMARY KEY (word, is_open))",
)
_GONE = {
    "sqlite": ("DROP TABLE awards_registerword", "DROP TABLE awards_registersearch"),
    "postgresql": (
        "DROP TABLE awards_registerword",
        *(f"ALTER TABLE awards_registerentry DROP COLUMN {column}_index" for column in _COLUMNS),
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
