"""What is handed to whom in a year, and who fills in for somebody."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from clusters import access
from clusters.models import (
    Delegation,
    EmulationYear,
    Leadership,
    LeadershipRole,
    Substitution,
    Unit,
)
from clusters.roles import DELEGABLE, PERMISSION_LABELS


@dataclass(frozen=True)
class Cell:
    """What one vice-chair has of one kind of work, today or later."""

    unit: Unit
    delegations: list[Delegation]


@dataclass(frozen=True)
class WorkRow:
    """One kind of work with a cell for each vice-chair."""

    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Board:
    """Vice-chairs of a year against the work that can be handed to them; `past` has ended."""

    units: list[Unit]
    rows: list[WorkRow]
    past: list[Delegation]


def board_of(year: EmulationYear, today: datetime.date) -> Board:
    """Everything handed out in the year; two queries."""
    places = Leadership.objects.filter(emulation_year=year, role=LeadershipRole.VICE_CHAIR)
    units = [row.unit for row in places.select_related("unit").order_by("order", "pk")]
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
                    unit,
                    [
                        row
                        for row in delegations
                        if row.unit_id == unit.pk
                        and row.permission == permission
                        and not is_past[row.pk]
                    ],
                )
                for unit in units
            ],
        )
        for permission in DELEGABLE
    ]
    return Board(units, rows, [row for row in delegations if is_past[row.pk]])


def term_note(user: Any, year: EmulationYear) -> str:
    """Why what is handed out in `year` has no effect today; empty when it has."""
    office = access.office_of(user, year.cluster_id)
    if office is None:
        return "Cụm chưa có Cụm trưởng đang điều hành, nên việc giao chưa có hiệu lực."
    if office.year < year.year:
        return (
            f"Cụm đang do Cụm trưởng năm {office.year} điều hành; việc giao của năm {year.year}"
            f" có hiệu lực từ ngày Cụm trưởng năm {year.year} nhận bàn giao."
        )
    if office.year > year.year:
        return (
            f"Cụm đang do Cụm trưởng năm {office.year} điều hành; việc giao của năm {year.year}"
            " không còn hiệu lực."
        )
    return ""


def leaves_of(user: Any) -> QuerySet[Substitution]:
    """Substitutions of the user's own appointments, the latest first."""
    return (
        Substitution.objects.filter(appointment__user=user)
        .select_related("substitute", "appointment__cluster", "appointment__unit")
        .order_by("-valid_from", "pk")
    )
