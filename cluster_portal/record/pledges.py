"""Writes the pledge that a conference launched, its items and who signed it."""

from typing import Any

from cluster_portal.record.catalogues import placed, wanted_rows
from cluster_portal.record.errors import Place
from cluster_portal.record.leftovers import edited_here
from cluster_portal.record.names import Names
from cluster_portal.record.schema.conference import PledgeRow, SignaturesRow
from cluster_portal.record.writer import Wanted, Writer
from clusters.models import EmulationYear, Source
from emulation.models import Conference, Pledge, PledgeItem, PledgeSignature

PLEDGED = "giao ước này làm trên cổng nên tệp không sửa được; bỏ phần pledge khỏi tệp"


class PledgeLoader:
    """Items and signatures that the file no longer holds are removed.

    A pledge that people worked on in the portal stays as it is: a file that differs is refused.
    """

    def __init__(self, place: Place, row: PledgeRow, writer: Writer, names: Names) -> None:
        self._place = place
        self._row = row
        self._writer = writer
        self._names = names

    def load(
        self, *, emulation_year: EmulationYear, conference: Conference, source: Source
    ) -> None:
        """Write the pledge of the year; problems go to the writer."""
        is_of_portal = bool(edited_here(Pledge.objects.filter(emulation_year=emulation_year)))
        with self._writer.closed(PLEDGED if is_of_portal else ""):
            self._load(emulation_year, conference, source)

    def _load(self, emulation_year: EmulationYear, conference: Conference, source: Source) -> None:
        values = self._row.model_dump(exclude={"items", "signatures"}) | {
            "emulation_year": emulation_year,
            "conference": conference,
            "source": source,
        }
        [pledge] = self._writer.sync(
            Pledge,
            ("emulation_year",),
            [Wanted(self._place, values)],
            place=self._place,
            among=Pledge.objects.filter(emulation_year=emulation_year),
        )
        if pledge:
            self._items(pledge)
            self._signatures(pledge, self._row.signatures)

    def _items(self, pledge: Pledge) -> None:
        place = self._place.field("items")
        wanted = [
            Wanted(at, row.model_dump() | {"pledge": pledge, "number": number})
            for number, (at, row) in enumerate(placed(place, self._row.items), start=1)
        ]
        items = PledgeItem.objects.filter(pledge=pledge)
        self._writer.sync(
            PledgeItem, ("pledge", "number"), wanted, place=place, among=items, removable=items
        )

    def _signatures(self, pledge: Pledge, row: SignaturesRow | None) -> None:
        place = self._place.field("signatures").field("units")

        def values(slug: str, at: Place) -> dict[str, Any]:
            return {
                "pledge": pledge,
                "unit": self._names.unit(slug, at),
                "signed_on": pledge.signed_on,
                "method": row.method,
                "note": row.note,
            }

        signatures = PledgeSignature.objects.filter(pledge=pledge)
        self._writer.sync(
            PledgeSignature,
            ("pledge", "unit"),
            wanted_rows(placed(place, row.units if row else []), values),
            place=place,
            among=signatures,
            removable=signatures,
        )
