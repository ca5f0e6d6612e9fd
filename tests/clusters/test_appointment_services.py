"""Appointing and ending appointments: who may, what is refused, and the audit."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cluster_portal.audit.models import AuditEvent
from clusters import access, services
from clusters.models import Appointment, Role
from clusters.roles import Permission
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, ClusterFactory, InvitationFactory

DAY = datetime.date(2024, 3, 13)
DECISION = "Quyết định số 12/QĐ-UBND"


@pytest.fixture
def broken_audit(monkeypatch):
    """An audit that cannot be written."""

    def fail(**kwargs):
        raise RuntimeError("the audit is full")

    monkeypatch.setattr("clusters.services.appointments.record", fail)


def last_event():
    return AuditEvent.objects.first()


def test_an_appointment_holds_from_today(quan, cluster_a, year_a, unit_of_binh):
    user = UserFactory()
    appointment = services.appoint(
        user=user,
        role=Role.SECRETARIAT,
        cluster=cluster_a,
        unit=unit_of_binh,
        decision=DECISION,
        by=quan,
    )
    assert appointment.valid_from == timezone.localdate()
    assert access.may(user, Permission.EDIT_RESULTS, year_a)
    event = last_event()
    assert (event.actor, event.action) == (quan, "appoint")
    assert event.changes["cluster"] == [None, str(cluster_a)]
    assert event.changes["valid_from"] == [None, timezone.localdate().isoformat()]


@pytest.mark.parametrize("name", ["lan", "binh", "hoa"])
def test_nobody_appoints_beyond_the_own_scope(request, cluster_a, name):
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
    again = {"user": held.user, "role": held.role, "unit": held.unit}
    again |= {"decision": DECISION, "by": quan}
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
        ({"unit": None}, "Ban thư ký gắn với một cụm"),
        ({"decision": ""}, "Trường này không được để trống"),
        ({"decision": "\u200b "}, "Trường này không được để trống"),
        ({"valid_from": DAY, "valid_to": datetime.date(2024, 3, 12)}, "Ngày kết thúc phải bằng"),
    ],
)
def test_an_appointment_that_breaks_a_rule_is_refused(
    quan, cluster_a, unit_of_binh, changes, message
):
    wanted = {"role": Role.SECRETARIAT, "cluster": cluster_a, "unit": unit_of_binh}
    wanted |= {"decision": DECISION, **changes}
    user = UserFactory()
    with pytest.raises(ValidationError, match=message):
        services.appoint(user=user, by=quan, **wanted)
    assert not user.appointments.exists()
    assert not AuditEvent.objects.exists()


def test_a_closed_account_is_not_appointed(quan, cluster_a, unit_of_binh):
    with pytest.raises(ValidationError, match="Tài khoản này đã đóng"):
        services.appoint(
            user=UserFactory(closed=True),
            role=Role.SECRETARIAT,
            cluster=cluster_a,
            unit=unit_of_binh,
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
    with pytest.raises(ValidationError, match="Đã kết thúc ngày 13/3/2024"):
        services.end_appointment(appointment=appointment, by=quan)
    with pytest.raises(ValidationError, match="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu"):
        services.end_appointment(
            appointment=appointment, last_day=datetime.date(2024, 3, 12), by=quan
        )
    appointment.refresh_from_db()
    assert appointment.valid_to == DAY


def test_without_its_audit_row_nobody_is_appointed_and_nothing_ends(quan, broken_audit):
    appointment = AppointmentFactory()
    user = UserFactory()
    with pytest.raises(RuntimeError):
        services.appoint(user=user, role=Role.CENTRAL, decision=DECISION, by=quan)
    with pytest.raises(RuntimeError):
        services.end_appointment(appointment=appointment, by=quan)
    appointment.refresh_from_db()
    assert appointment.valid_to is None
    assert not user.appointments.exists()


def test_the_portal_keeps_an_administrator(quan):
    own = quan.appointments.get()
    with pytest.raises(ValidationError, match="còn ít nhất một người quản trị"):
        services.end_appointment(appointment=own, by=quan)
    AppointmentFactory(administrator=True)
    assert services.end_appointment(appointment=own, by=quan).valid_to


def test_who_may_end_an_appointment_and_vouch_for_it(lan, mai, binh, chi, dung, quan, unit_of_binh):
    colleague = AppointmentFactory(officer=True, unit=unit_of_binh)
    invited = AppointmentFactory(officer=True, unit=unit_of_binh)
    InvitationFactory(
        unit=unit_of_binh, invited_by=binh, appointment=invited, accepted_at=timezone.now()
    )
    own = binh.appointments.get()
    rows = (own, colleague, invited)
    supervised = {
        person.email: {row.pk for row in rows if access.may_supervise(person, row)}
        for person in (lan, mai, binh, chi, dung, quan)
    }
    everyone = {row.pk for row in rows}
    assert supervised == {
        lan.email: everyone,  # in the chair of the cluster
        mai.email: set(),
        binh.email: {invited.pk},
        chi.email: set(),
        dung.email: set(),
        quan.email: everyone,
    }
    for row in (own, colleague):
        with pytest.raises(PermissionDenied):
            services.end_appointment(appointment=row, by=binh)
    assert services.end_appointment(appointment=invited, by=binh).valid_to


def test_the_past_is_not_rewritten_but_by_the_administrator(lan, quan, unit_of_chi):
    officer = AppointmentFactory(officer=True, unit=unit_of_chi)
    with pytest.raises(ValidationError, match="sớm nhất là hôm qua"):
        services.end_appointment(appointment=officer, by=lan, last_day=DAY)
    officer.valid_to = datetime.date(2024, 5, 1)
    officer.save()
    with pytest.raises(ValidationError, match="Đã kết thúc ngày 1/5/2024"):
        services.end_appointment(appointment=officer, by=lan)
    assert services.end_appointment(appointment=officer, by=quan, last_day=DAY).valid_to == DAY
