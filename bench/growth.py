"""Makes the real record many times larger, so that query counts can be compared."""

import datetime
from collections.abc import Iterable

from django.db import models

from awards.models import Award
from clusters.models import Cluster, EmulationYear, Membership, Unit, UnitKind
from emulation.models import (
    Conference,
    ConferenceKind,
    ConferenceMovement,
    Delegate,
    Indicator,
    IndicatorValue,
    Movement,
    Pledge,
    PledgeItem,
    PledgeSignature,
    ReportSection,
    Speech,
)

CLUSTER = "dong-bang-song-hong"
STEP = 100  # between the order numbers of two copies


def grow(times: int) -> None:
    """Leave about `times` as many rows in every table that a public page reads."""
    cluster = Cluster.objects.get(slug=CLUSTER)
    year = EmulationYear.objects.get(cluster=cluster, year=2023)
    conference = Conference.objects.get(cluster=cluster, review_year=year)
    copies = range(1, times)
    units = _units(cluster, times)
    _conferences(cluster, year, conference, copies)
    years = EmulationYear.objects.bulk_create(
        EmulationYear(cluster=cluster, year=1960 + i) for i in copies
    )
    _pledges(cluster, years, units)
    _values(year, units)
    _copy(Award.objects.all(), copies)
    for model, number in ((Delegate, "order"), (ReportSection, "order")):
        _copy(model.objects.filter(conference=conference), copies, number)
    _copy(Speech.objects.filter(conference=conference), copies, "order")
    movements = Movement.objects.bulk_create(
        Movement(name=f"Phong trào {i}", slug=f"phong-trao-{i}", kind="movement") for i in copies
    )
    ConferenceMovement.objects.bulk_create(
        ConferenceMovement(conference=conference, movement=movement, order=100 + i)
        for i, movement in enumerate(movements)
    )


def _units(cluster: Cluster, times: int) -> list[Unit]:
    units = Unit.objects.bulk_create(
        Unit(name=f"Đơn vị {i}", kind=UnitKind.BODY, slug=f"don-vi-{i}") for i in range(9 * times)
    )
    Membership.objects.bulk_create(
        Membership(cluster=cluster, unit=unit, valid_to=cluster.valid_to) for unit in units
    )
    Cluster.objects.bulk_create(
        Cluster(name=f"Cụm thi đua {i}", short_name=f"Cụm {i}", slug=f"cum-{i}")
        for i in range(8 * (times - 1))
    )
    return units


def _conferences(
    cluster: Cluster, year: EmulationYear, conference: Conference, copies: Iterable[int]
) -> None:
    Conference.objects.bulk_create(
        Conference(
            cluster=cluster,
            kind=ConferenceKind.THEMATIC,
            slug=f"chuyen-de-{i}",
            title=f"Hội nghị chuyên đề {i}",
            review_year=year,
            held_on=datetime.date(2023, 6, 1),
            host=conference.host,
            status=conference.status,
        )
        for i in copies
    )


def _pledges(cluster: Cluster, years: list[EmulationYear], units: list[Unit]) -> None:
    """A pledge like that of 2021 for each of `years`; that one with as many times its rows."""
    pledge = Pledge.objects.get(emulation_year__cluster=cluster, emulation_year__year=2021)
    items, signatures = list(pledge.items.all()), list(pledge.signatures.all())
    made = Pledge.objects.bulk_create(
        Pledge(**_values_of(pledge) | {"emulation_year_id": year.pk}) for year in years
    )
    for model, rows in ((PledgeItem, items), (PledgeSignature, signatures)):
        model.objects.bulk_create(
            model(**_values_of(row) | {"pledge_id": other.pk}) for other in made for row in rows
        )
    _copy(pledge.items.all(), range(1, len(years) + 1), "number")
    signers = units[: len(signatures) * len(years)]
    PledgeSignature.objects.bulk_create(
        PledgeSignature(**_values_of(signatures[i % len(signatures)]) | {"unit_id": unit.pk})
        for i, unit in enumerate(signers)
    )


def _values(year: EmulationYear, units: list[Unit]) -> None:
    indicators = Indicator.objects.all()[:20]
    IndicatorValue.objects.bulk_create(
        IndicatorValue(emulation_year=year, indicator=indicator, unit=unit, value=1)
        for unit in units[:90]
        for indicator in indicators
    )


def _copy(rows: models.QuerySet, copies: Iterable[int], number: str | None = None) -> None:
    originals = list(rows)
    made = []
    for i in copies:
        for row in originals:
            values = _values_of(row)
            if number:
                values[number] += STEP * i
            if "full_name" in values:
                values["full_name"] += f" {i}"
            made.append(row.__class__(**values))
    rows.model.objects.bulk_create(made)


def _values_of(row: models.Model) -> dict[str, object]:
    """The columns of a row but its key."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
