"""Appointing, leading, handing over: who may, what is refused, and that the audit comes along."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cluster_portal.audit.models import AuditEvent
from clusters import access, services
from clusters.models import Appointment, Handover, Leadership, Role
from clusters.roles import Permission
from tests.factories.accounts import UserFactory
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    SourceFactory,
    UnitFactory,
)

DAY = datetime.date(2024, 3, 13)
DECISION = "Quyết định số 12/QĐ-UBND"


@pytest.fixture
def units(cluster_a):
    return [MembershipFactory(cluster=cluster_a).unit for _ in range(4)]


@pytest.fixture
def year(cluster_a):
    return EmulationYearFactory(cluster=cluster_a, year=2024)


@pytest.fixture
def broken_audit(monkeypatch):
    """An audit that cannot be written."""

    def fail(**kwargs):
        raise RuntimeError("the audit is full")

    monkeypatch.setattr(services, "record", fail)


def leaders_of(year):
    return [
        (leader.role, leader.order, leader.unit)
        for leader in year.leaders.order_by("role", "order").select_related("unit")
    ]


def last_event():
    return AuditEvent.objects.first()


# --- Leaders --------------------------------------------------------------------------------


def test_leaders_are_set_and_replaced(lan, year, units):
    services.set_leadership(emulation_year=year, chair=units[0], vice_chairs=units[1:3], by=lan)
    assert leaders_of(year) == [
        ("chair", 1, units[0]),
        ("vice_chair", 1, units[1]),
        ("vice_chair", 2, units[2]),
    ]
    # The roles turn round in one call, although each row alone would break a rule.
    services.set_leadership(
        emulation_year=year, chair=units[1], vice_chairs=[units[2], units[0]], by=lan
    )
    assert leaders_of(year) == [
        ("chair", 1, units[1]),
        ("vice_chair", 1, units[2]),
        ("vice_chair", 2, units[0]),
    ]
    services.set_leadership(emulation_year=year, chair=units[3], by=lan)
    assert leaders_of(year) == [("chair", 1, units[3])]


def test_who_stays_in_place_keeps_the_notes(lan, year, units):
    chair = LeadershipFactory(emulation_year=year, unit=units[0], note="Suy từ nơi đăng cai")
    source = SourceFactory()
    leaders = services.set_leadership(
        emulation_year=year, chair=units[0], vice_chairs=[units[1]], by=lan, source=source
    )
    assert leaders[0] == chair
    assert leaders[0].note == "Suy từ nơi đăng cai"
    assert [leader.source for leader in leaders] == [None, source]


def test_a_change_of_leaders_is_in_the_audit_and_no_change_is_not(lan, year, units):
    services.set_leadership(emulation_year=year, chair=units[0], by=lan)
    services.set_leadership(emulation_year=year, chair=units[1], vice_chairs=[units[0]], by=lan)
    event = last_event()
    assert (event.actor, event.action, event.target_id) == (lan, "set_leadership", str(year.pk))
    assert event.changes == {
        "leaders": [
            f"Cụm trưởng: {units[0]}",
            f"Cụm trưởng: {units[1]}; Cụm phó: {units[0]}",
        ]
    }
    services.set_leadership(emulation_year=year, chair=units[1], vice_chairs=[units[0]], by=lan)
    assert AuditEvent.objects.count() == 2


def test_leaders_are_members_and_lead_once(lan, year, units):
    services.set_leadership(emulation_year=year, chair=units[0], by=lan)
    for chair, vice_chairs, message in (
        (UnitFactory(), [], "không phải là thành viên của cụm năm 2024"),
        (units[1], [UnitFactory()], "không phải là thành viên của cụm năm 2024"),
        (units[1], [units[1]], "Mỗi đơn vị chỉ giữ một vai trò"),
        (units[1], [units[2], units[2]], "Mỗi đơn vị chỉ giữ một vai trò"),
    ):
        with pytest.raises(ValidationError, match=message):
            services.set_leadership(
                emulation_year=year, chair=chair, vice_chairs=vice_chairs, by=lan
            )
    assert leaders_of(year) == [("chair", 1, units[0])]
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("name", ["binh", "chi", "dung", "hoa"])
def test_only_the_secretariat_of_the_cluster_sets_leaders(request, year, units, name):
    somebody = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        services.set_leadership(emulation_year=year, chair=units[0], by=somebody)
    with pytest.raises(PermissionDenied):
        services.record_handover(emulation_year=year, handed_over_on=DAY, by=somebody)
    assert not Leadership.objects.filter(emulation_year=year).exists()


def test_an_administrator_may_too(quan, year, units):
    assert services.set_leadership(emulation_year=year, chair=units[0], by=quan)


def test_without_its_audit_row_no_leader_is_changed(lan, year, units, broken_audit):
    LeadershipFactory(emulation_year=year, unit=units[0])
    with pytest.raises(RuntimeError):
        services.set_leadership(emulation_year=year, chair=units[1], by=lan)
    assert leaders_of(year) == [("chair", 1, units[0])]


# --- Handover -------------------------------------------------------------------------------


def test_a_handover_is_written_down_and_corrected(lan, year, units):
    with pytest.raises(ValidationError, match="chưa có Cụm trưởng để nhận bàn giao"):
        services.record_handover(emulation_year=year, handed_over_on=DAY, by=lan)
    services.set_leadership(emulation_year=year, chair=units[0], by=lan)
    services.record_handover(emulation_year=year, handed_over_on=DAY, by=lan, note="Tại hội nghị")
    corrected = DAY + datetime.timedelta(1)
    handover = services.record_handover(emulation_year=year, handed_over_on=corrected, by=lan)
    assert Handover.objects.get() == handover
    assert (handover.handed_over_on, handover.note) == (corrected, "")
    event = last_event()
    assert (event.action, event.changes) == (
        "record_handover",
        {"handed_over_on": ["2024-03-13", "2024-03-14"]},
    )


def test_without_its_audit_row_no_handover_is_kept(lan, year, units, broken_audit):
    LeadershipFactory(emulation_year=year, unit=units[0])
    with pytest.raises(RuntimeError):
        services.record_handover(emulation_year=year, handed_over_on=DAY, by=lan)
    assert not Handover.objects.exists()


# --- Appointments ---------------------------------------------------------------------------


def test_an_appointment_holds_from_today(quan, cluster_a):
    user = UserFactory()
    appointment = services.appoint(
        user=user, role=Role.SECRETARIAT, cluster=cluster_a, decision=DECISION, by=quan
    )
    assert appointment.valid_from == timezone.localdate()
    assert access.may(user, Permission.EDIT_CLUSTER, cluster_a)
    event = last_event()
    assert (event.actor, event.action) == (quan, "appoint")
    assert event.changes["cluster"] == [None, str(cluster_a)]
    assert event.changes["valid_from"] == [None, timezone.localdate().isoformat()]


@pytest.mark.parametrize("name", ["lan", "binh", "hoa"])
def test_only_administrators_appoint(request, cluster_a, name):
    somebody = request.getfixturevalue(name)
    before = Appointment.objects.count()
    with pytest.raises(PermissionDenied):
        services.appoint(user=somebody, role=Role.ADMINISTRATOR, decision=DECISION, by=somebody)
    with pytest.raises(PermissionDenied):
        services.end_appointment(appointment=AppointmentFactory(), by=somebody)
    assert Appointment.objects.count() == before + 1
    assert not Appointment.objects.exclude(valid_to=None).exists()


def test_a_role_is_not_held_twice_at_a_time(quan, cluster_a):
    held = AppointmentFactory(cluster=cluster_a, valid_from=DAY, valid_to=DAY)
    again = {"user": held.user, "role": held.role, "decision": DECISION, "by": quan}
    with pytest.raises(ValidationError, match="đã giữ vai trò đó"):
        services.appoint(**again, cluster=cluster_a, valid_from=datetime.date(2023, 1, 1))
    services.appoint(**again, cluster=cluster_a, valid_from=DAY + datetime.timedelta(1))
    services.appoint(**again, cluster=ClusterFactory(), valid_from=DAY)
    assert Appointment.objects.filter(user=held.user).count() == 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"role": Role.CENTRAL}, "Ban thư ký gắn với một cụm"),
        ({"cluster": None}, "Ban thư ký gắn với một cụm"),
        ({"decision": ""}, "Trường này không được để trống"),
        ({"decision": "\u200b "}, "Trường này không được để trống"),
        ({"valid_from": DAY, "valid_to": datetime.date(2024, 3, 12)}, "Ngày kết thúc phải bằng"),
    ],
)
def test_an_appointment_that_breaks_a_rule_is_refused(quan, cluster_a, changes, message):
    wanted = {"role": Role.SECRETARIAT, "cluster": cluster_a, "decision": DECISION, **changes}
    user = UserFactory()
    with pytest.raises(ValidationError, match=message):
        services.appoint(user=user, by=quan, **wanted)
    assert not user.appointments.exists()
    assert not AuditEvent.objects.exists()


def test_a_closed_account_is_not_appointed(quan, cluster_a):
    with pytest.raises(ValidationError, match="Tài khoản này đã đóng"):
        services.appoint(
            user=UserFactory(closed=True),
            role=Role.SECRETARIAT,
            cluster=cluster_a,
            decision=DECISION,
            by=quan,
        )


def test_an_appointment_ends_and_its_end_only_moves_back(quan):
    appointment = AppointmentFactory(valid_from=DAY)
    ended = services.end_appointment(appointment=appointment, by=quan)
    assert ended.valid_to == timezone.localdate()
    assert last_event().changes == {"valid_to": [None, ended.valid_to.isoformat()]}
    ended = services.end_appointment(appointment=appointment, last_day=DAY, by=quan)
    assert ended.valid_to == DAY
    with pytest.raises(ValidationError, match="Phân công này đã kết thúc ngày 13/3/2024"):
        services.end_appointment(appointment=appointment, by=quan)
    with pytest.raises(ValidationError, match="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu"):
        services.end_appointment(
            appointment=appointment, last_day=datetime.date(2024, 3, 12), by=quan
        )
    appointment.refresh_from_db()
    assert appointment.valid_to == DAY


def test_without_its_audit_row_nobody_is_appointed_and_nothing_ends(quan, cluster_a, broken_audit):
    appointment = AppointmentFactory()
    user = UserFactory()
    with pytest.raises(RuntimeError):
        services.appoint(
            user=user, role=Role.SECRETARIAT, cluster=cluster_a, decision=DECISION, by=quan
        )
    with pytest.raises(RuntimeError):
        services.end_appointment(appointment=appointment, by=quan)
    appointment.refresh_from_db()
    assert appointment.valid_to is None
    assert not user.appointments.exists()
