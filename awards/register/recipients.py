"""One recipient: which lines of the register are of the same person or collective.

Lines stand together by the key of the name (`Award.same_recipient`), the kind of recipient and the
unit with its predecessors and successors, and by what people have answered of names that are near
each other (`NearPair`). Two people of one name in one province cannot be told apart by that; the
page says so.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from awards.models import Award, AwardForm, AwardStatus, RecipientKind, RegisterEntry
from awards.models.register import NO_UNIT
from awards.register.answers import names_apart
from awards.register.sight import FULL, Sight, is_private
from awards.selectors import Totals, register_for
from clusters.models import Succession, Unit

_OF_ONE_KIND = (RecipientKind.COLLECTIVE, RecipientKind.HOUSEHOLD)


@dataclass(frozen=True)
class Part:
    """How many lines a recipient has of one form, or in one unit, and in which years."""

    name: str
    lines: int
    first_year: int
    last_year: int
    address: str = ""

    @property
    def span(self) -> str:
        """ "năm 2024" or "2020–2024"."""
        if self.first_year == self.last_year:
            return f"năm {self.last_year}"
        return f"{self.first_year}–{self.last_year}"


@dataclass
class Recipient:
    """Everything that the reader sees of one recipient.

    `keys` are the awards, newest year first; `spellings` the other ways in which the name is
    written in them.
    """

    award: Award
    name: str
    totals: Totals
    keys: list[int]
    years: list[int]
    decisions: int
    forms: list[Part] = field(default_factory=list)
    units: list[Part] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        return is_private(self.award)

    @property
    def span(self) -> str:
        """ "Năm 2024" or "Từ năm 2020 đến năm 2024"."""
        first, last = self.years[0], self.years[-1]
        return f"Năm {last}" if first == last else f"Từ năm {first} đến năm {last}"

    @property
    def standing_together(self) -> str:
        """Which lines are taken for one recipient's, and who may be among them."""
        of_names = ", kính ngữ và chức vụ" if self.is_private else ""
        words = (
            f"Gồm các dòng cùng tên, không kể dấu và thứ tự từ{of_names}, của cùng đơn vị hoặc đơn"
            " vị tiền thân, kế thừa."
        )
        if self.is_private:
            words += " Người trùng tên trong một đơn vị có thể đứng chung ở đây."
        return words


def page_address(award: Award, sight: Sight) -> str:
    """The address of the page of who was rewarded; empty where the reader may not know who."""
    is_somebody = bool(award.recipient_name or award.recipient_unit_id) and award.recipient_key
    if not is_somebody or not sight.shows_all_of(award):
        return ""
    return reverse("awards:recipient", args=[award.pk])


def recipient_of(key: int, user: Any, sight: Sight) -> Recipient | None:
    """Whoever was rewarded by the award `key`, as far as the reader sees and may read the name.

    In a fixed number of queries.
    """
    award = register_for(user).filter(pk=key).first()
    if award is None or not page_address(award, sight):
        return None
    lines = list(
        _lines_of(award, sight)
        .order_by("newest_first", "sort_key", "award_id")
        .values("year", "status", "recipients", "uncounted", "form", "unit", key=F("award_id"))
        .annotate(name=F("award__recipient_name"), decision=F("award__decision_id"))
    )
    if not lines:
        return None
    forms = AwardForm.objects.in_bulk({line["form"] for line in lines})
    units = Unit.objects.in_bulk({line["unit"] for line in lines} - {NO_UNIT})
    name = award.recipient_name or award.recipient_unit.official_name
    return Recipient(
        award=award,
        name=name,
        totals=_totals(lines),
        keys=[line["key"] for line in lines],
        years=sorted({line["year"] for line in lines}),
        decisions=len({line["decision"] for line in lines} - {None}),
        # Two laws may name one form alike.
        forms=_parts(lines, lambda line: (forms[line["form"]].name, "")),
        units=_parts(
            [line for line in lines if line["unit"] in units],
            lambda line: (
                units[line["unit"]].official_name,
                units[line["unit"]].get_absolute_url(),
            ),
        ),
        spellings=sorted({line["name"] for line in lines} - {name, ""}),
    )


def awards_of(keys: list[int], user: Any) -> list[Award]:
    """The awards with these keys, in this order, with all that a row of the register shows."""
    found = register_for(user).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _lines_of(award: Award, sight: Sight) -> QuerySet[RegisterEntry]:
    lines = RegisterEntry.objects.filter(_readable(sight, private=is_private(award)))
    if not award.recipient_name:  # a province by itself: its key says which
        return lines.filter(recipient_key=award.recipient_key)
    unit = award.unit_id or award.recipient_unit_id
    units = _line_of_units(unit) if unit else set()
    keys, others = names_apart(award, units)
    lines = lines.filter(recipient_key__in=keys).exclude(award__recipient_name__in=("", *others))
    if units:
        lines = lines.filter(unit__in=units)
    else:
        lines = lines.filter(unit=NO_UNIT, cluster=award.emulation_year.cluster_id)
    if award.recipient_kind in _OF_ONE_KIND:
        return lines.filter(recipient_kind=award.recipient_kind)
    return lines.exclude(recipient_kind__in=_OF_ONE_KIND)


def _readable(sight: Sight, *, private: bool) -> Q:
    """Lines that the reader sees with the whole name."""
    at_home = not private or sight.for_staff == FULL
    elsewhere = not private or sight.for_public == FULL
    if sight.everything:
        return Q() if at_home else Q(pk__in=())
    own = Q(cluster__in=sight.clusters)
    condition = own if at_home else Q(pk__in=())
    return condition | (Q(is_public=True) & ~own) if elsewhere else condition


def _line_of_units(unit: int) -> set[int]:
    """The unit, what it came from and what it became; not what else became the same."""
    pairs = list(Succession.objects.order_by().values_list("predecessor", "successor"))
    line = {unit}
    for one, other in ((0, 1), (1, 0)):
        reached = {unit}
        while more := {pair[other] for pair in pairs if pair[one] in reached} - reached:
            reached |= more
        line |= reached
    return line


def _totals(lines: list[dict[str, Any]]) -> Totals:
    counted: Counter[str] = Counter({status.value: 0 for status in AwardStatus})
    for line in lines:
        counted[line["status"]] += line["recipients"]
    return Totals(rows=len(lines), uncounted=sum(line["uncounted"] for line in lines), **counted)


def _parts(lines: list[dict[str, Any]], named: Any) -> list[Part]:
    """Lines by what `named` says of them, those with the most lines first."""
    years: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        years.setdefault(named(line), []).append(line["year"])
    parts = [
        Part(name, len(found), min(found), max(found), address)
        for (name, address), found in years.items()
    ]
    return sorted(parts, key=lambda part: (-part.lines, -part.last_year, part.name))
