"""What one person may do: on what ground, where and until when, in words.

The words follow the rules of `clusters.access`; a test holds the two together.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Prefetch, Q

from cluster_portal.vietnamese.dates import format_date
from cluster_portal.workspace.selectors import labels_of
from clusters.models import (
    Appointment,
    Cluster,
    Delegation,
    Leadership,
    LeadershipRole,
    Membership,
    Role,
    Substitution,
    Unit,
)
from clusters.office import Office, heirs_on, line_of, offices_on, workplaces_on
from clusters.roles import PERSONAL, ROLES, Permission

BY_APPOINTMENT = "Theo phân công."
OPEN_END = "chưa định ngày kết thúc"
UNTIL_NEXT_CHAIR = "đến trước ngày Cụm trưởng sau nhận bàn giao"


@dataclass(frozen=True)
class Grant:
    """Permissions on one ground: where, until when and why, in words."""

    permissions: frozenset[Permission]
    where: str
    until: str
    why: str

    @property
    def labels(self) -> list[str]:
        return labels_of(self.permissions)


@dataclass(frozen=True)
class Place:
    """A cluster that the duty reaches; `year` is the one that it is led in today, if any."""

    cluster: Cluster
    year: int | None


@dataclass(frozen=True)
class Duty:
    """An appointment, one's own or filled in for; `note` says what is missing, and why."""

    appointment: Appointment
    substitution: Substitution | None = None
    grants: list[Grant] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    note: str = ""
    covered_by: Substitution | None = None

    @property
    def scope(self) -> str:
        """Over what: the cluster, the unit, or the whole country."""
        place = self.appointment.cluster or self.appointment.unit
        return str(place) if place else "Cả nước"

    @property
    def period(self) -> Substitution | Appointment:
        """The row whose days count."""
        return self.substitution or self.appointment

    @property
    def last_day(self) -> datetime.date | None:
        days = [self.appointment.valid_to, self.substitution and self.substitution.valid_to]
        return min((day for day in days if day), default=None)


@dataclass(frozen=True)
class _Today:
    """What the duties of one person rest on today."""

    offices: dict[int, Office]
    chairs: dict[tuple[int, int], Unit]  # by cluster and year
    delegations: dict[tuple[int, int], list[Delegation]]  # by cluster and unit
    workplaces: dict[int, list[Membership]]  # by the officer's unit


def duties_of(user: Any, today: datetime.date) -> tuple[list[Duty], list[Duty]]:
    """Return the duties in force today, and those of another time; in a fixed number of queries."""
    held, others = [], []
    for appointment in _appointments().filter(user=user):
        rows = held if appointment.holds_on(today) else others
        covers = [row for row in appointment.substitutions.all() if row.holds_on(today)]
        rows.append(Duty(appointment, covered_by=next(iter(covers), None)))
    covering = list(Substitution.objects.filter(substitute=user))
    keys = {row.appointment_id for row in covering}
    covered = {row.pk: row for row in _appointments().filter(pk__in=keys)}
    for row in covering:
        appointment = covered[row.appointment_id]
        in_force = row.holds_on(today) and appointment.holds_on(today)
        rows = held if in_force and appointment.user.is_active else others
        rows.append(Duty(appointment, row))
    rests_on = _today(held, today)
    return [_explained(duty, rests_on) for duty in held], others


def _appointments() -> Any:
    return (
        Appointment.objects.select_related("user", "cluster", "unit")
        .prefetch_related(
            Prefetch("substitutions", Substitution.objects.select_related("substitute")),
        )
        .order_by(F("valid_from").desc(nulls_last=True), "role", "pk")
    )


def _today(duties: Iterable[Duty], today: datetime.date) -> _Today:
    officers = {
        duty.appointment.unit_id
        for duty in duties
        if duty.appointment.role == Role.PROVINCIAL_OFFICER
    }
    workplaces = workplaces_on(today, officers)
    clusters = {cluster.pk for duty in duties for cluster in _clusters_of(duty, workplaces)}
    offices = offices_on(today, clusters)
    years = Q(pk__in=())
    for office in offices.values():
        years |= Q(emulation_year__cluster=office.cluster_id, emulation_year__year=office.year)
    chairs = Leadership.objects.filter(years, role=LeadershipRole.CHAIR)
    delegations: dict[tuple[int, int], list[Delegation]] = {}
    handed = Delegation.objects.on(today).filter(years).to_vice_chairs()
    heirs = heirs_on(today)
    for row in handed.select_related("emulation_year", "unit").order_by("valid_from", "pk"):
        for unit in line_of(row.unit_id, heirs):
            delegations.setdefault((row.emulation_year.cluster_id, unit), []).append(row)
    return _Today(
        offices,
        {
            (row.emulation_year.cluster_id, row.emulation_year.year): row.unit
            for row in chairs.select_related("unit", "emulation_year")
        },
        delegations,
        workplaces,
    )


def _clusters_of(duty: Duty, workplaces: dict[int, list[Membership]]) -> list[Cluster]:
    appointment = duty.appointment
    if appointment.role == Role.SECRETARIAT:
        return [appointment.cluster]
    if appointment.role == Role.PROVINCIAL_OFFICER:
        return list(dict.fromkeys(row.cluster for row in workplaces[appointment.unit_id]))
    return []


