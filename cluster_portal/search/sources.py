"""SQL that says what the search knows of each thing, and whose changes it has to follow.

It imports no models, so that the app's configuration can list the effects. A source is one SELECT
over a table and what belongs to its rows; `{year_of}` and `{day_of}` differ by database.
"""

from dataclasses import dataclass, field

from cluster_portal.vietnamese.folding import fold

CONFERENCE_WORDS = fold("Hội nghị")
PLEDGE_WORDS = fold("Giao ước thi đua")
DOCUMENT_WORDS = fold("Văn bản")
_SAID = 150_000  # characters of one piece: PostgreSQL has room for no more words than these


@dataclass(frozen=True)
class Change:
    """When `columns` of a row of `table` change (or it comes and goes), rows of a source do.

    `condition` says which: SQL over the source's own table, where `{row}` is NEW or OLD.
    """

    table: str
    condition: str
    columns: tuple[str, ...] = ()
    events: tuple[str, ...] = ("UPDATE",)


@dataclass(frozen=True)
class Source:
    """Rows of one sort and part: an entry for each row `alias` of `table`, as `joins` allow.

    `text` is what the piece says itself, `context` what may be asked for with it. `is_public` is
    SQL; `may_vanish`: not every row of the table has an entry.
    """

    sort: str
    part: str
    table: str
    alias: str
    thing: str
    text: str
    joins: str = ""
    context: str = "''"
    names: str = "''"
    cluster: str = "0"
    is_public: str = "TRUE"
    newest_first: str = "0"
    sort_key: str = "''"
    changes: tuple[Change, ...] = field(default=())
    may_vanish: bool = False

    @property
    def name(self) -> str:
        return f"search_{self.sort}_{self.part or 'itself'}"

    def select(self, vendor: str, condition: str = "1 = 1") -> str:
        """SQL of the entries for which `condition` (over the alias) holds."""
        values = (
            f"'{self.sort}'",
            self.thing,
            f"'{self.part}'",
            f"{self.alias}.id",
            self.cluster,
            f"CASE WHEN {self.is_public} THEN TRUE ELSE FALSE END",
            self.names,
            f"CASE WHEN {self.is_public} THEN substr({self.text}, 1, {_SAID}) ELSE '' END",
            f"CASE WHEN {self.is_public} THEN '' ELSE substr({self.text}, 1, {_SAID}) END",
            self.context,
            self.newest_first,
            self.sort_key,
        )
        rows = f"SELECT {', '.join(values)} FROM {self.table} {self.alias} {self.joins}"  # nosec B608
        return f"{_in_words_of(vendor, rows)} WHERE {condition}"


def _in_words_of(vendor: str, text: str) -> str:
    if vendor == "sqlite":
        year = "strftime('%Y', n.held_on)"
        day = "CAST(strftime('%Y%m%d', n.held_on) AS INTEGER)"
    else:
        year, day = "to_char(n.held_on, 'YYYY')", "to_char(n.held_on, 'YYYYMMDD')::integer"
    return text.replace("{year_of}", year).replace("{day_of}", day)


def _words(*texts: str) -> str:
    return " || ' ' || ".join(texts)


# --- Units: by their own names, and by those of what they came from and became -----------------

_ABOLISHED_LAST = "CASE WHEN u.valid_to IS NULL THEN 0 ELSE 1 END"
_UNIT_CHANGES = ("search_text", "folded_names", "sort_key", "valid_to")


def _other_name(part: str, thing: str, other: str) -> Source:
    return Source(
        sort="unit",
        part=part,
        table="clusters_succession",
        alias="s",
        joins=f"JOIN clusters_unit u ON u.id = s.{thing}_id"
        f" JOIN clusters_unit o ON o.id = s.{other}_id",
        thing="u.id",
        text="o.search_text",
        names="o.folded_names",
        newest_first=_ABOLISHED_LAST,
        sort_key="u.sort_key",
        changes=(
            Change(
                "clusters_unit",
                "({row}.id IN (s.predecessor_id, s.successor_id))",
                _UNIT_CHANGES,
            ),
        ),
    )


