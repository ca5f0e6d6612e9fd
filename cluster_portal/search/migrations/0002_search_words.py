from django.db import migrations

# As for the register of awards: a full-text index beside the entries on SQLite, lexemes in columns
# of their own on PostgreSQL. Folded texts are words between single spaces, so both take them apart
# there alone: FTS5's tokenizer "ascii" leaves letters beyond ASCII as they are. A word may be longer
# than a lexeme; nobody types more than 200 characters.
_SQLITE = (
    "CREATE VIRTUAL TABLE search_searchtext USING fts5(open_text, closed_text, context,"
    " content='search_searchentry', content_rowid='id', tokenize='ascii')",
    "CREATE VIRTUAL TABLE search_searchword USING fts5vocab(search_searchtext, col)",
)
_LEXEMES = (
    "ALTER TABLE search_searchentry ADD COLUMN {column} tsvector GENERATED ALWAYS AS"
    " (array_to_tsvector(array_remove(string_to_array("
    "regexp_replace({text}, '[^ ]{{201,}}', '', 'g'), ' '), ''))) STORED"
)
_OWN = "open_text || ' ' || closed_text"
_POSTGRESQL = (
    _LEXEMES.format(column="own_words", text=_OWN),
    _LEXEMES.format(column="all_words", text=f"{_OWN} || ' ' || context"),
    "CREATE INDEX search_entry_all_words ON search_searchentry"
    " USING gin (all_words) WITH (fastupdate = off)",
    "CREATE TABLE search_searchword (word text NOT NULL, is_open boolean NOT NULL,"
    " PRIMARY KEY (word, is_open))",
)
_GONE = {
    "sqlite": ("DROP TABLE search_searchword", "DROP TABLE search_searchtext"),
    "postgresql": (
        "DROP TABLE search_searchword",
        "ALTER TABLE search_searchentry DROP COLUMN own_words",
        "ALTER TABLE search_searchentry DROP COLUMN all_words",
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
    dependencies = [
        ("search", "0001_search_entries"),
        ("awards", "0006_register_search"),
        ("clusters", "0010_folded_names"),
        ("documents", "0007_text_of_documents"),
        ("emulation", "0011_folded_names"),
    ]

    operations = [migrations.RunPython(make, take_away)]
