"""Members are reminded of a day that comes near or is past, once a day."""

import datetime
import email
import email.policy
import socket

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from cluster_portal.accounts.mail import wait_until_sent
from cluster_portal.accounts.models import User
from cluster_portal.accounts.services import choose_mails
from cluster_portal.audit.models import AuditEvent
from cluster_portal.workspace.models import PledgeReminder
from cluster_portal.workspace.unit_work.services import (
    REMINDED_TODAY,
    is_due,
    remind_unsigned,
)
from emulation.services.pledge_comments import comment_on_pledge, comment_token
from tests.factories.clusters import AppointmentFactory, EmulationYearFactory
from tests.workspace.unit_work.conftest import TODAY, circulated, issued

pytestmark = pytest.mark.django_db
PLEDGE = "/cum/dong-bang-song-hong/2024/giao-uoc/"
REMIND = f"{PLEDGE}chu-ky/nhac/"


@pytest.fixture
def run(capsys, django_capture_on_commit_callbacks):
    """`send_reminders` on a day; what it prints."""

    def command(day=TODAY) -> str:
        moment = datetime.datetime.combine(day, datetime.time(6))
        with (
            time_machine.travel(moment, tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            call_command("send_reminders")
        wait_until_sent()
        return capsys.readouterr().out

    return command


@pytest.mark.parametrize(
    ("left", "due"),
    [(8, False), (7, True), (6, False), (4, False), (3, True), (2, False), (1, True), (0, True)]
    + [(-1, False), (-2, False), (-3, True), (-4, False), (-6, True), (-30, True)],
)
def test_the_days_before_the_day_itself_and_each_third_after(left, due):
    assert is_due(TODAY + datetime.timedelta(days=left), TODAY) == due


def test_without_a_day_nobody_is_reminded():
    assert not is_due(None, TODAY)


def test_officers_of_the_members_that_are_missing_are_reminded_once(
    run, letters, to_sign, to_comment, binh, chi, unit_of_binh, unit_of_chi
):
    to_sign.signatures.filter(unit=unit_of_binh).update(signed_on=TODAY, method="paper")
    comment_on_pledge(
        pledge=to_comment,
        unit=unit_of_chi,
        text="Bỏ câu cuối.",
        seen=comment_token(to_comment),
        by=User.objects.get(pk=chi.pk),
    )
    assert "Đã nhắc 2 lượt đơn vị." in run()
    to_binh, to_chi = letters()
    assert to_binh[:2] == (
        binh.email,
        "[Cổng thi đua] Nhắc: Tỉnh Nam Định chưa góp ý giao ước năm 2025",
    )
    assert to_chi[:2] == (chi.email, "[Cổng thi đua] Nhắc: Tỉnh Hà Nam chưa ký giao ước năm 2024")
    assert "Hạn ký: 4/6/2024, còn 3 ngày." in to_chi[2]
    assert f"{PLEDGE}ky/ha-nam/" in to_chi[2]
    assert "Đã nhắc 0 lượt đơn vị." in run()
    assert len(letters()) == 2
    # Not the next day, on which nothing is due; and then late.
    assert "Đã nhắc 0" in run(TODAY + datetime.timedelta(days=1))
    assert "Đã nhắc 2" in run(TODAY + datetime.timedelta(days=6))
    assert sum("đã trễ 3 ngày" in letter[2] for letter in letters()) == 2
    assert AuditEvent.objects.filter(action="remind_members", actor=None).count() == 4


def test_who_declined_is_not_reminded_nor_anybody_of_a_year_that_is_over(
    run, letters, to_sign, binh, chi, year_a, unit_of_binh, unit_of_chi
):
    to_sign.signatures.filter(unit=unit_of_chi).update(
        declined_at=timezone.now(), declined_by=chi, decline_reason="Chưa thống nhất"
    )
    issued(EmulationYearFactory(cluster=year_a.cluster, year=2023), unit_of_chi)
    run()
    assert [letter[0] for letter in letters()] == [binh.email]


def test_a_member_without_an_officer_is_named(run, to_sign, binh):
    assert "Đã nhắc: Nam Định. Chưa có cán bộ để nhắc: Hà Nam." in run()


def test_whoever_does_without_reminders_gets_none(run, letters, to_sign, binh, chi):
    choose_mails(wanted=["pledge_signing"], by=chi)
    run()
    assert [letter[0] for letter in letters()] == [binh.email]
    assert PledgeReminder.objects.count() == 2


def test_the_day_for_opinions_is_not_that_for_signing(run, letters, year_a, chi, unit_of_chi):
    circulated(year_a, comments_by=TODAY, sign_by=None)
    run()
    [letter] = [letter for letter in letters() if letter[0] == chi.email]
    assert "Hạn góp ý: 1/6/2024, hôm nay." in letter[2]


# --- By hand ----------------------------------------------------------------------------------


def test_the_secretary_reminds_once_a_day(
    client_of, lan, letters, to_sign, binh, chi, django_capture_on_commit_callbacks
):
    client = client_of(lan)
    assert "Nhắc các đơn vị chưa ký" in client.get(f"{PLEDGE}chu-ky/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(REMIND, follow=True).content.decode()
    assert "Đã nhắc: Hà Nam, Nam Định." in page
    assert [letter[0] for letter in letters()] == [binh.email, chi.email]
    with django_capture_on_commit_callbacks(execute=True):
        assert REMINDED_TODAY in client.post(REMIND, follow=True).content.decode()
    assert len(letters()) == 2
    event = AuditEvent.objects.get(action="remind_members")
    assert (event.actor, event.target_id) == (lan, str(to_sign.pk))
    history = client.get(f"/lich-su/giao-uoc/{to_sign.pk}/").content.decode()
    assert "nhắc hạn" in history
    assert "Ký giao ước: Hà Nam, Nam Định" in history
    with time_machine.travel(datetime.datetime(2024, 6, 2, 9), tick=False):
        page = client_of(lan).post(REMIND, follow=True).content.decode()
    assert "Đã nhắc: Hà Nam, Nam Định." in page


def test_what_the_timer_did_today_the_secretary_does_not_repeat(run, client_of, lan, to_sign, chi):
    run()
    page = client_of(lan).post(REMIND, follow=True).content.decode()
    assert REMINDED_TODAY in page


@pytest.mark.parametrize("name", ["mai", "binh", "chi", "hoa"])
def test_nobody_else_of_the_cluster_reminds(request, client_of, to_sign, name):
    person = request.getfixturevalue(name)
    assert client_of(person).post(REMIND).status_code == 403
    with pytest.raises(PermissionDenied):
        remind_unsigned(pledge=to_sign, by=User.objects.get(pk=person.pk))
    page = client_of(person).get(f"{PLEDGE}chu-ky/").content.decode()
    assert "Nhắc các đơn vị chưa ký" not in page
    assert not PledgeReminder.objects.exists()


def test_nobody_is_reminded_of_what_waits_for_nobody(to_sign, lan):
    to_sign.signatures.update(signed_on=TODAY, method="paper")
    with pytest.raises(ValidationError, match="Không còn đơn vị nào chưa ký"):
        remind_unsigned(pledge=to_sign, by=lan)
    to_sign.status = "draft"
    to_sign.save()
    with pytest.raises(ValidationError, match="không ở bước chờ ký"):
        remind_unsigned(pledge=to_sign, by=lan)


# --- Over a real connection -------------------------------------------------------------------


class Postbox:
    """What a mail server took, as it came over the line."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], email.message.EmailMessage]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken.append((envelope.rcpt_tos, message))
        return "250 OK"


def test_the_letters_arrive_at_a_mail_server_as_they_were_written(
    run, settings, to_sign, binh, chi, unit_of_chi
):
    # A second officer of the same province, who does without.
    quiet = AppointmentFactory(officer=True, unit=unit_of_chi).user
    choose_mails(wanted=[], by=quiet)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    postbox = Postbox()
    server = Controller(postbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        run()
    finally:
        server.stop()
    assert django_mail.outbox == []
    taken = {to[0]: message for to, message in postbox.taken}
    assert len(postbox.taken) == 2
    assert set(taken) == {binh.email, chi.email}
    message = taken[chi.email]
    assert (
        message["Subject"].strip() == "[Cổng thi đua] Nhắc: Tỉnh Hà Nam chưa ký giao ước năm 2024"
    )
    assert message.get_content_type() == "text/plain"
    body = message.get_content()
    assert "Chào Phạm Linh Chi," in body
    assert "Tỉnh Hà Nam chưa ký giao ước thi đua năm 2024 của Cụm thi đua" in body
    assert "http://127.0.0.1:8000/cum/dong-bang-song-hong/2024/giao-uoc/ky/ha-nam/" in body
