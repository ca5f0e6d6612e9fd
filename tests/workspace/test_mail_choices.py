"""Which e-mails one wants is chosen on the account page; mails about the account always come."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from cluster_portal.accounts import services
from cluster_portal.accounts.mail import notify, wait_until_sent
from cluster_portal.accounts.mail_kinds import mail_kinds
from cluster_portal.accounts.models import MutedMail
from cluster_portal.audit.models import AuditEvent
from tests.accounts.second_factor import give_app

pytestmark = pytest.mark.django_db
ADDRESS = "/tai-khoan/"


def test_everything_is_on_until_somebody_turns_it_off(client_of, chi):
    client = client_of(chi)
    page = client.get(ADDRESS).content.decode()
    assert "Thư báo qua thư điện tử" in page
    for words in mail_kinds().values():
        assert words in page
    assert page.count('type="checkbox"') == page.count(" checked") == len(mail_kinds())
    page = client.post(ADDRESS, {"wanted": ["pledge_signing"]}, follow=True).content.decode()
    assert "Đã lưu thư báo muốn nhận." in page
    assert page.count(" checked") == 1
    muted = set(MutedMail.objects.values_list("user", "kind"))
    assert muted == {(chi.pk, kind) for kind in mail_kinds() if kind != "pledge_signing"}
    client.post(ADDRESS, {"wanted": list(mail_kinds())})
    assert not MutedMail.objects.exists()


def test_the_choice_is_the_own_one_and_stands_in_the_audit(client_of, chi, binh):
    client_of(chi).post(ADDRESS, {"wanted": [kind for kind in mail_kinds() if "unit" not in kind]})
    assert list(MutedMail.objects.values_list("user", "kind")) == [(chi.pk, "unit_reports")]
    event = AuditEvent.objects.get(action="choose_mails")
    assert (event.actor, event.target_id) == (chi, str(chi.pk))
    assert event.changes["muted_mails"][1].startswith("Báo cáo của tỉnh")
    # The same again is no change.
    client_of(chi).post(ADDRESS, {"wanted": [kind for kind in mail_kinds() if "unit" not in kind]})
    assert AuditEvent.objects.filter(action="choose_mails").count() == 1


def test_a_kind_that_there_is_not_is_refused_beside_the_boxes(client_of, chi):
    page = client_of(chi).post(ADDRESS, {"wanted": ["security", "pledge_signing"]})
    assert page.status_code == 200
    assert services.NO_SUCH_MAIL in page.content.decode()
    with pytest.raises(ValidationError):
        services.choose_mails(wanted=["security"], by=chi)
    assert not MutedMail.objects.exists()


def test_mails_about_the_account_come_to_whoever_does_without_all_others(
    chi, quan, django_capture_on_commit_callbacks
):
    services.choose_mails(wanted=[], by=chi)
    give_app(chi)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_second_factors(user=chi, by=quan, reason="Mất điện thoại")
    wait_until_sent()
    assert [letter.to for letter in mail.outbox] == [[chi.email]]
    notify(chi, "accounts/email/password_set", kind="pledge_signing")
    wait_until_sent()
    assert len(mail.outbox) == 1
