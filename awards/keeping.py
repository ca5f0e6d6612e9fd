"""SQL that keeps the register and its totals, in the transaction that changes an award.

It imports no models, so that the app's configuration can list the effects. The register's line of
an award is what `SOURCE` says; tests compare it with the querysets of the models.
"""

from awards.keeping_waits import ONE_AT_A_TIME, sharing
from cluster_portal.database.effects import Effect

ENTRY = "awards_registerentry"
COLUMNS = (
    "award_id",
    "year",
    "cluster",
    "unit",
    "form",
    "recipient_kind",
    "commendation_type",
    "status",
    "is_public",
    "recipients",
    "uncounted",
    "newest_first",
    "largest_first",
    "sort_key",
    "recipient_key",
    "words",
    "open_words",
)
# The tables of totals and what each adds up by, from the fewest rows to the most.
_OF_KIND = ("is_public", "status", "recipient_kind", "commendation_type")
DIMENSIONS = {
    "awards_tallyofyears": (*_OF_KIND, "year"),
    "awards_tallyofforms": (*_OF_KIND, "form"),
    "awards_tallyofplaces": (*_OF_KIND, "cluster", "unit"),
    "awards_tallyofclusteryears": (*_OF_KIND, "year", "cluster"),
    "awards_tallyofnames": ("is_public", "cluster", "unit", "form"),
    "awards_tallyofclusterforms": (*_OF_KIND, "cluster", "form"),
    "awards_tallywithoutplace": (*_OF_KIND, "year", "form"),
    "awards_tallywithoutform": (*_OF_KIND, "year", "cluster", "unit"),
    "awards_tallywithoutyear": (*_OF_KIND, "cluster", "unit", "form"),
    "awards_tallywithoutunit": (*_OF_KIND, "year", "cluster", "form"),
    "awards_fulltally": (*_OF_KIND, "year", "cluster", "unit", "form"),
}

# A person's or a household's name: nobody finds it who may not read it.
_PRIVATE = "(a.recipient_name <> '' AND a.recipient_kind <> 'collective')"
# The words in `awards.models.award.PUBLIC`, in SQL.
_PUBLIC = (
    "(c.is_confirmed AND (n.status = 'published'"
    " OR (a.conference_id IS NULL AND a.decision_id IS NOT NULL))"
    " AND NOT (a.status IN ('proposed', 'refused') AND a.recipient_name <> ''"
    " AND a.recipient_kind IN ('individual', 'household')))"
)
_OF_OTHERS = (
    " || ' ' || f.search_text || ' ' || coalesce(u.search_text, '')"
    " || ' ' || coalesce(r.search_text, '') || ' ' || c.search_text"
    " || ' ' || coalesce(d.search_text, '') || ' ' || y.year"
)
_VALUES = (
    "a.id",
    "y.year",
    "y.cluster_id",
    "coalesce(a.unit_id, a.recipient_unit_id, 0)",
    "a.form_id",
    "a.recipient_kind",
    "a.commendation_type",
    "a.status",
    f"CASE WHEN {_PUBLIC} THEN TRUE ELSE FALSE END",
    "coalesce(a.count, 0)",
    "CASE WHEN a.count IS NULL THEN 1 ELSE 0 END",
    "-y.year",
    "-coalesce(a.count, 0)",
    "a.sort_key",
    "a.recipient_key",
    f"a.search_text{_OF_OTHERS}",
    f"CASE WHEN {_PRIVATE} THEN '' ELSE a.search_text END{_OF_OTHERS}",
)
# All SQL here is joined from constants, nobody types any of it: hence `nosec B608` throughout.
SOURCE = (
    f"SELECT {', '.join(_VALUES)} FROM awards_award a"  # nosec B608
    " JOIN clusters_emulationyear y ON y.id = a.emulation_year_id"
    " JOIN clusters_cluster c ON c.id = y.cluster_id"
    " JOIN awards_awardform f ON f.id = a.form_id"
    " LEFT JOIN emulation_conference n ON n.id = a.conference_id"
    " LEFT JOIN clusters_unit u ON u.id = a.unit_id"
    " LEFT JOIN clusters_unit r ON r.id = a.recipient_unit_id"
    " LEFT JOIN awards_decision d ON d.id = a.decision_id"
)
_INSERT = f"INSERT INTO {ENTRY} ({', '.join(COLUMNS)}) {SOURCE}"  # nosec B608
_KEPT = COLUMNS[1:]
# Lines that stay as they are are not written again.
_OVERWRITE = (
    " ON CONFLICT (award_id) DO UPDATE SET "  # nosec B608
    + ", ".join(f"{column} = EXCLUDED.{column}" for column in _KEPT)
    + f" WHERE ({', '.join(f'{ENTRY}.{column}' for column in _KEPT)})"
    f" IS DISTINCT FROM ({', '.join(f'EXCLUDED.{column}' for column in _KEPT)})"
)


