"""Reads the chain from its first event to its last and says what does not fit."""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import DatabaseError
from django.utils import timezone

from cluster_portal.audit import chain
from cluster_portal.audit.models import AuditEvent, AuditHead
from cluster_portal.audit.rules import KEPT_DAYS

PAGE = 1000  # events in memory at a time
# What comes of a column, or of a line, that holds what no writer of ours puts there.
STRANGE = (
    ArithmeticError,
    AttributeError,
    DatabaseError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)

CHANGED = "nội dung đã bị sửa."
UNCHAINED = "không nối tiếp việc đứng trước."
MOVED = "đứng sai chỗ hoặc bị lặp."
UNREADABLE = "nội dung không đọc được."
OTHER_ORIGIN = "nơi gửi đã bị sửa hoặc tráo."
NO_ORIGIN = "nơi gửi bị xóa trước hạn."
OTHER_HEAD = "việc cuối không khớp chỗ ghi cuối nhật ký."
BEYOND_HEAD = "nằm ngoài chỗ ghi cuối nhật ký."
NO_HEAD = "không còn chỗ ghi cuối nhật ký."
OTHER_ANCHOR = "không khớp mốc đã ghi lại."
NO_ANCHOR = "không còn, dù đã ghi làm mốc."


class Finding(NamedTuple):
    """What is wrong, and with which event."""

    sequence: int
    what: str

    def __str__(self) -> str:
        return f"Việc số {self.sequence}: {self.what}"


class Origin(NamedTuple):
    """From where the event came, as far as the table still knows."""

    address: str | None
    salt: str | None


class Entry(NamedTuple):
    """An event to check: its facts in plain JSON, None when unreadable; its hash; its origin."""

    sequence: int
    facts: Mapping[str, Any] | None
    hash: str
    origin: Origin | None = None


@dataclass
class Chain:
    """Checks events one after the other; `sequence` and `hash` are those of the last one.

    `anchors` are hashes by number that were noted earlier elsewhere. A part of the chain may
    start at any number: `is_whole` says that the first is 1.
    """

    anchors: Mapping[int, str] = field(default_factory=dict)
    is_whole: bool = True
    first: int = 0
    sequence: int = 0
    hash: str = chain.BEGINNING
    count: int = 0

    def check(self, entries: Iterable[Entry]) -> Iterator[Finding]:
        """Say what is wrong with each of the entries, in their order."""
        for entry in entries:
            if not self.count:
                self._start(entry)
            yield from self._place(entry)
            yield from self._content(entry)
            if self.anchors.get(entry.sequence, entry.hash) != entry.hash:
                yield Finding(entry.sequence, OTHER_ANCHOR)
            if entry.sequence > self.sequence:
                self.sequence, self.hash = entry.sequence, entry.hash
            self.count += 1

    def missing_anchors(self) -> Iterator[Finding]:
        """Anchors that the events checked do not reach."""
        for sequence in sorted(self.anchors):
            if sequence and not self.first <= sequence <= self.sequence:
                yield Finding(sequence, NO_ANCHOR)

    def _start(self, entry: Entry) -> None:
        self.first = entry.sequence
        if not self.is_whole and entry.facts is not None:
            self.sequence = entry.sequence - 1
            self.hash = entry.facts.get("previous_hash", "")

    def _place(self, entry: Entry) -> Iterator[Finding]:
        expected = self.sequence + 1
        if entry.sequence < expected:
            yield Finding(entry.sequence, MOVED)
        elif entry.sequence > expected:
            yield from missing(expected, entry.sequence - 1)
        elif entry.facts is not None and entry.facts.get("previous_hash") != self.hash:
            yield Finding(entry.sequence, UNCHAINED)

    def _content(self, entry: Entry) -> Iterator[Finding]:
        if entry.facts is None:
            yield Finding(entry.sequence, UNREADABLE)
            return
        if _digest(entry.facts) != entry.hash:
            yield Finding(entry.sequence, CHANGED)
        if entry.origin is not None:
            yield from _origin(entry)


def missing(first: int, last: int) -> Iterator[Finding]:
    """The events `first` to `last` are gone, as one finding however many they are."""
    if first <= last:
        yield Finding(first, "đã bị xóa." if first == last else f"đã bị xóa, đến hết số {last}.")


def check_table(checked: Chain) -> Iterator[Finding]:
    """Check the whole table against its head; events added meanwhile are checked with it."""
    head, seen = None, -1
    while seen < checked.count:
        seen = checked.count
        yield from checked.check(_entries(checked.sequence if seen else -1))
        head = AuditHead.objects.filter(pk=1).first()
        if head is None or head.sequence <= checked.sequence:
            break
    if head is None:
        if checked.count:
            yield Finding(checked.sequence, NO_HEAD)
    elif head.sequence < checked.sequence:
        yield Finding(checked.sequence, BEYOND_HEAD)
    elif head.sequence > checked.sequence:
        yield from missing(checked.sequence + 1, head.sequence)
    elif head.hash != checked.hash:
        yield Finding(checked.sequence, OTHER_HEAD)
    yield from checked.missing_anchors()


def check_lines(checked: Chain, lines: Iterable[str]) -> Iterator[Finding]:
    """Check an exported file, line by line."""
    yield from checked.check(_parsed(line, checked) for line in lines if line.strip())
    yield from checked.missing_anchors()


def _entries(last: int) -> Iterator[Entry]:
    """The events after number `last`, `PAGE` at a time: no cursor is held while they are read."""
    while numbers := list(_events().filter(sequence__gt=last).values_list("sequence")[:PAGE]):
        known = [number for (number,) in numbers if isinstance(number, int)]
        try:
            yield from _read(known[0], known[-1])
        except STRANGE:  # find out which event it is
            for number in known:
                yield from _one(number)
        if len(known) < len(numbers):  # SQLite stores, and sorts last, what is no number at all
            yield Entry(0, None, "")
            return
        last = known[-1]


def _one(sequence: int) -> Iterator[Entry]:
    try:
        yield from _read(sequence, sequence)
    except STRANGE:
        yield Entry(sequence, None, "")


def _read(first: int, last: int) -> list[Entry]:
    rows = (
        _events()
        .filter(sequence__range=(first, last))
        .values(*chain.FACTS, "hash", "origin__address", "origin__salt")
    )
    return [
        Entry(
            row["sequence"],
            chain.facts(row),
            row["hash"],
            Origin(row["origin__address"], row["origin__salt"]),
        )
        for row in rows
    ]


def _events() -> Any:
    return AuditEvent.objects.order_by("sequence")


def _parsed(line: str, checked: Chain) -> Entry:
    try:
        facts = json.loads(line)
        return Entry(int(facts["sequence"]), facts, str(facts.pop("hash")))
    except STRANGE:
        return Entry(checked.sequence + 1, None, "")


def _digest(facts: Mapping[str, Any]) -> str:
    try:
        return chain.digest(facts)
    except STRANGE:
        return ""


def _origin(entry: Entry) -> Iterator[Finding]:
    address, salt = entry.origin
    expected = entry.facts["origin_digest"]
    if address is not None:
        if chain.origin_digest(salt, address) != expected:
            yield Finding(entry.sequence, OTHER_ORIGIN)
    elif expected:
        floor = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
        if entry.facts["at"] > chain.moment(floor):
            yield Finding(entry.sequence, NO_ORIGIN)
