"""Signed files that come at the same second, that nobody examines, or that meet other work."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from cluster_portal.documents.models import SignatureUpload, SignedRevision
from cluster_portal.documents.services import take_lease
from cluster_portal.workspace.signing import services, taking_in
from emulation.models import Pledge, PledgeSignature
from emulation.services.pledge_signing import decline_to_sign
from tests.racing import meanwhile


def bring(desk, content):
    """Bring the file with a connection of one's own, as another process does."""
    pledge = Pledge.objects.select_related("document", "emulation_year__cluster").get()
    by = User.objects.get(pk=desk.client.session["_auth_user_id"])
    return services.bring_signed_file(pledge=pledge, unit=desk.unit, upload=content, by=by)


def states():
    return sorted(SignatureUpload.objects.values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_of_two_units_at_the_same_second_one_signs_anew(issued, nam_dinh, ha_nam, monkeypatch):
    head = nam_dinh.take()
    files = {desk.unit.slug: desk.sign(head) for desk in (nam_dinh, ha_nam)}
    pause = (taking_in, "add_signed_revision")
    meanwhile(
        monkeypatch,
        pause,
        lambda: bring(nam_dinh, files["nam-dinh"]),
        lambda: bring(ha_nam, files["ha-nam"]),
    )
    assert states() == ["accepted", "outdated"]
    assert SignedRevision.objects.count() == 1
    kept = SignatureUpload.objects.get(state="outdated")
    assert bytes(kept.content) == files[kept.field.removeprefix("ky_")]
    assert PledgeSignature.objects.exclude(signed_on=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_files_of_a_unit_at_the_same_second_one_is_examined(issued, nam_dinh, monkeypatch):
    signed = nam_dinh.sign(nam_dinh.take())
    pause = (services, "receive_upload")
    _, second = meanwhile(
        monkeypatch, pause, lambda: bring(nam_dinh, signed), lambda: bring(nam_dinh, signed)
    )
    assert states() == ["accepted"]
    assert isinstance(second, ValidationError)


@pytest.mark.django_db
def test_one_file_at_a_time_until_the_worker_is_given_up(issued, nam_dinh, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    signed = nam_dinh.sign(nam_dinh.take())
    nam_dinh.bring(signed)
    assert "Đang kiểm tra tệp vừa gửi" in nam_dinh.page()
    answer = nam_dinh.bring(signed)
    assert "Tệp gửi trước đang được kiểm tra" in answer.content.decode()
    assert states() == ["waiting"]
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11), tick=True):
        assert "Đang kiểm tra tệp vừa gửi" not in nam_dinh.page()
        nam_dinh.bring(signed)
        assert states() == ["refused", "waiting"]
        assert "Cổng chưa kiểm tra xong tệp này" in nam_dinh.page()


@pytest.mark.django_db
def test_nothing_is_half_saved_when_the_unit_has_declined_meanwhile(
    issued, nam_dinh, binh, monkeypatch
):
    """The file is right, but while it was examined the unit has said that it will not sign."""
    signed = nam_dinh.sign(nam_dinh.take())
    original = taking_in.add_signed_revision

    def decline_first(**given):
        revision = original(**given)
        decline_to_sign(pledge=issued, unit=nam_dinh.unit, reason="Chưa thống nhất", by=binh)
        return revision

    monkeypatch.setattr(taking_in, "add_signed_revision", decline_first)
    nam_dinh.bring(signed)
    upload = SignatureUpload.objects.get()
    assert (upload.state, upload.content) == ("refused", None)
    assert "Đơn vị đã báo từ chối ký" in upload.message
    assert not SignedRevision.objects.exists()
    assert PledgeSignature.objects.get(unit=nam_dinh.unit).revision is None


@pytest.mark.django_db
def test_whoever_signs_in_steps_is_not_overtaken(issued, nam_dinh, chi):
    signed = nam_dinh.sign(nam_dinh.take())
    take_lease(document=issued.document, field="ky_ha-nam", by=chi)
    assert "đang ký văn bản này, đến" in nam_dinh.bring(signed).content.decode()
    assert not SignatureUpload.objects.exists()


@pytest.mark.django_db
def test_who_took_the_file_is_written_down(issued, nam_dinh, binh):
    nam_dinh.take()
    event = AuditEvent.objects.filter(action="download", actor=binh).last()
    assert event.target_type == "emulation.pledge"
    assert "giao-uoc-dong-bang-song-hong-2024-0-chu-ky.pdf" in str(event.changes)