def filling(condition: str = "") -> str:
    """SQL that writes the lines of the awards `a` for which `condition` holds; all without one."""
    return f"{_INSERT} WHERE {condition}" if condition else _INSERT


def adding_up(table: str, rows: str, sign: str = "") -> str:
    """SQL that adds `rows` (entries) to the totals in `table`, or with a minus takes them away."""
    dimensions = ", ".join(DIMENSIONS[table])
    return (
        f"INSERT INTO {table} ({dimensions}, lines, recipients, uncounted)"  # nosec B608
        f" SELECT {dimensions}, {sign}count(*), {sign}sum(recipients), {sign}sum(uncounted)"
        f" FROM {rows} GROUP BY {dimensions}"
    )


def _changing(table: str) -> str:
    """SQL that adds to the totals in `table` what an update changed."""
    dimensions = ", ".join(DIMENSIONS[table])
    values = "{0}1 AS n, {0}recipients AS r, {0}uncounted AS k"
    sides = " UNION ALL ".join(
        f"SELECT {dimensions}, {values.format(sign)} FROM {rows}"  # nosec B608
        for rows, sign in (("new_rows", ""), ("old_rows", "-"))
    )
    return (
        f"INSERT INTO {table} ({dimensions}, lines, recipients, uncounted)"  # nosec B608
        f" SELECT {dimensions}, sum(n), sum(r), sum(k) FROM ({sides}) AS sides"
        f" GROUP BY {dimensions} HAVING sum(n) <> 0 OR sum(r) <> 0 OR sum(k) <> 0"
    )


def _one_row(table: str, row: str, sign: str) -> str:
    dimensions = DIMENSIONS[table]
    values = ", ".join(f"{row}.{name}" for name in dimensions)
    return (
        f"INSERT INTO {table} ({', '.join(dimensions)}, lines, recipients, uncounted)"  # nosec B608
        f" VALUES ({values}, {sign}1, {sign}{row}.recipients, {sign}{row}.uncounted)"
    )


def _drop(condition: str) -> str:
    return f"DELETE FROM {ENTRY} WHERE award_id {condition}"  # nosec B608


_WRITE = f"{filling('a.id IN (SELECT id FROM new_rows)')}{_OVERWRITE}"
_OF_AWARDS = (
    Effect(
        name="register_award_insert",
        needs=(ENTRY,),
        table="awards_award",
        event="INSERT",
        sqlite=(filling("a.id = NEW.id"),),
        postgresql=(*sharing("new_rows"), _WRITE),
    ),
    Effect(
        name="register_award_update",
        needs=(ENTRY,),
        table="awards_award",
        event="UPDATE",
        sqlite=(_drop("= OLD.id"), filling("a.id = NEW.id")),
        postgresql=(
            *sharing("old_rows", "new_rows"),
            _WRITE,
            _drop("IN (SELECT id FROM old_rows EXCEPT SELECT id FROM new_rows)"),
        ),
    ),
    Effect(
        name="register_award_delete",
        needs=(ENTRY,),
        table="awards_award",
        event="DELETE",
        sqlite=(_drop("= OLD.id"),),
        postgresql=(*sharing("old_rows"), _drop("IN (SELECT id FROM old_rows)")),
    ),
)
# Rows of other tables that lines say something of: which columns, and whose lines.
_OTHERS = (
    ("conference", "emulation_conference", ("status",), "a.conference_id = NEW.id"),
    (
        "cluster",
        "clusters_cluster",
        ("is_confirmed", "search_text"),
        "a.emulation_year_id IN (SELECT id FROM clusters_emulationyear WHERE cluster_id = NEW.id)",
    ),
    ("year", "clusters_emulationyear", ("year", "cluster_id"), "a.emulation_year_id = NEW.id"),
    (
        "unit",
        "clusters_unit",
        ("search_text",),
        "(a.unit_id = NEW.id OR a.recipient_unit_id = NEW.id)",
    ),
    ("form", "awards_awardform", ("search_text",), "a.form_id = NEW.id"),
    ("decision", "awards_decision", ("search_text",), "a.decision_id = NEW.id"),
)


