"""Whether a succession of units fits the days on which they exist."""

import datetime
from collections.abc import Iterable

from cluster_portal.record.errors import Place
from cluster_portal.record.schema.catalogue import SuccessionRow
from cluster_portal.record.writer import Writer
from cluster_portal.vietnamese.dates import format_date
from clusters.models import SuccessionKind, Unit

# The successor is the same unit made anew, so it cannot have existed before.
ANEW = (SuccessionKind.CHANGE_OF_STATUS, SuccessionKind.RENAMING)


class Lineage:
    """The successions of the file together, for what no single row can tell."""

    def __init__(self, rows: Iterable[SuccessionRow], writer: Writer) -> None:
        self._successors: dict[str, list[str]] = {}
        for row in rows:
            self._successors.setdefault(row.predecessor, []).append(row.successor)
        self._writer = writer

    def check(self, row: SuccessionRow, predecessor: Unit, successor: Unit, place: Place) -> None:
        """Note on its field what is wrong with a row."""
        start, last = row.effective_on, predecessor.valid_to
        if last is None or start != last + datetime.timedelta(days=1):
            told = f"ngày {format_date(last)}" if last else "chưa nêu"
            self._writer.problem(
                place.field("effective_on"),
                f"phải là ngày sau ngày cuối của đơn vị tiền thân ({told})",
            )
        fits = successor.holds_on(start)
        if row.kind in ANEW:
            fits = successor.valid_from == start
        if not fits:
            first = successor.valid_from
            told = f"có từ ngày {format_date(first)}" if first else "không nêu ngày đầu"
            self._writer.problem(
                place.field("effective_on"), f"không khớp với đơn vị kế thừa, {told}"
            )
        if self._leads(row.successor, row.predecessor):
            self._writer.problem(
                place.field("successor"), "đơn vị kế thừa lại là tiền thân của đơn vị tiền thân"
            )

    def _leads(self, start: str, goal: str) -> bool:
        """Whether `goal` comes after `start` through one or more successions."""
        seen: set[str] = set()
        ahead = [start]
        while ahead:
            new = set(self._successors.get(ahead.pop(), ())) - seen
            seen |= new
            ahead += new
        return goal in seen
