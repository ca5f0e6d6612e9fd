"""The awards: as many as are asked for, spread over years, units and forms as a country's are."""

import datetime
import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from awards.models import (
    Award,
    AwardForm,
    AwardLevel,
    AwardStatus,
    CommendationType,
    Decision,
    RecipientKind,
)
from cluster_portal.generated.frame import MARK, Frame
from cluster_portal.generated.recipients import Recipients
from cluster_portal.vietnamese.folding import fold
from cluster_portal.vietnamese.order import sort_key
from clusters.models import EmulationYear, Unit

COLUMNS = (
    "emulation_year_id",
    "year_is_stated",
    "conference_id",
    "form_id",
    "status",
    "commendation_type",
    "recipient_kind",
    "recipient_name",
    "count",
    "unit_id",
    "giving_body",
    "is_posthumous",
    "decision_id",
    "no_decision_reason",
    "source_id",
    "note",
    "sort_key",
    "recipient_key",
    "search_text",
)
_LEVELS = {
    AwardLevel.GRASSROOTS: (45, "Thủ trưởng đơn vị"),
    AwardLevel.PROVINCE: (33, "Chủ tịch Ủy ban nhân dân"),
    AwardLevel.MINISTRY: (8, "Bộ trưởng"),
    AwardLevel.GOVERNMENT: (6, "Thủ tướng Chính phủ"),
    AwardLevel.STATE: (8, "Chủ tịch nước"),
}
_STATUSES = {
    AwardStatus.GRANTED: 920,
    AwardStatus.PROPOSED: 45,
    AwardStatus.REFUSED: 30,
    AwardStatus.REVOKED: 5,
}
_TYPES = {
    CommendationType.MERIT: 70,
    CommendationType.THEMATIC: 12,
    CommendationType.AD_HOC: 6,
    CommendationType.SENIORITY: 5,
    CommendationType.CONTRIBUTION: 3,
    CommendationType.EXTERNAL_RELATIONS: 1,
    "": 3,
}
_KINDS = {
    RecipientKind.INDIVIDUAL: 60,
    RecipientKind.COLLECTIVE: 36,
    RecipientKind.HOUSEHOLD: 4,
}
_GROUPS = 0.03  # counted groups among the lines
_IN_REPORT = 0.6  # named by the review of the year
_BATCH = 2000
_MARKS = fold(MARK)


def award_rows(choose: random.Random, frame: Frame, awards: int) -> Iterator[tuple[Any, ...]]:
    """Values of `COLUMNS` for each of `awards` awards, year by year; writes their decisions first.

    What it returns asks the database for nothing, which may be busy taking the rows.
    """
    units = {unit.pk: unit for members in frame.members.values() for unit in members}
    recipients = Recipients(choose, list(units.values()), awards)
    weights = {key: choose.uniform(0.5, 2) for key in units}
    places: dict[int, list[tuple[EmulationYear, Unit]]] = {}
    for year in frame.years:
        places.setdefault(year.year, []).extend((year, unit) for unit in frame.members[year.pk])
    decisions = {number: _decisions(choose, of_year) for number, of_year in places.items()}
    # The awards grow by a twenty-fifth a year; the last year has only begun.
    shares = [1.0 + place / 25 for place in range(len(places))]
    shares[-1] /= 2
    counts = _split(awards, shares)
    forms = _forms_by_level(frame.forms)
    return (
        _award(choose, frame, year, unit, forms, recipients, decisions[number])
        for (number, of_year), count in zip(places.items(), counts, strict=True)
        for year, unit in choose.choices(
            of_year, weights=[weights[unit.pk] for _, unit in of_year], k=count
        )
    )


def _split(total: int, shares: list[float]) -> list[int]:
    """Whole numbers in proportion to `shares` that add up to `total`."""
    ends = [round(total * part / sum(shares)) for part in accumulate(shares)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _forms_by_level(forms: list[AwardForm]) -> dict[str, tuple[list[AwardForm], list[float]]]:
    """The forms of each level, the first of them far more often than the last."""
    found: dict[str, tuple[list[AwardForm], list[float]]] = {}
    for level in AwardLevel:
        of_level = [form for form in forms if form.level == level and not form.is_group]
        found[level] = (of_level, [1 / (place + 1) for place in range(len(of_level))])
    return found


def _decisions(
    choose: random.Random, places: list[tuple[EmulationYear, Unit]]
) -> dict[tuple[int, str], int]:
    """One decision for each unit and level of a year; their keys."""
    wanted = [(year, unit, level) for year, unit in places for level in AwardLevel]
    rows = Decision.objects.bulk_create(
        (
            Decision(
                document_number=f"{number}/QĐ-THU-{year.year}",
                signed_on=datetime.date(year.year, choose.randint(1, 12), choose.randint(1, 28)),
                issuing_body=_LEVELS[level][1],
                subject=MARK,
                emulation_year=year,
            )
            for number, (year, _, level) in enumerate(wanted, start=1)
        ),
        batch_size=_BATCH,
    )
    return {(unit.pk, level): row.pk for (_, unit, level), row in zip(wanted, rows, strict=True)}


def _award(
    choose: random.Random,
    frame: Frame,
    year: EmulationYear,
    unit: Unit,
    forms: dict[str, tuple[list[AwardForm], list[float]]],
    recipients: Recipients,
    decisions: dict[tuple[int, str], int],
) -> tuple[Any, ...]:
    level = _one(choose, {level: weight for level, (weight, _) in _LEVELS.items()})
    form = choose.choices(forms[level][0], weights=forms[level][1])[0]
    allowed = {
        kind: weight
        for (kind, weight), fits in zip(
            _KINDS.items(),
            (form.for_individual, form.for_collective, form.for_household),
            strict=True,
        )
        if fits
    }
    kind = _one(choose, allowed)
    status = _one(choose, _STATUSES)
    is_open = status == AwardStatus.PROPOSED
    review = frame.reviews[year.pk] if choose.random() < _IN_REPORT else None
    body = _LEVELS[level][1]
    if choose.random() < _GROUPS:
        # As `Award.recipient` and `Award.same_recipient` say it of a row without a name.
        count = choose.randint(2, 400)
        award = Award(recipient_kind=kind, count=count, unit_id=unit.pk)
        name, order, key, folded = "", sort_key(award.recipient), award.same_recipient, ""
    else:
        one = recipients.one(kind, unit)
        count, name, order, key, folded = 1, one.name, one.sort_key, one.key, one.folded
    return (
        year.pk,
        choose.random() < 0.98,
        review and review.pk,
        form.pk,
        str(status),
        str(_one(choose, _TYPES)),
        str(kind),
        name,
        count,
        unit.pk,
        body,
        form.may_be_posthumous and choose.random() < 0.02,
        None if is_open else decisions[unit.pk, level],
        "",
        frame.source.pk,
        MARK,
        order,
        key,
        " ".join(part for part in (folded, fold(body), _MARKS) if part),
    )


def _one(choose: random.Random, weights: dict[Any, int]) -> Any:
    return choose.choices(list(weights), weights=list(weights.values()))[0]