def _explained(duty: Duty, rests_on: _Today) -> Duty:
    clusters = _clusters_of(duty, rests_on.workplaces)
    explain = {Role.SECRETARIAT: _of_secretary, Role.PROVINCIAL_OFFICER: _of_officer}
    grants, note = explain.get(duty.appointment.role, _of_country)(duty, clusters, rests_on)
    offices = rests_on.offices
    return Duty(
        appointment=duty.appointment,
        substitution=duty.substitution,
        grants=[grant for grant in grants if grant.permissions],
        places=[
            Place(cluster, offices[cluster.pk].year if cluster.pk in offices else None)
            for cluster in clusters
        ],
        note=note,
        covered_by=duty.covered_by,
    )


def _grant(
    duty: Duty, permissions: Iterable[Permission], where: str, until: str, why: str
) -> Grant:
    mine = frozenset(permissions)
    return Grant(mine - PERSONAL if duty.substitution else mine, where, until, why)


def _until(*days: datetime.date | None) -> str:
    last = min((day for day in days if day), default=None)
    return f"đến hết {format_date(last)}" if last else OPEN_END


def _of_country(duty: Duty, clusters: list[Cluster], rests_on: _Today) -> tuple[list, str]:
    permissions = ROLES[duty.appointment.role].appointed
    return [_grant(duty, permissions, "Cả nước", _until(duty.last_day), BY_APPOINTMENT)], ""


def _of_officer(duty: Duty, clusters: list[Cluster], rests_on: _Today) -> tuple[list, str]:
    unit, until = duty.appointment.unit, _until(duty.last_day)
    carried = dict.fromkeys(
        row.unit for row in rests_on.workplaces[unit.pk] if row.unit_id != unit.pk
    )
    before = ", ".join(_with_end(one) for one in carried)
    reading = frozenset({Permission.VIEW_DRAFTS})
    grants = []
    if clusters:
        names = "; ".join(_with_end(cluster) for cluster in clusters)
        why = f"{unit}{f', hoặc {before},' if before else ''} là thành viên."
        grants.append(_grant(duty, reading, names, until, why))
    writing = ROLES[duty.appointment.role].appointed - reading
    where = f"{unit}, từ năm thi đua đang điều hành trở đi"
    grants.append(_grant(duty, writing, where, until, BY_APPOINTMENT))
    if before:
        where = f"{before}, từ năm thi đua đang điều hành trở đi"
        why = f"{unit} kế thừa."
        grants.append(_grant(duty, {Permission.EDIT_UNIT}, where, until, why))
    note = "" if clusters else f"{unit} hiện không là thành viên của cụm nào."
    return grants, note


def _with_end(row: Unit | Cluster) -> str:
    return f"{row} (đến {format_date(row.valid_to)})" if row.valid_to else str(row)


def _of_secretary(duty: Duty, clusters: list[Cluster], rests_on: _Today) -> tuple[list, str]:
    appointment, definition = duty.appointment, ROLES[duty.appointment.role]
    cluster, unit = appointment.cluster, appointment.unit
    where, until = str(cluster), _until(duty.last_day)
    grants = [_grant(duty, definition.appointed, where, until, BY_APPOINTMENT)]
    office = rests_on.offices.get(cluster.pk)
    if office is None:
        return grants, "Cụm chưa có Cụm trưởng đang điều hành, nên chỉ xem được."
    chair = rests_on.chairs[cluster.pk, office.year]
    if unit.pk in office.units:
        end = f"{UNTIL_NEXT_CHAIR}, muộn nhất {until}" if duty.last_day else UNTIL_NEXT_CHAIR
        why = _in_the_chair(unit, chair, office)
        grants.append(_grant(duty, definition.chair, where, end, why))
        note = f"Sửa hồ sơ của những năm trước năm {office.year} thì phải nêu lý do đính chính."
        return grants, note
    handed = rests_on.delegations.get((cluster.pk, unit.pk), [])
    for row in handed:
        end = _until(duty.last_day, row.valid_to)
        if end == OPEN_END:
            end = UNTIL_NEXT_CHAIR
        place = f"{row.unit} là Cụm phó năm {office.year}"
        why = f"{place}; Cụm trưởng giao theo {row.decision}."
        place = f"{where}, từ năm {office.year} trở đi"
        grants.append(_grant(duty, {Permission(row.permission)}, place, end, why))
    only = "ngoài việc được giao thì chỉ xem" if handed else "nên chỉ xem được"
    return grants, f"Cụm trưởng đang điều hành là {chair} (năm {office.year}), {only}."


def _in_the_chair(unit: Unit, chair: Unit, office: Office) -> str:
    words = (
        f"{unit} là Cụm trưởng năm {office.year}"
        if unit.pk == chair.pk
        else f"{unit} tiếp tục chức trách của {chair}, Cụm trưởng năm {office.year}"
    )
    if office.since:
        return f"{words}, nhận bàn giao ngày {format_date(office.since)}."
    return f"{words}; cụm chưa ghi nhận lần bàn giao nào nên Cụm trưởng của năm gần nhất giữ quyền."