_UNITS = (
    Source(
        sort="unit",
        part="",
        table="clusters_unit",
        alias="u",
        thing="u.id",
        text="u.search_text",
        names="u.folded_names",
        newest_first=_ABOLISHED_LAST,
        sort_key="u.sort_key",
    ),
    _other_name("former", "successor", "predecessor"),
    _other_name("later", "predecessor", "successor"),
)

_CLUSTERS = (
    Source(
        sort="cluster",
        part="",
        table="clusters_cluster",
        alias="c",
        thing="c.id",
        text="c.search_text",
        names="c.folded_names",
        cluster="c.id",
        is_public="c.is_confirmed",
        newest_first="CASE WHEN c.valid_to IS NULL THEN 0 ELSE 1 END",
        sort_key="c.sort_key",
    ),
)

# --- Conferences and what was said at them ------------------------------------------------------

_CLUSTER_CHANGES = ("search_text", "folded_names", "sort_key", "is_confirmed")
_CONFERENCE_CHANGES = ("search_text", "status", "held_on", "cluster_id", "host_id")
_OF_CONFERENCE = (
    " JOIN clusters_cluster c ON c.id = n.cluster_id LEFT JOIN clusters_unit h ON h.id = n.host_id"
)
_CONFERENCE_IS_PUBLIC = "(n.status = 'published' AND c.is_confirmed)"
_CONFERENCE_TEXT = _words(
    "n.search_text",
    f"'{CONFERENCE_WORDS}'",
    "c.search_text",
    "coalesce(h.search_text, '')",
    "{year_of}",
)
_OF = "IN (SELECT id FROM"


def _said(part: str, table: str) -> Source:
    """What was said at a conference, or who was there."""
    return Source(
        sort="conference",
        part=part,
        table=table,
        alias="p",
        joins=f"JOIN emulation_conference n ON n.id = p.conference_id{_OF_CONFERENCE}",
        thing="n.id",
        text="p.search_text",
        context=_CONFERENCE_TEXT,
        cluster="n.cluster_id",
        is_public=_CONFERENCE_IS_PUBLIC,
        newest_first="-{day_of}",
        sort_key="c.sort_key",
        changes=(
            Change("emulation_conference", "p.conference_id = {row}.id", _CONFERENCE_CHANGES),
            Change(
                "clusters_cluster",
                f"p.conference_id {_OF} emulation_conference WHERE cluster_id = {{row}}.id)",
                _CLUSTER_CHANGES,
            ),
            Change(
                "clusters_unit",
                f"p.conference_id {_OF} emulation_conference WHERE host_id = {{row}}.id)",
                ("search_text",),
            ),
        ),
    )


_CONFERENCES = (
    Source(
        sort="conference",
        part="",
        table="emulation_conference",
        alias="n",
        joins=_OF_CONFERENCE,
        thing="n.id",
        text=_CONFERENCE_TEXT,
        names="n.folded_names",
        cluster="n.cluster_id",
        is_public=_CONFERENCE_IS_PUBLIC,
        newest_first="-{day_of}",
        sort_key="c.sort_key",
        changes=(
            Change("clusters_cluster", "n.cluster_id = {row}.id", _CLUSTER_CHANGES),
            Change("clusters_unit", "n.host_id = {row}.id", ("search_text",)),
        ),
    ),
    _said("section", "emulation_reportsection"),
    _said("speech", "emulation_speech"),
    _said("delegate", "emulation_delegate"),
)

# --- Pledges ------------------------------------------------------------------------------------

