"""Whoever finds a lost token cannot sign with it by setting the clock back."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from clusters.models import UnitCertificate
from clusters.services import end_certificate
from emulation.services.pledge_signing import REGISTRATION_ENDED
from tests.signing import officer
from tests.workspace.signing.test_signing_pages import answer_to, row_of

pytestmark = pytest.mark.django_db
MINUTES = datetime.timedelta(minutes=2)
DAYS = datetime.timedelta(days=2)


@pytest.fixture
def today():
    return timezone.now()


def end_registration(desk, on, by):
    certificate = UnitCertificate.objects.get(unit=desk.unit)
    end_certificate(certificate=certificate, last_day=on, by=by, reason="Mất thiết bị")


def test_backdated_after_the_registration_was_ended(issued, nam_dinh, quan, binh, today):
    content = nam_dinh.take()
    with time_machine.travel(today + MINUTES, tick=True):
        signed = nam_dinh.sign(content)  # the clock stands at the day of the issue
    with time_machine.travel(today + DAYS, tick=True):
        end_registration(nam_dinh, timezone.localdate(today), quan)
        nam_dinh.client.force_login(binh)
        nam_dinh.bring(signed)
        state, message = answer_to(nam_dinh)
    day = timezone.localdate(today).strftime("%-d/%-m/%Y")
    assert (state, message) == ("refused", REGISTRATION_ENDED.format(day=day))
    assert row_of(nam_dinh).signed_on is None


def test_a_trusted_timestamp_proves_that_it_was_signed_before(
    issued, nam_dinh, quan, binh, today, authority
):
    content = nam_dinh.take()
    signed = nam_dinh.sign(content, timestamper=officer.timestamper(authority))
    with time_machine.travel(today + DAYS, tick=True):
        end_registration(nam_dinh, timezone.localdate(today), quan)
        nam_dinh.client.force_login(binh)
        nam_dinh.bring(signed)
        assert answer_to(nam_dinh) == ("accepted", "")
    assert row_of(nam_dinh).signed_on == timezone.localdate(today)
