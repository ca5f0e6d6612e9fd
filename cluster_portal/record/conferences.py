"""Writes one conference file: the conference, its report, delegates, values and awards."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Model

from awards.models import Award, AwardStatus
from cluster_portal.record.catalogues import placed, wanted_rows
from cluster_portal.record.errors import Place
from cluster_portal.record.leftovers import of_the_portal
from cluster_portal.record.names import Names
from cluster_portal.record.pledges import PledgeLoader
from cluster_portal.record.schema.conference import (
    AwardRow,
    ConferenceFile,
    ConferenceMovementRow,
    DelegateRow,
    IndicatorValueRow,
)
from cluster_portal.record.writer import UnknownNameError, Wanted, Writer
from cluster_portal.vietnamese.dates import format_date
from clusters.models import EmulationYear, Handover, Unit
from emulation.models import (
    Conference,
    ConferenceMovement,
    Delegate,
    DelegatePart,
    IndicatorValue,
    ReportSection,
    Speech,
)

NO_DECISION = "Nguồn báo chí không nêu quyết định"
REPORTED = "cổng đã ban hành báo cáo của hội nghị nên tệp không sửa được; ghi lại tệp theo cổng"
HANDED_OVER = "bàn giao này làm trên cổng nên tệp không sửa được; bỏ phần handover khỏi tệp"
ROWS_OF_OTHER_TABLES = {
    "handover",
    "sections",
    "delegates",
    "movements",
    "indicators",
    "awards",
    "pledge",
}
AWARD_KEYS = (
    "emulation_year",
    "conference",
    "form",
    "status",
    "recipient_kind",
    "recipient_name",
    "recipient_unit",
    "unit",
    "count",
    "year_is_stated",
)


class ConferenceLoader:
    """Rows of the file's own conference that the file no longer holds are removed.

    Values and awards may also be entered by people; only those with the file's source are its own.
    Steps taken in the portal are not undone: the status of such a conference stays. What a report
    issued by the portal says is not changed: a file that says otherwise is refused.
    """

    def __init__(self, place: Place, row: ConferenceFile, writer: Writer, names: Names) -> None:
        self._place = place
        self._row = row
        self._writer = writer
        self._names = names

    def load(self) -> None:
        """Write the conference and all that hangs on it; problems go to the writer."""
        try:
            values = self._conference_values()
        except UnknownNameError:
            return
        self._source = values["source"]
        among = Conference.objects.filter(cluster=values["cluster"])
        known = among.filter(slug=self._row.slug).first()
        is_reported = known is not None and known.reports.exists()
        if is_reported or (known is not None and known.status_changes.exists()):
            del values["status"]
        with self._writer.closed(REPORTED if is_reported else ""):
            [self._conference] = self._writer.sync(
                Conference,
                ("cluster", "slug"),
                [Wanted(self._place, values)],
                place=self._place,
                among=among,
            )
            if self._conference is None:
                return
            self._sections()
            self._delegates()
            self._movements()
            self._of_year("indicators", "review_year", self._values)
            self._of_year("awards", "review_year", self._awards)
        self._of_year("handover", "launch_year", self._handover)
        self._of_year("pledge", "launch_year", self._pledge)

    def _conference_values(self) -> dict[str, Any]:
        row, place, names = self._row, self._place, self._names
        cluster = names.cluster(row.cluster, place.field("cluster"))
        return row.model_dump(exclude=ROWS_OF_OTHER_TABLES) | {
            "cluster": cluster,
            "source": names.source(row.source, place.field("source")),
            "host": self._host(),
            "review_year": row.review_year
            and names.year(cluster, row.review_year, place.field("review_year")),
            "launch_year": row.launch_year
            and names.year(cluster, row.launch_year, place.field("launch_year")),
        }

    def _host(self) -> Unit | None:
        place, day = self._place.field("host"), self._row.held_on
        host = self._names.optional(self._names.unit, self._row.host, place)
        if host and not host.holds_on(day):
            self._writer.problem(place, f"đơn vị không tồn tại vào ngày {format_date(day)}")
        return host

    def _of_year(
        self, name: str, year_name: str, write: Callable[[EmulationYear, Place], None]
    ) -> None:
        """Write what belongs to the year reviewed or launched, if the conference has one."""
        year = getattr(self._conference, year_name)
        place = self._place.field(name)
        if year:
            write(year, place)
        elif getattr(self._row, name):
            self._writer.problem(place, f"hội nghị chưa nêu {year_name}")

    def _own(
        self,
        model: type[Model],
        keys: tuple[str, ...],
        wanted: list[Wanted],
        place: Place,
        row_field: str = "",
    ) -> list[Model | None]:
        """Make `wanted` all that the conference has of the model."""
        rows = model.objects.filter(conference=self._conference)
        return self._writer.sync(
            model, keys, wanted, place=place, among=rows, removable=rows, row_field=row_field
        )

    def _sections(self) -> None:
        place = self._place.field("sections")
        wanted = [
            Wanted(at, row.model_dump() | {"conference": self._conference, "order": number})
            for number, (at, row) in enumerate(placed(place, self._row.sections), start=1)
        ]
        self._own(ReportSection, ("conference", "order"), wanted, place)

    def _movements(self) -> None:
        place = self._place.field("movements")

        def values(row: ConferenceMovementRow, at: Place) -> dict[str, Any]:
            return row.model_dump() | {
                "conference": self._conference,
                "order": self._row.movements.index(row) + 1,
                "movement": self._names.movement(row.movement, at.field("movement")),
            }

        wanted = wanted_rows(placed(place, self._row.movements), values)
        self._own(ConferenceMovement, ("conference", "movement"), wanted, place)

    def _delegates(self) -> None:
        place = self._place.field("delegates")
        rows = dict(placed(place, self._row.delegates))

        def values(row: DelegateRow, at: Place) -> dict[str, Any]:
            return row.model_dump(exclude={"parts", "speeches"}) | {
                "conference": self._conference,
                "order": list(rows).index(at) + 1,
                "unit": self._names.optional(self._names.unit, row.unit, at.field("unit")),
            }

        wanted = wanted_rows(rows.items(), values)
        saved = self._own(
            Delegate, ("conference", "full_name", "title"), wanted, place, row_field="full_name"
        )
        speeches: list[Wanted] = []
        for delegate, at in zip(saved, [row.place for row in wanted], strict=True):
            if delegate:
                self._parts(delegate, rows[at], at.field("parts"))
                for speech_at, speech in placed(at.field("speeches"), rows[at].speeches):
                    speech_values = speech.model_dump() | {
                        "conference": self._conference,
                        "delegate": delegate,
                        "order": len(speeches) + 1,
                    }
                    speeches.append(Wanted(speech_at, speech_values))
        self._own(Speech, ("conference", "order"), speeches, place)

    def _parts(self, delegate: Delegate, row: DelegateRow, place: Place) -> None:
        wanted = [
            Wanted(place.item(index), {"delegate": delegate, "part": part})
            for index, part in enumerate(row.parts)
        ]
        parts = DelegatePart.objects.filter(delegate=delegate)
        self._writer.sync(
            DelegatePart, ("delegate", "part"), wanted, place=place, among=parts, removable=parts
        )

    def _values(self, year: EmulationYear, place: Place) -> None:
        def values(row: IndicatorValueRow, at: Place) -> dict[str, Any]:
            return row.model_dump(exclude={"value"}) | {
                "emulation_year": year,
                "indicator": self._names.indicator(row.indicator, at.field("indicator")),
                "unit": self._names.optional(self._names.unit, row.unit, at.field("unit")),
                "kind": row.value_kind,
                "value": row.value.value,
                "out_of": row.value.out_of,
                "qualifier": row.value.qualifier.value,
                "source": self._source,
            }

        of_year = IndicatorValue.objects.filter(emulation_year=year)
        self._writer.sync(
            IndicatorValue,
            ("emulation_year", "indicator", "unit"),
            wanted_rows(placed(place, self._row.indicators), values),
            place=place,
            among=of_year,
            removable=of_year.filter(source=self._source),
            row_field="value",
        )

    def _awards(self, year: EmulationYear, place: Place) -> None:
        def values(row: AwardRow, at: Place) -> dict[str, Any]:
            names = self._names
            return row.model_dump() | {
                "emulation_year": year,
                "conference": self._conference,
                "form": names.form(row.form, year.last_day, at.field("form")),
                "commendation_type": row.commendation_type or "",
                "recipient_unit": names.optional(
                    names.unit, row.recipient_unit, at.field("recipient_unit")
                ),
                "unit": names.optional(names.unit, row.unit, at.field("unit")),
                "no_decision_reason": NO_DECISION if row.status == AwardStatus.GRANTED else "",
                "source": self._source,
            }

        own = Award.objects.filter(conference=self._conference, source=self._source)
        wanted = wanted_rows(placed(place, self._row.awards), values)
        self._writer.sync(
            Award,
            AWARD_KEYS,
            [replace(row, only_new=frozenset({"no_decision_reason"})) for row in wanted],
            place=place,
            among=own,
            removable=own,
        )

    def _handover(self, year: EmulationYear, place: Place) -> None:
        wanted = []
        if row := self._row.handover:
            values = row.model_dump() | {
                "emulation_year": year,
                "source": self._source,
                "is_effective": True,
            }
            wanted = [Wanted(place, values)]
        of_year = Handover.objects.filter(emulation_year=year)
        is_of_portal = of_the_portal(of_year).exists()
        with self._writer.closed(HANDED_OVER if is_of_portal else ""):
            self._writer.sync(
                Handover,
                ("emulation_year",),
                wanted,
                place=place,
                among=of_year,
                removable=None if is_of_portal else of_year.filter(source=self._source),
            )

    def _pledge(self, year: EmulationYear, place: Place) -> None:
        if self._row.pledge:
            loader = PledgeLoader(place, self._row.pledge, self._writer, self._names)
            loader.load(emulation_year=year, conference=self._conference, source=self._source)
