"""SQL that keeps the search's rows in the transaction that changes what they say.

Like `awards.keeping` it imports no models. What is searched with differs by database: a full-text
index beside the rows on SQLite, lexemes in columns of their own on PostgreSQL, and on both the list
of words that occur.
"""

from collections.abc import Iterator

from cluster_portal.database.effects import Effect
from cluster_portal.search.sources import SOURCES, Change, Source

ENTRY = "search_searchentry"
TEXTS = "search_searchtext"  # SQLite's full-text index over the rows
WORDS = "search_searchword"  # the words that occur
COLUMNS = (
    "sort",
    "thing",
    "part",
    "part_id",
    "cluster",
    "is_public",
    "names",
    "open_text",
    "closed_text",
    "context",
    "newest_first",
    "sort_key",
)
_KEY = ("sort", "part", "part_id")
_KEPT = tuple(column for column in COLUMNS if column not in _KEY)
# nosec B608 throughout: constant SQL, nobody types any of it.
_OVERWRITE = (
    f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET "  # nosec B608
    + ", ".join(f"{column} = EXCLUDED.{column}" for column in _KEPT)
    + f" WHERE ({', '.join(f'{ENTRY}.{column}' for column in _KEPT)})"
    f" IS DISTINCT FROM ({', '.join(f'EXCLUDED.{column}' for column in _KEPT)})"
)


def filling(source: Source, vendor: str, condition: str = "1 = 1") -> str:
    """SQL that writes the entries of a source for which `condition` holds."""
    return f"INSERT INTO {ENTRY} ({', '.join(COLUMNS)}) {source.select(vendor, condition)}"  # nosec B608


def _drop(source: Source, keys: str) -> str:
    return (
        f"DELETE FROM {ENTRY} WHERE sort = '{source.sort}' AND part = '{source.part}'"  # nosec B608
        f" AND part_id {keys}"
    )


def _anew_on_sqlite(source: Source, condition: str) -> tuple[str, ...]:
    keys = f"IN (SELECT {source.alias}.id FROM {source.table} {source.alias} WHERE {condition})"  # nosec B608
    return (_drop(source, keys), filling(source, "sqlite", condition))


def _anew_on_postgresql(source: Source, condition: str) -> tuple[str, ...]:
    """Rows that another transaction writes meanwhile are overwritten, not written twice."""
    statements = [f"{filling(source, 'postgresql', condition)}{_OVERWRITE}"]
    if source.may_vanish:
        keys = f"SELECT {source.alias}.id FROM {source.table} {source.alias}"  # nosec B608
        gone = f"{keys} WHERE {condition} EXCEPT {keys} {source.joins} WHERE {condition}"
        statements.append(_drop(source, f"IN ({gone})"))
    return tuple(statements)


def _of_own_table(source: Source) -> Iterator[Effect]:
    one = f"{source.alias}.id = NEW.id"
    those = f"{source.alias}.id IN (SELECT id FROM new_rows)"  # nosec B608
    yield Effect(
        name=f"{source.name}_insert",
        needs=(ENTRY,),
        table=source.table,
        event="INSERT",
        sqlite=(filling(source, "sqlite", one),),
        postgresql=_anew_on_postgresql(source, those),
    )
    yield Effect(
        name=f"{source.name}_update",
        needs=(ENTRY,),
        table=source.table,
        event="UPDATE",
        sqlite=_anew_on_sqlite(source, one),
        postgresql=_anew_on_postgresql(source, those),
    )
    yield Effect(
        name=f"{source.name}_delete",
        needs=(ENTRY,),
        table=source.table,
        event="DELETE",
        sqlite=(_drop(source, "= OLD.id"),),
        postgresql=(_drop(source, "IN (SELECT id FROM old_rows)"),),
    )


def _of_change(source: Source, change: Change) -> Iterator[Effect]:
    for event in change.events:
        rows = {"INSERT": ("NEW",), "DELETE": ("OLD",)}.get(event, ("NEW",))
        if event == "UPDATE" and "document_id" in change.columns:
            rows = ("OLD", "NEW")
        conditions = [change.condition.replace("{row}", row) for row in rows]
        yield Effect(
            name=f"{source.name}_by_{change.table.partition('_')[2]}_{event.lower()}",
            needs=(ENTRY, source.table),
            table=change.table,
            event=event,
            when=_has_changed(change.columns) if event == "UPDATE" else "1 = 1",
            sqlite=tuple(sql for one in conditions for sql in _anew_on_sqlite(source, one)),
            postgresql=tuple(sql for one in conditions for sql in _anew_on_postgresql(source, one)),
        )


def _has_changed(columns: tuple[str, ...]) -> str:
    """SQL over OLD and NEW, with words that every SQLite knows."""
    return (
        " OR ".join(
            f"OLD.{column} <> NEW.{column} OR (OLD.{column} IS NULL) <> (NEW.{column} IS NULL)"
            for column in columns
        )
        or "1 = 1"
    )


# --- What is searched with ----------------------------------------------------------------------

_INDEXED = ("open_text", "closed_text", "context")
_OUT = (
    f"INSERT INTO {TEXTS} ({TEXTS}, rowid, {', '.join(_INDEXED)})"  # nosec B608
    f" VALUES ('delete', OLD.id, {', '.join(f'OLD.{column}' for column in _INDEXED)})"
)
_IN = (
    f"INSERT INTO {TEXTS} (rowid, {', '.join(_INDEXED)})"  # nosec B608
    f" VALUES (NEW.id, {', '.join(f'NEW.{column}' for column in _INDEXED)})"
)


def noting_words(rows: str) -> str:
    """SQL for PostgreSQL that notes words of `rows` which nobody has used before.

    In one order, so that two writers of the same new words wait for each other at most once.
    """
    return (
        f"INSERT INTO {WORDS} (word, is_open) SELECT word, is_open FROM"  # nosec B608
        " (SELECT DISTINCT unnest(string_to_array(t.words, ' ')) AS word, t.is_open FROM"
        f" (SELECT open_text, TRUE FROM {rows} UNION ALL SELECT closed_text, FALSE FROM {rows})"
        " AS t (words, is_open)) AS used"
        " WHERE word ~ '^[a-z0-9]{2,40}$' AND NOT EXISTS"
        f" (SELECT 1 FROM {WORDS} w WHERE w.word = used.word AND w.is_open = used.is_open)"
        " ORDER BY word, is_open ON CONFLICT DO NOTHING"
    )


_OF_WORDS = (
    Effect(
        name="search_words_insert",
        needs=(WORDS,),
        table=ENTRY,
        event="INSERT",
        sqlite=(_IN,),
        postgresql=(noting_words("new_rows"),),
    ),
    Effect(
        name="search_words_update",
        needs=(WORDS,),
        table=ENTRY,
        event="UPDATE",
        sqlite=(_OUT, _IN),
        postgresql=(noting_words("new_rows"),),
    ),
    Effect(name="search_words_delete", needs=(WORDS,), table=ENTRY, event="DELETE", sqlite=(_OUT,)),
)

EFFECTS = (
    *(effect for source in SOURCES for effect in _of_own_table(source)),
    *(
        effect
        for source in SOURCES
        for change in source.changes
        for effect in _of_change(source, change)
    ),
    *_OF_WORDS,
)