def _of_other(name: str, table: str, columns: tuple[str, ...], condition: str) -> Effect:
    return Effect(
        name=f"register_{name}_update",
        needs=(ENTRY,),
        table=table,
        event="UPDATE",
        when=" OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns),
        sqlite=(
            _drop(f"IN (SELECT a.id FROM awards_award a WHERE {condition})"),  # nosec B608
            filling(condition),
        ),
        postgresql=(ONE_AT_A_TIME, f"{filling(condition)}{_OVERWRITE}"),
    )


_OF_LINES = (
    Effect(
        name="tally_entry_insert",
        needs=tuple(DIMENSIONS),
        table=ENTRY,
        event="INSERT",
        sqlite=tuple(_one_row(table, "NEW", "") for table in DIMENSIONS),
        postgresql=tuple(adding_up(table, "new_rows") for table in DIMENSIONS),
    ),
    Effect(
        name="tally_entry_update",
        needs=tuple(DIMENSIONS),
        table=ENTRY,
        event="UPDATE",
        sqlite=tuple(
            _one_row(table, row, sign)
            for table in DIMENSIONS
            for row, sign in (("NEW", ""), ("OLD", "-"))
        ),
        postgresql=tuple(_changing(table) for table in DIMENSIONS),
    ),
    Effect(
        name="tally_entry_delete",
        needs=tuple(DIMENSIONS),
        table=ENTRY,
        event="DELETE",
        sqlite=tuple(_one_row(table, "OLD", "-") for table in DIMENSIONS),
        postgresql=tuple(adding_up(table, "old_rows", "-") for table in DIMENSIONS),
    ),
)

SEARCH = "awards_registersearch"  # SQLite's full-text index over the lines' words
WORDS = "awards_registerword"  # the words themselves, for what is typed almost right

_INDEXED = "rowid, words, open_words"
# The same words come again in line after line: all of them are read where they stand once.
EVERY_TEXT = (
    "SELECT DISTINCT a.search_text, FALSE FROM awards_award a"  # nosec B608
    " UNION SELECT DISTINCT a.search_text, TRUE FROM awards_award a"
    f" JOIN {ENTRY} e ON e.award_id = a.id WHERE e.is_public AND NOT {_PRIVATE}"
    " UNION SELECT t.search_text, o.is_open FROM (SELECT search_text FROM awards_awardform"
    " UNION SELECT search_text FROM clusters_unit UNION SELECT search_text FROM clusters_cluster"
    " UNION SELECT search_text FROM awards_decision) AS t"
    " CROSS JOIN (SELECT FALSE AS is_open UNION SELECT TRUE) AS o"
)


def _texts_of(rows: str) -> str:
    return (
        f"SELECT words, FALSE FROM {rows}"  # nosec B608
        f" UNION ALL SELECT open_words, TRUE FROM {rows} WHERE is_public"
    )


def noting_words(texts: str) -> str:
    """SQL for PostgreSQL that notes the words of `texts` which nobody has used before.

    In one order, so that two writers of the same new words wait for each other at most once.
    """
    return (
        f"INSERT INTO {WORDS} (word, is_open) SELECT word, is_open FROM"  # nosec B608
        " (SELECT DISTINCT unnest(string_to_array(t.words, ' ')) AS word, t.is_open"
        f" FROM ({texts}) AS t (words, is_open)) AS used"
        " WHERE word ~ '^[a-z]{2,20}$' AND NOT EXISTS"
        f" (SELECT 1 FROM {WORDS} w WHERE w.word = used.word AND w.is_open = used.is_open)"
        " ORDER BY word, is_open ON CONFLICT DO NOTHING"
    )


_OUT = (
    f"INSERT INTO {SEARCH} ({SEARCH}, {_INDEXED})"  # nosec B608
    " VALUES ('delete', OLD.award_id, OLD.words, OLD.open_words)"
)
_IN = f"INSERT INTO {SEARCH} ({_INDEXED}) VALUES (NEW.award_id, NEW.words, NEW.open_words)"  # nosec B608
_OF_WORDS = (
    Effect(
        name="words_entry_insert",
        needs=(WORDS,),
        table=ENTRY,
        event="INSERT",
        sqlite=(_IN,),
        postgresql=(noting_words(_texts_of("new_rows")),),
    ),
    Effect(
        name="words_entry_update",
        needs=(WORDS,),
        table=ENTRY,
        event="UPDATE",
        sqlite=(_OUT, _IN),
        postgresql=(noting_words(_texts_of("new_rows")),),
    ),
    Effect(name="words_entry_delete", needs=(WORDS,), table=ENTRY, event="DELETE", sqlite=(_OUT,)),
)

EFFECTS = (*_OF_AWARDS, *(_of_other(*other) for other in _OTHERS), *_OF_LINES, *_OF_WORDS)
