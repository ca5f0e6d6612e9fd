"""What is handed to whom in a year, and who fills in for somebody."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from clusters import access
from clusters.models import (
    Appointment,
    Delegation,
    EmulationYear,
    Leadership,
    LeadershipRole,
    Role,
    Substitution,
    Unit,
)
from clusters.office import heirs_on, line_of
from clusters.roles import DELEGABLE, PERMISSION_LABELS


@dataclass(frozen=True)
class ViceChair:
    """A vice-chair's unit; `name` says what it has become, too."""

    unit: Unit
    name: str
    has_secretary: bool


@dataclass(frozen=True)
class Cell:
    """What one vice-chair has of one kind of work, today or later."""

    vice_chair: ViceChair
    delegations: list[Delegation]


@dataclass(frozen=True)
class WorkRow:
    """One kind of work with a cell for each vice-chair."""

    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Board:
    """Vice-chairs of a year against the work that can be handed to them; `past` has ended."""

    vice_chairs: list[ViceChair]
    rows: list[WorkRow]
    past: list[Delegation]


def board_of(year: EmulationYear, today: datetime.date) -> Board:
    """Everything handed out in the year; in a fixed number of queries."""
    places = Leadership.objects.filter(emulation_year=year, role=LeadershipRole.VICE_CHAIR)
    units = [row.unit for row in places.select_related("unit").order_by("order", "pk")]
    vice_chairs = _vice_chairs(units, year, today)
    delegations = list(
        Delegation.objects.filter(emulation_year=year)
        .select_related("unit")
        .order_by("valid_from", "unit__sort_key", "pk")
    )
    is_past = {
        row.pk: row.unit not in units or (row.valid_to is not None and row.valid_to < today)
        for row in delegations
    }
    rows = [
        WorkRow(
            PERMISSION_LABELS[permission],
            [
                Cell(
                    vice_chair,
                    [
                        row
                        for row in delegations
                        if row.unit_id == vice_chair.unit.pk
                        and row.permission == permission
                        and not is_past[row.pk]
                    ],
                )
                for vice_chair in vice_chairs
            ],
        )
        for permission in DELEGABLE
    ]
    return Board(vice_chairs, rows, [row for row in delegations if is_past[row.pk]])


def _vice_chairs(units: list[Unit], year: EmulationYear, today: datetime.date) -> list[ViceChair]:
    """The units with those that carry on their place today, and whether any has a secretary."""
    heirs = heirs_on(today)
    lines = {unit.pk: line_of(unit.pk, heirs) for unit in units}
    carriers = set().union(*lines.values())
    heirs_of = {
        key: [one for one in line - {key} if one not in heirs] for key, line in lines.items()
    }
    current = Unit.objects.in_bulk({key for keys in heirs_of.values() for key in keys})
    secretaries = set(
        Appointment.objects.on(today)
        .filter(
            role=Role.SECRETARIAT,
            cluster=year.cluster_id,
            unit__in=carriers,
            user__is_active=True,
        )
        .values_list("unit", flat=True)
    )
    found = []
    for unit in units:
        now = sorted((current[key] for key in heirs_of[unit.pk]), key=lambda heir: heir.sort_key)
        name = f"{unit}, nay là {' và '.join(map(str, now))}" if now else str(unit)
        found.append(ViceChair(unit, name, not secretaries.isdisjoint(lines[unit.pk])))
    return found


def is_led_now(user: Any, year: EmulationYear) -> bool:
    """Whether the chair in office is that of `year`: only then does its word hold."""
    office = access.office_of(user, year.cluster_id)
    return office is not None and office.year == year.year


def term_note(user: Any, year: EmulationYear) -> str:
    """Why nothing is handed out in `year` today; empty when it is the year led now."""
    if is_led_now(user, year):
        return ""
    office = access.office_of(user, year.cluster_id)
    if office is None:
        return "Cụm chưa có Cụm trưởng đang điều hành, nên chưa giao việc được."
    return f"Cụm đang do Cụm trưởng năm {office.year} điều hành: chỉ giao việc trong năm đó."


def leaves_of(user: Any) -> QuerySet[Substitution]:
    """Substitutions of the user's own appointments, the latest first."""
    return (
        Substitution.objects.filter(appointment__user=user)
        .select_related("substitute", "appointment__cluster", "appointment__unit")
        .order_by("-valid_from", "pk")
    )
