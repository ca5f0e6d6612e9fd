"""Whose turn it is to lead the cluster: pure rules over what the record says.

The members lead in rotation, elected at the annual review (guidance 1122/BTĐKT-VI of 2011). What
a unit did before a merger counts for the unit that carries it on, and what it did in the cluster
that this one follows counts as if done here.

The rule of `proposal`, in this order:

1. The next chair is a vice-chair of the last year that had a chair: the one whose own time in the
   chair lies longest ago, who never was in the chair before all others; between equals the one
   named first among the vice-chairs.
2. Where no vice-chair is a member any more, the next chair is the member whose time in the chair
   lies longest ago; the outgoing chair comes last.
3. The vice-chairs are as many as in the last year that had any, one if none had: the members who
   led in neither role for the longest time, without the outgoing chair and the new one.

Between equals the order of the members decides, which is that of the Vietnamese alphabet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clusters.models import LeadershipRole
from clusters.office import line_of

Heirs = dict[int, set[int]]


@dataclass(frozen=True)
class Turn:
    """A unit led in a year, as the record has it.

    `cluster`: the short name of the cluster where it led, when that is one that this one follows.
    """

    year: int
    unit_id: int
    unit_name: str
    role: str
    order: int = 1
    is_inferred: bool = False
    cluster: str = ""


@dataclass(frozen=True)
class Standing:
    """When a member, or what it came from, last led before `year`."""

    unit_id: int
    name: str
    year: int
    chaired: Turn | None
    vice: Turn | None

    @property
    def since_chair(self) -> int | None:
        """Years since it was in the chair; None when the record has no such year."""
        return self.year - self.chaired.year if self.chaired else None

    @property
    def since_vice(self) -> int | None:
        """Years since it was vice-chair; None when the record has no such year."""
        return self.year - self.vice.year if self.vice else None

    @property
    def since_either(self) -> int | None:
        """Years since it led in either role."""
        known = [years for years in (self.since_chair, self.since_vice) if years is not None]
        return min(known, default=None)


@dataclass(frozen=True)
class Choice:
    """A member that the rule proposes, and by which rule."""

    unit_id: int
    name: str
    why: str


@dataclass(frozen=True)
class Proposal:
    """Who would lead in `year` by the rule; nobody where there is no member."""

    year: int
    chair: Choice | None
    vice_chairs: tuple[Choice, ...]


@dataclass(frozen=True)
class RecordedYear:
    """A year of the cluster: its members and who leads it."""

    year: int
    members: frozenset[int]
    turns: tuple[Turn, ...]

    @property
    def chair(self) -> Turn | None:
        return next((turn for turn in self.turns if turn.role == LeadershipRole.CHAIR), None)

    @property
    def vice_chairs(self) -> list[Turn]:
        """In their order."""
        vices = (turn for turn in self.turns if turn.role == LeadershipRole.VICE_CHAIR)
        return sorted(vices, key=lambda turn: turn.order)


def standings(
    members: Sequence[tuple[int, str]], turns: Iterable[Turn], heirs: Heirs, year: int
) -> list[Standing]:
    """Return each member's standing before `year`, longest without the chair first.

    `members` are (key, name) in the order that decides between equals.
    """
    earlier = [turn for turn in turns if turn.year < year]
    lines = {turn.unit_id: line_of(turn.unit_id, heirs) for turn in earlier}

    def last(unit_id: int, role: str) -> Turn | None:
        own = [turn for turn in earlier if turn.role == role and unit_id in lines[turn.unit_id]]
        return max(own, key=lambda turn: turn.year, default=None)

    rows = [
        Standing(
            unit_id,
            name,
            year,
            last(unit_id, LeadershipRole.CHAIR),
            last(unit_id, LeadershipRole.VICE_CHAIR),
        )
        for unit_id, name in members
    ]
    return sorted(rows, key=lambda row: _longest_first(row.since_chair))


def proposal(rows: Sequence[Standing], turns: Iterable[Turn], heirs: Heirs, year: int) -> Proposal:
    """Return who would lead in `year` by the rule of this module.

    `rows` are the standings of the members of `year`.
    """
    earlier = [turn for turn in turns if turn.year < year]
    # In the year in which one cluster took over from another, who led here counts.
    here = {turn.year for turn in earlier if not turn.cluster}
    earlier = [turn for turn in earlier if not turn.cluster or turn.year not in here]
    chairs = [turn for turn in earlier if turn.role == LeadershipRole.CHAIR]
    outgoing = max(chairs, key=lambda turn: turn.year, default=None)
    leaving = line_of(outgoing.unit_id, heirs) if outgoing else frozenset()
    chair = _next_chair(rows, earlier, outgoing, leaving, heirs)
    if chair is None:
        return Proposal(year, None, ())
    free = [row for row in rows if row.unit_id != chair.unit_id and row.unit_id not in leaving]
    free.sort(key=lambda row: _longest_first(row.since_either))
    number = _number_of_vice_chairs(earlier)
    vices = tuple(Choice(row.unit_id, row.name, _how_long(row)) for row in free[:number])
    return Proposal(year, chair, vices)


def _next_chair(
    rows: Sequence[Standing],
    earlier: list[Turn],
    outgoing: Turn | None,
    leaving: frozenset[int],
    heirs: Heirs,
) -> Choice | None:
    last_year = outgoing.year if outgoing else None
    vices = sorted(
        (t for t in earlier if t.year == last_year and t.role == LeadershipRole.VICE_CHAIR),
        key=lambda turn: turn.order,
    )
    lines = [(turn, line_of(turn.unit_id, heirs)) for turn in vices]
    present = [
        (row, turn)
        for turn, line in lines
        for row in rows
        if row.unit_id in line and row.unit_id not in leaving
    ]
    if present:
        row, turn = min(present, key=lambda pair: _longest_first(pair[0].since_chair))
        notes = [turn.unit_name] if turn.unit_id != row.unit_id else []
        notes += [f"cụm {turn.cluster}"] if turn.cluster else []
        led_as = f" ({', '.join(notes)})" if notes else ""
        why = f"Cụm phó năm {turn.year}{led_as}; {_chair_in_words(row)}"
        return Choice(row.unit_id, row.name, why)
    if not rows:
        return None
    row = min(rows, key=lambda row: (row.unit_id in leaving, _longest_first(row.since_chair)))
    reason = "không Cụm phó nào của năm trước còn là thành viên" if vices else "chưa rõ Cụm phó"
    before = f"Năm {last_year} {reason}; " if last_year else ""
    words = _chair_in_words(row)
    return Choice(row.unit_id, row.name, f"{before}{words}" if before else _capital(words))


def _number_of_vice_chairs(earlier: list[Turn]) -> int:
    vices = [turn for turn in earlier if turn.role == LeadershipRole.VICE_CHAIR]
    last = max((turn.year for turn in vices), default=None)
    return sum(turn.year == last for turn in vices) or 1


def _longest_first(years: int | None) -> tuple[bool, int]:
    """Sorts who never had a turn first, then the longest time ago."""
    return years is not None, -(years or 0)


def _chair_in_words(row: Standing) -> str:
    if row.chaired is None:
        return "chưa thấy làm Cụm trưởng trong hồ sơ"
    return f"làm Cụm trưởng lần gần nhất năm {row.chaired.year}, cách {row.since_chair} năm"


def _how_long(row: Standing) -> str:
    if row.since_either is None:
        return "Chưa thấy lãnh đạo cụm trong hồ sơ"
    return f"Lãnh đạo cụm lần gần nhất cách {row.since_either} năm"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def warnings(years: Iterable[RecordedYear], heirs: Heirs) -> list[str]:
    """What is wrong in the record of who led, the newest year first.

    A chair that was no member; a year without chair, or missing between two others; one unit, or
    it and what it came from, in two roles.
    """
    ordered = sorted(years, key=lambda year: year.year, reverse=True)
    found = []
    for newer, year in zip([None, *ordered], ordered, strict=False):
        if newer is not None:
            found += [
                f"Năm {missing} không có trong hồ sơ nên chưa rõ Cụm trưởng."
                for missing in range(newer.year - 1, year.year, -1)
            ]
        found += _wrong_in(year, heirs)
    return found


def _wrong_in(year: RecordedYear, heirs: Heirs) -> list[str]:
    found = []
    if year.chair is None:
        found.append(f"Năm {year.year} chưa có Cụm trưởng.")
    found += [
        f"Năm {year.year}: {turn.unit_name} là {LeadershipRole(turn.role).label} nhưng không phải"
        " thành viên của cụm."
        for turn in year.turns
        if turn.unit_id not in year.members
    ]
    chair = year.chair
    if chair is not None:
        same = line_of(chair.unit_id, heirs)
        found += [
            f"Năm {year.year}: {turn.unit_name} vừa là Cụm trưởng vừa là Cụm phó."
            for turn in year.vice_chairs
            if turn.unit_id in same or chair.unit_id in line_of(turn.unit_id, heirs)
        ]
    return found
