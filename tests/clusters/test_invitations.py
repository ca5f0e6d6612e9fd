"""Inviting into the own scope, and taking an invitation up."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from clusters import access, services
from clusters.models import Appointment, Invitation, Role
from clusters.models.invitation import digest
from clusters.roles import Permission
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.clusters import (
    AppointmentFactory,
    EmulationYearFactory,
    HandoverFactory,
    InvitationFactory,
    LeadershipFactory,
    SubstitutionFactory,
)

DECISION = "Công văn số 9/SNV"
EMAIL = "moi@hanam.gov.vn"


def invite(by, role, **scope):
    return services.invite(
        email=EMAIL, full_name="Ngô Thị Mới", role=role, decision=DECISION, by=by, **scope
    )


@pytest.fixture
def scopes(cluster_a, cluster_b, unit_of_binh, unit_of_chi, unit_of_b):
    """Every kind of scope into which somebody can be invited."""
    return {
        "officer of binh": (Role.PROVINCIAL_OFFICER, {"unit": unit_of_binh}),
        "officer of chi": (Role.PROVINCIAL_OFFICER, {"unit": unit_of_chi}),
        "officer of b": (Role.PROVINCIAL_OFFICER, {"unit": unit_of_b}),
        "secretary a": (Role.SECRETARIAT, {"cluster": cluster_a, "unit": unit_of_chi}),
        "outsider in a": (Role.SECRETARIAT, {"cluster": cluster_a, "unit": unit_of_b}),
        "secretary b": (Role.SECRETARIAT, {"cluster": cluster_b, "unit": unit_of_b}),
        "central": (Role.CENTRAL, {}),
        "administrator": (Role.ADMINISTRATOR, {}),
    }


MAY_INVITE = {
    "lan": {"officer of binh", "officer of chi", "secretary a"},
    "mai": set(),
    "binh": {"officer of binh"},
    "chi": {"officer of chi"},
    "dung": {"officer of b", "secretary b"},
    "hoa": set(),
}


@pytest.mark.parametrize("name", [*MAY_INVITE, "quan"])
def test_whoever_is_responsible_for_a_scope_invites_into_it_and_into_no_other(
    request, year_a, year_b, scopes, name
):
    somebody = request.getfixturevalue(name)
    for scope, (role, where) in scopes.items():
        if scope in MAY_INVITE.get(name, scopes):
            invitation, _ = invite(somebody, role, **where)
            assert invitation.is_open
        else:
            with pytest.raises(PermissionDenied):
                invite(somebody, role, **where)


def test_an_invitation_becomes_an_account_with_the_appointment(binh, unit_of_binh):
    invitation, token = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    assert token not in str(vars(Invitation.objects.get()))
    appointment = services.accept_invitation(
        token_digest=digest(token), full_name="Ngô Thị Mới", password=PASSWORD
    )
    user = User.objects.get(email=EMAIL)
    assert (appointment.user, appointment.unit, appointment.decision) == (
        user,
        unit_of_binh,
        DECISION,
    )
    assert appointment.valid_from == timezone.localdate()
    assert user.check_password(PASSWORD)
    assert access.holds(user, Permission.EDIT_UNIT)
    invitation.refresh_from_db()
    assert invitation.appointment == appointment
    actions = AuditEvent.objects.order_by("pk").values_list("action", "actor")
    assert list(actions) == [
        ("invite", binh.pk),
        ("create_account", None),
        ("appoint", user.pk),
        ("accept_invitation", user.pk),
    ]


def test_an_invitation_is_taken_up_once(binh, unit_of_binh):
    _, token = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    services.accept_invitation(token_digest=digest(token), password=PASSWORD)
    user = User.objects.get(email=EMAIL)
    for by in (None, user):
        with pytest.raises(ValidationError, match="đã được nhận"):
            services.accept_invitation(token_digest=digest(token), by=by, password=PASSWORD)
    assert Appointment.objects.filter(user=user).count() == 1


@pytest.mark.parametrize("state", ["expired", "withdrawn", "unknown"])
def test_an_invitation_that_is_not_open_is_refused(binh, unit_of_binh, state):
    invitation, token = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    later = timezone.now()
    if state == "expired":
        later += datetime.timedelta(days=7, seconds=1)
    elif state == "withdrawn":
        services.withdraw_invitation(invitation=invitation, by=binh)
    else:
        token += "x"
    with (
        time_machine.travel(later, tick=False),
        pytest.raises(ValidationError, match="hết hạn"),
    ):
        services.accept_invitation(token_digest=digest(token), password=PASSWORD)
    assert not User.objects.filter(email=EMAIL).exists()


def test_the_same_offer_made_again_makes_nothing_and_another_one_is_refused(binh, unit_of_binh):
    first, token = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    assert invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh) == (first, "")
    with pytest.raises(ValidationError, match="đã có lời mời còn hiệu lực"):
        services.invite(
            email=EMAIL,
            full_name="Ngô Thị Khác",
            role=Role.PROVINCIAL_OFFICER,
            unit=unit_of_binh,
            decision=DECISION,
            by=binh,
        )
    assert Invitation.objects.get() == first
    assert services.accept_invitation(token_digest=digest(token), password=PASSWORD)


def test_a_renewed_invitation_takes_the_place_of_the_one_before(binh, unit_of_binh):
    old, first = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    _, second = services.renew_invitation(invitation=old, by=binh)
    event = AuditEvent.objects.first()
    assert (event.action, event.changes["replaces"]) == ("invite", [None, str(old.pk)])
    with pytest.raises(ValidationError, match="thu hồi"):
        services.accept_invitation(token_digest=digest(first), password=PASSWORD)
    assert services.accept_invitation(token_digest=digest(second), password=PASSWORD)


def test_an_invitation_falls_with_the_right_of_its_sender(lan, cluster_a, unit_of_chi, year_a):
    _, token = invite(lan, Role.SECRETARIAT, cluster=cluster_a, unit=unit_of_chi)
    after = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=after, unit=unit_of_chi)
    HandoverFactory(emulation_year=after, handed_over_on=datetime.date(2025, 3, 20))
    with pytest.raises(ValidationError, match="Đề nghị người mời gửi lại"):
        services.accept_invitation(token_digest=digest(token), password=PASSWORD)


def test_an_invitation_falls_with_the_account_of_its_sender(binh, unit_of_binh):
    _, token = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    User.objects.filter(pk=binh.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="Đề nghị người mời gửi lại"):
        services.accept_invitation(token_digest=digest(token), password=PASSWORD)


def test_an_existing_account_takes_it_up_signed_in_and_nobody_else_does(binh, chi, unit_of_binh):
    user = UserFactory(email=EMAIL)
    _, token = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    with pytest.raises(ValidationError, match="đăng nhập rồi nhận"):
        services.accept_invitation(token_digest=digest(token), password=PASSWORD)
    with pytest.raises(PermissionDenied):
        services.accept_invitation(token_digest=digest(token), by=chi)
    assert services.accept_invitation(token_digest=digest(token), by=user).user == user
    assert not user.check_password(PASSWORD)


def test_a_weak_password_makes_no_account_and_leaves_the_invitation(binh, unit_of_binh):
    _, token = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    with pytest.raises(ValidationError) as refusal:
        services.accept_invitation(token_digest=digest(token), password="ngắn")
    assert "password" in refusal.value.message_dict
    assert not User.objects.filter(email=EMAIL).exists()
    assert services.accept_invitation(token_digest=digest(token), password=PASSWORD)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"email": "khong-phai-thu"}, "email", "[Ee]mail|thư điện tử|hợp lệ"),
        ({"email": "b\u0456nh@hanam.gov.vn"}, "email", "hợp lệ|không dấu"),
        ({"full_name": ""}, "full_name", "không được để trống"),
        ({"decision": "Xem http://la.example"}, "decision", "Không ghi địa chỉ trang mạng"),
        ({"decision": ""}, "decision", "không được để trống"),
        (
            {"valid_from": datetime.date(2026, 2, 1), "valid_to": datetime.date(2026, 1, 1)},
            "__all__",
            "Ngày kết thúc phải bằng",
        ),
    ],
)
def test_an_invitation_that_breaks_a_rule_is_refused(binh, unit_of_binh, changes, field, message):
    wanted = {"email": EMAIL, "full_name": "Ngô Thị Mới", "decision": DECISION} | changes
    with pytest.raises(ValidationError, match=message) as refusal:
        services.invite(role=Role.PROVINCIAL_OFFICER, unit=unit_of_binh, by=binh, **wanted)
    assert field in refusal.value.message_dict
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_what_he_or_she_holds_or_with_a_closed_account(binh, unit_of_binh):
    colleague = AppointmentFactory(officer=True, unit=unit_of_binh).user
    closed = UserFactory(closed=True)
    for user, message in ((colleague, "đang giữ vai trò đó"), (closed, "đã đóng")):
        with pytest.raises(ValidationError, match=message):
            services.invite(
                email=user.email.upper(),
                full_name=user.full_name,
                role=Role.PROVINCIAL_OFFICER,
                unit=unit_of_binh,
                decision=DECISION,
                by=binh,
            )


def test_nobody_invites_or_appoints_oneself(lan, binh, quan, unit_of_binh, unit_of_chi):
    own_term = binh.appointments.get()
    own_term.valid_to = timezone.localdate()
    own_term.save()
    tomorrow = timezone.localdate() + datetime.timedelta(1)
    for user, unit in ((binh, unit_of_binh), (lan, unit_of_chi)):
        offer = {"role": Role.PROVINCIAL_OFFICER, "unit": unit, "decision": "Tự gia hạn"}
        offer |= {"valid_from": tomorrow, "by": user}
        with pytest.raises(ValidationError, match="Không tự mời mình"):
            services.invite(email=user.email.upper(), full_name=user.full_name, **offer)
        with pytest.raises(ValidationError, match="Không tự mời mình"):
            services.appoint(user=user, **offer)
    assert services.appoint(user=quan, role=Role.CENTRAL, decision=DECISION, by=quan)


@pytest.mark.parametrize("field", ["valid_from", "valid_to"])
def test_nobody_is_invited_into_the_past(binh, unit_of_binh, field):
    yesterday = timezone.localdate() - datetime.timedelta(1)
    with pytest.raises(ValidationError, match="Ngày này đã qua"):
        services.invite(
            email=EMAIL,
            full_name="Ngô Thị Mới",
            role=Role.PROVINCIAL_OFFICER,
            unit=unit_of_binh,
            decision=DECISION,
            by=binh,
            **{field: yesterday},
        )


def test_invitations_are_withdrawn_by_the_one_responsible_alone(binh, chi, unit_of_binh):
    invitation = InvitationFactory(unit=unit_of_binh)
    with pytest.raises(PermissionDenied):
        services.withdraw_invitation(invitation=invitation, by=chi)
    services.withdraw_invitation(invitation=invitation, by=binh)
    with pytest.raises(ValidationError):
        services.withdraw_invitation(invitation=invitation, by=binh)


def test_a_substitute_invites_nobody(binh, unit_of_binh):
    cover = SubstitutionFactory(appointment=binh.appointments.get())
    with pytest.raises(PermissionDenied):
        invite(cover.substitute, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)


def test_invitations_that_nobody_took_up_are_forgotten_after_ninety_days(binh, unit_of_binh):
    taken, token = invite(binh, Role.PROVINCIAL_OFFICER, unit=unit_of_binh)
    services.accept_invitation(token_digest=digest(token), password=PASSWORD)
    untaken = InvitationFactory(expires_at=timezone.now())
    for days, kept in ((89, [taken, untaken]), (91, [taken])):
        with time_machine.travel(timezone.now() + datetime.timedelta(days), tick=False):
            call_command("prune_invitations")
        assert set(Invitation.objects.all()) == set(kept)
    event = AuditEvent.objects.first()
    assert (event.action, event.changes) == ("prune_invitations", {"removed": [None, 1]})
    assert untaken.email not in str(AuditEvent.objects.values_list())