_OF_PLEDGE = (
    " JOIN clusters_emulationyear y ON y.id = g.emulation_year_id"
    " JOIN clusters_cluster c ON c.id = y.cluster_id"
)
_PLEDGE_IS_PUBLIC = "(g.status = 'published' AND c.is_confirmed)"
_YEAR = "CAST(y.year AS text)"
_PLEDGE_CONTEXT = _words("c.search_text", f"'{PLEDGE_WORDS} '", _YEAR)
_OF_YEARS_OF_CLUSTER = (
    f"emulation_year_id {_OF} clusters_emulationyear WHERE cluster_id = {{row}}.id)"
)
_YEAR_CHANGES = ("year", "cluster_id")
_PLEDGES = (
    Source(
        sort="pledge",
        part="",
        table="emulation_pledge",
        alias="g",
        joins=_OF_PLEDGE,
        thing="g.id",
        text=_words("g.search_text", _PLEDGE_CONTEXT),
        names=f"'|giao uoc ' || {_YEAR} || '|{PLEDGE_WORDS} ' || {_YEAR} || '|'",
        cluster="y.cluster_id",
        is_public=_PLEDGE_IS_PUBLIC,
        newest_first="-y.year",
        sort_key="c.sort_key",
        changes=(
            Change("clusters_cluster", f"g.{_OF_YEARS_OF_CLUSTER}", _CLUSTER_CHANGES),
            Change("clusters_emulationyear", "g.emulation_year_id = {row}.id", _YEAR_CHANGES),
        ),
    ),
    Source(
        sort="pledge",
        part="item",
        table="emulation_pledgeitem",
        alias="p",
        joins=f"JOIN emulation_pledge g ON g.id = p.pledge_id{_OF_PLEDGE}",
        thing="g.id",
        text="p.search_text",
        context=_words("g.search_text", _PLEDGE_CONTEXT),
        cluster="y.cluster_id",
        is_public=_PLEDGE_IS_PUBLIC,
        newest_first="-y.year",
        sort_key="c.sort_key",
        changes=(
            Change(
                "emulation_pledge",
                "p.pledge_id = {row}.id",
                ("search_text", "status", "emulation_year_id"),
            ),
            Change(
                "clusters_cluster",
                f"p.pledge_id {_OF} emulation_pledge WHERE {_OF_YEARS_OF_CLUSTER})",
                _CLUSTER_CHANGES,
            ),
            Change(
                "clusters_emulationyear",
                f"p.pledge_id {_OF} emulation_pledge WHERE emulation_year_id = {{row}}.id)",
                _YEAR_CHANGES,
            ),
        ),
    ),
)

# --- Movements, as far as a conference speaks of them; indicators -------------------------------

_MOVEMENTS = (
    Source(
        sort="movement",
        part="report",
        table="emulation_conferencemovement",
        alias="p",
        joins="JOIN emulation_movement m ON m.id = p.movement_id"
        " LEFT JOIN clusters_unit l ON l.id = m.launching_unit_id"
        " JOIN emulation_conference n ON n.id = p.conference_id"
        " JOIN clusters_cluster c ON c.id = n.cluster_id",
        thing="m.id",
        text=_words("p.search_text", "m.search_text", "coalesce(l.search_text, '')"),
        names="m.folded_names",
        cluster="n.cluster_id",
        is_public=_CONFERENCE_IS_PUBLIC,
        newest_first="-{day_of}",
        sort_key="m.sort_key",
        changes=(
            Change(
                "emulation_movement",
                "p.movement_id = {row}.id",
                ("search_text", "folded_names", "sort_key", "launching_unit_id"),
            ),
            Change(
                "emulation_conference",
                "p.conference_id = {row}.id",
                ("status", "held_on", "cluster_id"),
            ),
            Change(
                "clusters_cluster",
                f"p.conference_id {_OF} emulation_conference WHERE cluster_id = {{row}}.id)",
                ("is_confirmed",),
            ),
            Change(
                "clusters_unit",
                f"p.movement_id {_OF} emulation_movement WHERE launching_unit_id = {{row}}.id)",
                ("search_text",),
            ),
        ),
    ),
)
_INDICATORS = (
    Source(
        sort="indicator",
        part="",
        table="emulation_indicator",
        alias="i",
        thing="i.id",
        text="i.search_text",
        names="i.folded_names",
        newest_first='i."order"',
        sort_key="i.sort_key",
    ),
)

# --- Issued documents: where they belong, and so who may read them, as `public.verification` ----

