"""Writes the catalogues: sources, units, indicators, award forms, clusters, movements, leaders."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model, Q

from awards.models import AwardForm, RecipientKind
from cluster_portal.record.contents import RecordContents
from cluster_portal.record.errors import Place
from cluster_portal.record.lineage import Lineage
from cluster_portal.record.names import Names
from cluster_portal.record.schema.catalogue import (
    AwardFormRow,
    ClusterLeadership,
    ClusterRow,
    IndicatorRow,
    LeaderRow,
    LeadershipYear,
    MemberRow,
    MovementRow,
    SuccessionRow,
)
from cluster_portal.record.schema.kinds import Row
from cluster_portal.record.writer import UnknownNameError, Wanted, Writer
from clusters.models import (
    Cluster,
    EmulationYear,
    Leadership,
    Membership,
    Source,
    Succession,
    Unit,
)
from emulation.models import Indicator, Movement


class CatalogueLoader:
    """Catalogue rows are added and changed, never removed: others may rest on them.

    Memberships and leaders that a file no longer names are removed when their source shows that
    they came from the files; what people entered stays.
    """

    def __init__(self, contents: RecordContents, writer: Writer, names: Names) -> None:
        self._contents = contents
        self._writer = writer
        self._names = names
        self._lineage = Lineage((row for _, row in self._rows("successions.csv")), writer)

    def load(self) -> None:
        """Write everything that conferences refer to."""
        self._table(Source, ("code",), self._listed("sources.yaml", "sources"), _plain)
        self._table(Unit, ("slug",), self._rows("units.csv"), _plain)
        self._writer.stop_at_problems()
        self._table(
            Succession,
            ("predecessor", "successor"),
            self._rows("successions.csv"),
            self._succession,
        )
        self._table(Indicator, ("code",), self._numbered("indicators.csv"), _indicator)
        self._table(AwardForm, ("code", "valid_from"), self._numbered("award_forms.csv"), _form)
        self._table(
            Movement, ("slug",), self._listed("movements.yaml", "movements"), self._movement
        )
        clusters = list(self._listed("clusters.yaml", "clusters"))
        saved = self._table(Cluster, ("slug",), clusters, self._cluster)
        self._writer.stop_at_problems()
        for (place, row), cluster in zip(clusters, saved, strict=True):
            self._follow(cluster, row, place)
            self._members(cluster, row, place.field("members"))
        self._writer.stop_at_problems()
        for place, row in self._listed("leadership.yaml", "leadership"):
            self._leadership(row, place)
        self._writer.stop_at_problems()

    def _rows(self, file: str) -> list[tuple[Place, Row]]:
        return self._contents.tables[file]

    def _numbered(self, file: str) -> list[tuple[Place, tuple[int, Row]]]:
        """Rows with their number, for catalogues whose order is that of the file."""
        return [(place, (n, row)) for n, (place, row) in enumerate(self._rows(file), start=1)]

    def _listed(self, file: str, name: str) -> Iterator[tuple[Place, Row]]:
        place, document = self._contents.documents[file]
        return placed(place.field(name), getattr(document, name))

    def _table(
        self,
        model: type[Model],
        keys: tuple[str, ...],
        rows: Any,
        values: Callable[[Any, Place], dict[str, Any]],
    ) -> list[Model | None]:
        wanted = wanted_rows(rows, values)
        place = wanted[0].place if wanted else Place("data")
        return self._writer.sync(model, keys, wanted, place=place, among=model.objects.all())

    def _succession(self, row: SuccessionRow, place: Place) -> dict[str, Any]:
        predecessor = self._names.unit(row.predecessor, place.field("predecessor"))
        successor = self._names.unit(row.successor, place.field("successor"))
        self._lineage.check(row, predecessor, successor, place)
        return row.model_dump() | {"predecessor": predecessor, "successor": successor}

    def _movement(self, row: MovementRow, place: Place) -> dict[str, Any]:
        return row.model_dump() | {
            "launching_unit": self._unit(row.launching_unit, place.field("launching_unit")),
            "source": self._source(row.source, place),
        }

    def _cluster(self, row: ClusterRow, place: Place) -> dict[str, Any]:
        return row.model_dump(exclude={"members", "follows"}) | {
            "organising_unit": self._unit(row.organising_unit, place.field("organising_unit")),
            "source": self._source(row.source, place),
        }

    def _follow(self, cluster: Cluster, row: ClusterRow, place: Place) -> None:
        """Say which cluster it follows, now that every cluster is there."""
        try:
            follows = (
                self._names.cluster(row.follows, place.field("follows")) if row.follows else None
            )
        except UnknownNameError:
            return
        self._writer.point(cluster, "follows", follows, place)

    def _members(self, cluster: Cluster, row: ClusterRow, place: Place) -> None:
        def values(member: MemberRow, at: Place) -> dict[str, Any]:
            return member.model_dump() | {
                "cluster": cluster,
                "unit": self._names.unit(member.unit, at.field("unit")),
                "source": self._source(member.source, at),
            }

        members = Membership.objects.filter(cluster=cluster)
        self._writer.sync(
            Membership,
            ("cluster", "unit"),
            wanted_rows(placed(place, row.members), values),
            place=place,
            among=members.order_by("valid_from", "pk"),
            removable=members.filter(self._from_files()),
            row_field="valid_from",
            repeats=True,
        )

    def _leadership(self, row: ClusterLeadership, place: Place) -> None:
        try:
            cluster = self._names.cluster(row.cluster, place.field("cluster"))
        except UnknownNameError:
            return
        for at, year in placed(place.field("years"), row.years):
            try:
                emulation_year = self._names.year(cluster, year.year, at.field("year"))
            except UnknownNameError:
                continue
            self._leaders(emulation_year, year, at.field("leaders"))

    def _leaders(self, year: EmulationYear, row: LeadershipYear, place: Place) -> None:
        taken: Counter[str] = Counter()

        def values(leader: LeaderRow, at: Place) -> dict[str, Any]:
            taken[leader.role] += 1
            return leader.model_dump() | {
                "emulation_year": year,
                "unit": self._names.unit(leader.unit, at.field("unit")),
                "order": taken[leader.role],
                "source": self._source(leader.source, at),
            }

        leaders = Leadership.objects.filter(emulation_year=year)
        self._writer.sync(
            Leadership,
            # The whole place in the year is the key, so that a swap removes before it adds.
            ("emulation_year", "unit", "role", "order"),
            wanted_rows(placed(place, row.leaders), values),
            place=place,
            among=leaders,
            removable=leaders.filter(self._from_files()),
            row_field="role",
        )

    def _from_files(self) -> Q:
        _, document = self._contents.documents["sources.yaml"]
        return Q(source__code__in=[row.code for row in document.sources])

    def _unit(self, slug: str, place: Place) -> Unit | None:
        return self._names.optional(self._names.unit, slug, place)

    def _source(self, code: str, place: Place) -> Source | None:
        return self._names.optional(self._names.source, code, place.field("source"))


def placed(place: Place, rows: list[Row]) -> Iterator[tuple[Place, Row]]:
    """The rows of a list, each with its place."""
    return ((place.item(index), row) for index, row in enumerate(rows))


def wanted_rows(rows: Any, values: Callable[[Any, Place], dict[str, Any]]) -> list[Wanted]:
    """What the rows want in the database; a row that names something unknown is left out."""
    wanted = []
    for place, row in rows:
        try:
            wanted.append(Wanted(place, values(row, place)))
        except UnknownNameError:
            continue
    return wanted


def _plain(row: Row, place: Place) -> dict[str, Any]:
    return row.model_dump()


def _indicator(numbered: tuple[int, IndicatorRow], place: Place) -> dict[str, Any]:
    number, row = numbered
    return row.model_dump() | {"order": number}


def _form(numbered: tuple[int, AwardFormRow], place: Place) -> dict[str, Any]:
    number, row = numbered
    recipients = row.recipients.split()
    return row.model_dump(exclude={"recipients"}) | {
        "for_individual": RecipientKind.INDIVIDUAL in recipients,
        "for_collective": RecipientKind.COLLECTIVE in recipients,
        "for_household": RecipientKind.HOUSEHOLD in recipients,
        "order": number,
    }
