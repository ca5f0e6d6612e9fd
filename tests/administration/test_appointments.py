"""Appointments go through the services; what is made on other pages is only read here."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from cluster_portal.audit.models import AuditEvent
from clusters import services
from clusters.models import Appointment
from tests.administration.forms import address, messages_on, post
from tests.factories.accounts import UserFactory
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    DelegationFactory,
    InvitationFactory,
    SubstitutionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
LAST = datetime.date(2030, 12, 31)


def values(**changes):
    return {
        "user": UserFactory().pk,
        "role": "provincial_officer",
        "unit": UnitFactory().pk,
        "valid_from": "1/11/2026",
        "decision": "Quyết định số 7/QĐ-SNV",
    } | changes


def test_an_appointment_is_made_with_its_own_event(administrator, quan):
    response = post(administrator, address(Appointment, "add"), **values())
    assert response.status_code == 302
    appointment = Appointment.objects.get(role="provincial_officer")
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.target_id) == (quan, "appoint", str(appointment.pk))
    assert event.changes["decision"] == [None, "Quyết định số 7/QĐ-SNV"]


def test_without_a_first_day_it_begins_today(administrator):
    post(administrator, address(Appointment, "add"), **values(valid_from=""))
    assert Appointment.objects.get(role="provincial_officer").valid_from


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"unit": ""}, "cán bộ tỉnh gắn với một đơn vị"),
        ({"role": "central"}, "vai trò toàn quốc không gắn với"),
        ({"valid_to": "1/1/2026"}, "Ngày kết thúc phải bằng"),
        ({"decision": ""}, "bắt buộc"),
        ({"user": "closed"}, "Tài khoản này đã đóng"),
    ],
)
def test_a_wrong_appointment_is_refused_in_words(administrator, changes, message):
    if changes.get("user"):
        changes = {"user": UserFactory(closed=True).pk}
    response = post(administrator, address(Appointment, "add"), **values(**changes))
    assert any(message in shown for shown in messages_on(response))
    assert not AuditEvent.objects.exists()


def test_the_same_role_twice(administrator):
    held = AppointmentFactory(officer=True)
    twice = values(user=held.user.pk, unit=held.unit.pk)
    response = post(administrator, address(Appointment, "add"), **twice)
    assert "đã giữ vai trò đó" in messages_on(response)[0]


def test_ending_is_written_down_as_that(administrator):
    held = AppointmentFactory(officer=True)
    assert post(administrator, address(held), valid_to="31/12/2030").status_code == 302
    held.refresh_from_db()
    assert held.valid_to == LAST
    event = AuditEvent.objects.get()
    assert event.action == "end_appointment"
    assert event.changes == {"valid_to": [None, "2030-12-31"]}


def test_the_decision_is_put_right_with_its_event(administrator):
    held = AppointmentFactory(officer=True)
    post(administrator, address(held), decision="Quyết định số 8", valid_to="31/12/2030")
    held.refresh_from_db()
    assert (held.decision, held.valid_to) == ("Quyết định số 8", LAST)
    events = {event.action: event.changes for event in AuditEvent.objects.all()}
    assert events["change"] == {"decision": ["Quyết định số 1/QĐ-BTĐKT", "Quyết định số 8"]}
    assert "valid_to" in events["end_appointment"]


@pytest.mark.parametrize("day", ["", "1/1/2031"])
def test_an_end_is_not_put_off(administrator, day):
    held = AppointmentFactory(officer=True, valid_to=LAST)
    response = post(administrator, address(held), valid_to=day)
    assert "chỉ dời sớm hơn được" in messages_on(response)[0]
    assert "valid_to" in response.context["adminform"].form.errors
    held.refresh_from_db()
    assert held.valid_to == LAST


def test_an_end_before_the_beginning(administrator):
    held = AppointmentFactory(officer=True)
    response = post(administrator, address(held), valid_to="31/12/2019")
    assert "Ngày kết thúc phải bằng" in messages_on(response)[0]
    assert not AuditEvent.objects.exists()


def test_whom_and_what_it_was_made_for_never_changes(administrator):
    held = AppointmentFactory(officer=True)
    forged = {
        "user": UserFactory().pk,
        "role": "administrator",
        "unit": "",
        "valid_from": "1/1/2000",
    }
    assert post(administrator, address(held), **forged).status_code == 302
    stored = Appointment.objects.get(pk=held.pk)
    for name in ("user", "role", "unit", "valid_from"):
        assert getattr(stored, name) == getattr(held, name)
    assert not AuditEvent.objects.exists()


def test_an_appointment_is_never_removed(administrator):
    held = AppointmentFactory(officer=True)
    assert administrator.post(address(held, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [held.pk], "post": "yes"}
    administrator.post(address(Appointment, "changelist"), chosen)
    assert Appointment.objects.filter(pk=held.pk).exists()


def test_what_somebody_else_did_at_the_same_time_is_said_on_the_form(administrator, monkeypatch):
    def refuse(**kwargs):
        raise ValidationError("Người này đã giữ vai trò đó trong một phần thời gian này.")

    monkeypatch.setattr(services, "appoint", refuse)
    response = post(administrator, address(Appointment, "add"), **values())
    assert "đã giữ vai trò đó" in messages_on(response)[0]


@pytest.mark.parametrize("factory", [DelegationFactory, SubstitutionFactory, InvitationFactory])
def test_what_has_its_own_page_is_only_read(administrator, factory):
    row = factory()
    assert administrator.get(address(row)).status_code == 200
    assert administrator.post(address(row), {"decision": "x"}).status_code == 403
    assert administrator.post(address(type(row), "add"), {}).status_code == 403
    assert administrator.post(address(row, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "đang chờ"),
        ({"expired": True}, "đã hết hạn"),
        ({"withdrawn_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)}, "đã thu hồi"),
    ],
)
def test_an_invitation_says_how_it_stands_and_never_its_token(administrator, given, state):
    invitation = InvitationFactory(**given)
    for page in (address(invitation), address(type(invitation), "changelist")):
        text = administrator.get(page).content.decode()
        assert state in text
        assert invitation.token_digest not in text


def test_an_invitation_that_was_taken_up(administrator):
    held = AppointmentFactory(officer=True)
    invitation = InvitationFactory(
        unit=held.unit,
        appointment=held,
        accepted_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    assert "đã nhận" in administrator.get(address(invitation)).content.decode()


def test_a_cluster_without_a_unit_is_no_secretariat(administrator):
    wrong = values(role="secretariat", unit="", cluster=ClusterFactory().pk)
    response = post(administrator, address(Appointment, "add"), **wrong)
    assert "Ban thư ký gắn với một cụm và tỉnh của mình" in messages_on(response)[0]