_PLACES = (
    "(SELECT r.document_id, n.cluster_id,"
    " CASE WHEN n.status = 'published' THEN 1 ELSE 0 END AS told"
    " FROM emulation_conferencereport r JOIN emulation_conference n ON n.id = r.conference_id"
    " UNION ALL SELECT g.document_id, y.cluster_id,"
    " CASE WHEN g.status = 'published' THEN 1 ELSE 0 END"
    " FROM emulation_pledge g JOIN clusters_emulationyear y ON y.id = g.emulation_year_id"
    " UNION ALL SELECT w.document_id, y.cluster_id, 0 FROM emulation_pledgewithdrawal w"
    " JOIN emulation_pledge g ON g.id = w.pledge_id"
    " JOIN clusters_emulationyear y ON y.id = g.emulation_year_id"
    " UNION ALL SELECT b.document_id, y.cluster_id, 0 FROM clusters_handover b"
    " JOIN clusters_emulationyear y ON y.id = b.emulation_year_id)"
)
_OF_DOCUMENT = (
    f" JOIN (SELECT document_id, min(cluster_id) AS cluster_id, max(told) AS told FROM {_PLACES}"  # nosec B608
    " AS every GROUP BY document_id) AS place ON place.document_id = d.id"
    " JOIN clusters_cluster c ON c.id = place.cluster_id"
    # Its next revision stands for one that was replaced.
    " AND NOT EXISTS (SELECT 1 FROM documents_issueddocument x WHERE x.replaces_id = d.id)"
)
_DOCUMENT_IS_PUBLIC = (
    "(place.told = 1 AND c.is_confirmed"
    " AND NOT EXISTS (SELECT 1 FROM documents_withdrawal w WHERE w.document_id = d.id))"
)
_DOCUMENT_TEXT = _words("d.search_text", f"'{DOCUMENT_WORDS}'", "c.search_text")
_ALL = ("INSERT", "UPDATE", "DELETE")


def _document_changes(key: str) -> tuple[Change, ...]:
    """Of the rows whose document is `key`."""
    own = f"{key} = {{row}}.document_id"
    of_cluster = (
        f"{key} IN (SELECT e.part_id FROM search_searchentry e WHERE e.sort = 'document'"  # nosec B608
        " AND e.part = '' AND e.cluster = {row}.id)"
    )
    return (
        Change("emulation_conferencereport", own, events=_ALL),
        Change("emulation_pledgewithdrawal", own, events=("INSERT", "DELETE")),
        Change("documents_withdrawal", own, events=("INSERT",)),
        Change("emulation_pledge", own, ("document_id", "status"), events=_ALL),
        Change("clusters_handover", own, ("document_id",), events=_ALL),
        Change("documents_issueddocument", f"{key} = {{row}}.replaces_id", events=("INSERT",)),
        Change(
            "emulation_conference",
            f"{key} IN (SELECT document_id FROM emulation_conferencereport"  # nosec B608
            " WHERE conference_id = {row}.id)",
            ("status", "cluster_id"),
        ),
        Change("clusters_cluster", of_cluster, _CLUSTER_CHANGES),
    )


_DOCUMENTS = (
    Source(
        sort="document",
        part="",
        table="documents_issueddocument",
        alias="d",
        joins=_OF_DOCUMENT,
        thing="d.id",
        text=_DOCUMENT_TEXT,
        names="'|' || d.search_text || '|'",
        cluster="place.cluster_id",
        is_public=_DOCUMENT_IS_PUBLIC,
        newest_first="-d.id",
        sort_key="c.sort_key",
        changes=_document_changes("d.id"),
        may_vanish=True,
    ),
    Source(
        sort="document",
        part="passage",
        table="documents_documentpassage",
        alias="p",
        joins=f"JOIN documents_issueddocument d ON d.id = p.document_id{_OF_DOCUMENT}",
        thing="d.id",
        text="p.search_text",
        context=_DOCUMENT_TEXT,
        cluster="place.cluster_id",
        is_public=_DOCUMENT_IS_PUBLIC,
        newest_first="-d.id",
        sort_key="c.sort_key",
        changes=_document_changes("p.document_id"),
        may_vanish=True,
    ),
)

SOURCES = (
    *_UNITS,
    *_CLUSTERS,
    *_CONFERENCES,
    *_PLEDGES,
    *_MOVEMENTS,
    *_INDICATORS,
    *_DOCUMENTS,
)
