"""Rows that may be the same award: one recipient, one form, the same year or the one beside it."""

from collections.abc import Iterable

from django.db.models import Q

from awards.models import Award, AwardStatus
from awards.models.award import PUBLIC
from awards.register.answers import all_joined, joined_in
from awards.services.entries import Duplicate
from clusters.models import EmulationYear

_COUNTED = "#"  # the beginning of `same_recipient` for a group


def find_duplicates(
    emulation_year: EmulationYear, rows: Iterable[tuple[int, Award]]
) -> dict[int, list[Duplicate]]:
    """Possible duplicates of `rows` (position, award), by position; in two queries.

    Compared by `Award.same_recipient`, or a key that was said to be of the same recipient
    (`NearPair`), and the code of the form, which laws of different years
    share. In the record: of this cluster, or public, in the years `year` - 1 to `year` + 1;
    refused and revoked rows of other years are none. Counted groups are compared within the year
    and the unit alone. Of two entries the later one has the duplicate.
    """
    rows = list(rows)
    joined = joined_in(emulation_year.cluster_id) if rows else []
    asked = [
        (at, award, (_first_of(award.same_recipient, joined), award.form.code))
        for at, award in rows
    ]
    keys = all_joined({award.same_recipient for _, award in rows}, joined)
    codes = {code for _, _, (_, code) in asked}
    stored = _stored(emulation_year, keys, codes, joined) if asked else {}
    found: dict[int, list[Duplicate]] = {}
    entered: dict[tuple[str, str, bool], list[Duplicate]] = {}
    for position, award, same in asked:
        others = [
            _of_record(other, emulation_year, same_key=stored.get(same, ()))
            for other in stored.get(same, ())
            if _may_be(award, other, emulation_year)
        ]
        answers = award.proposal_id is not None
        others += entered.get((*same, answers), ())
        here = Duplicate(row=position, entered=str(award))
        entered.setdefault((*same, answers), []).append(here)
        if others:
            found[position] = others
    return found


def _first_of(key: str, joined: list[tuple[str, str]]) -> str:
    """One key that stands for all that were said to be of the same recipient."""
    return min(all_joined({key}, joined))


def _stored(
    year: EmulationYear, keys: set[str], codes: set[str], joined: list[tuple[str, str]]
) -> dict[tuple[str, str], list[Award]]:
    rows = (
        Award.objects.filter(Q(emulation_year__cluster=year.cluster_id) | PUBLIC)
        .filter(
            recipient_key__in=keys,
            form__code__in=codes,
            emulation_year__year__range=(year.year - 1, year.year + 1),
        )
        .select_related("form", "unit", "recipient_unit", "decision", "emulation_year")
        .order_by("-emulation_year__year", "pk")
    )
    found: dict[tuple[str, str], list[Award]] = {}
    for row in rows:
        if row.recipient_key.startswith(_COUNTED) and row.emulation_year_id != year.pk:
            continue
        same = (_first_of(row.recipient_key, joined), row.form.code)
        found.setdefault(same, []).append(row)
    return found


def _may_be(award: Award, other: Award, year: EmulationYear) -> bool:
    """Whether `other` may be the award entered, not the row itself nor what goes with it."""
    if other.pk == award.pk:
        return False
    linked = {award.proposal_id, award.pk} - {None}
    if other.pk in linked or other.proposal_id in linked:
        return False
    if other.emulation_year_id == year.pk:
        return True
    return other.status in (AwardStatus.GRANTED, AwardStatus.PROPOSED)


def _of_record(other: Award, year: EmulationYear, *, same_key: Iterable[Award]) -> Duplicate:
    is_open = (
        other.status == AwardStatus.PROPOSED
        and other.emulation_year_id == year.pk
        and all(one.proposal_id != other.pk for one in same_key)
    )
    return Duplicate(award=other, is_open_proposal=is_open)
