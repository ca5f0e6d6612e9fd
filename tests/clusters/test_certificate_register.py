"""The register of certificates, and the order in which a cluster signs."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cluster_portal.audit.models import AuditEvent
from cluster_portal.documents import certificates
from clusters.models import SigningOrder, UnitCertificate
from clusters.selectors import certificate_on, unit_of_certificate
from clusters.services import (
    end_certificate,
    register_certificate,
    set_signing_order,
    signing_order_token,
)
from tests.factories.clusters import UnitCertificateFactory
from tests.files.certificates import pem, private_key
from tests.files.samples import upload

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


def register(unit, by, content=None, **values):
    return register_certificate(unit=unit, content=content or pem(), by=by, **values)


def fields_of(call, *arguments, **values):
    with pytest.raises(ValidationError) as refused:
        call(*arguments, **values)
    return set(refused.value.message_dict)


def test_a_certificate_is_registered_for_its_own_time(unit_of_binh, quan):
    row = register(unit_of_binh, quan, office="Chủ tịch")
    assert (row.holder_name, row.valid_from, row.valid_to) == (
        "Lê Văn Ký",
        DAY(2024, 6, 1),
        DAY(2026, 1, 1),
    )
    assert unit_of_certificate(row.fingerprint.upper(), DAY(2025, 1, 1)) == unit_of_binh
    assert certificate_on(row.fingerprint, DAY(2024, 5, 31)) is None
    assert unit_of_certificate("0" * 64, DAY(2025, 1, 1)) is None
    event = AuditEvent.objects.get(action="register_certificate")
    assert event.changes["fingerprint"] == [None, row.fingerprint]


def test_only_the_administrator_registers(unit_of_binh, lan, binh, hoa):
    for person in (lan, binh, hoa):
        with pytest.raises(PermissionDenied):
            register(unit_of_binh, person)


def test_one_certificate_signs_for_one_unit_at_a_time(unit_of_binh, unit_of_chi, quan):
    content = pem()
    first = register(unit_of_binh, quan, content)
    with pytest.raises(ValidationError, match="đã đăng ký cho một đơn vị"):
        register(unit_of_chi, quan, content)
    end_certificate(certificate=first, last_day=DAY(2024, 6, 30), by=quan, reason="Đổi người giữ")
    second = register(unit_of_chi, quan, content, valid_from=DAY(2024, 7, 1))
    assert certificate_on(second.fingerprint, DAY(2024, 6, 30)) == first
    assert certificate_on(second.fingerprint, DAY(2024, 7, 1)) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitCertificateFactory(fingerprint=second.fingerprint)


def test_days_and_files_that_do_not_fit_are_refused_at_their_fields(unit_of_binh, quan):
    assert fields_of(register, unit_of_binh, quan, private_key()) == {"upload"}
    old = pem(
        first=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
        last=datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC),
    )
    assert fields_of(register, unit_of_binh, quan, old) == {"upload"}
    later = fields_of(register, unit_of_binh, quan, valid_to=DAY(2027, 1, 1))
    assert later == {"valid_to"}
    earlier = fields_of(register, unit_of_binh, quan, valid_from=DAY(2023, 1, 1))
    assert earlier == {"valid_from"}
    assert fields_of(register, unit_of_binh, quan, pem(name="")) == {"holder_name"}
    assert not UnitCertificate.objects.exists()


def test_the_end_only_comes_closer(unit_of_binh, quan):
    row = register(unit_of_binh, quan)
    for day in (DAY(2026, 1, 2), DAY(2024, 5, 31)):
        assert fields_of(end_certificate, certificate=row, last_day=day, by=quan) == {"valid_to"}


@pytest.mark.parametrize(
    "change", [{"pem": "x"}, {"holder_name": "Khác"}, {"valid_to": DAY(2030, 1, 1)}]
)
def test_a_registration_is_kept_by_the_database(change):
    row = UnitCertificateFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitCertificate.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    UnitCertificate.objects.filter(pk=row.pk).update(note="Mất thẻ", valid_to=DAY(2024, 6, 1))


# --- In the administration ------------------------------------------------------------------

ADD = "/quan-tri/clusters/unitcertificate/add/"


def test_the_administrator_uploads_a_certificate(client_of, quan, unit_of_binh):
    client = client_of(quan)
    sent = {"unit": unit_of_binh.pk, "upload": upload(pem(), "ky.cer"), "office": "Chủ tịch"}
    assert client.post(ADD, sent).status_code == 302
    row = UnitCertificate.objects.get()
    assert (row.unit, row.holder_name) == (unit_of_binh, "Lê Văn Ký")
    actions = AuditEvent.objects.filter(target_type="clusters.unitcertificate")
    assert [event.action for event in actions] == ["register_certificate"]
    change = reverse("admin:clusters_unitcertificate_change", args=[row.pk])
    assert row.fingerprint in client.get(change).content.decode()
    ended = client.post(change, {"valid_to": "30/6/2024", "note": "Mất thẻ"})
    assert ended.status_code == 302
    row.refresh_from_db()
    assert (row.valid_to, row.note) == (DAY(2024, 6, 30), "Mất thẻ")
    longer = client.post(change, {"valid_to": "30/7/2024", "note": ""})
    assert "chỉ dời sớm hơn được" in longer.content.decode()


@pytest.mark.parametrize(
    ("content", "message"),
    [(private_key(), certificates.PRIVATE_KEY), (b"%PDF-1.4", certificates.NO_CERTIFICATE)],
)
def test_a_wrong_file_keeps_what_was_typed(client_of, quan, unit_of_binh, content, message):
    sent = {"unit": unit_of_binh.pk, "upload": upload(content), "office": "Quyền Chủ tịch"}
    page = client_of(quan).post(ADD, sent).content.decode()
    assert message in page
    assert "Quyền Chủ tịch" in page
    assert "PRIVATE KEY" not in page
    assert not UnitCertificate.objects.exists()


# --- The order of signing -------------------------------------------------------------------


def test_the_chair_of_the_cluster_sets_the_order(cluster_a, lan, mai, quan):
    with pytest.raises(PermissionDenied):
        set_signing_order(cluster=cluster_a, signing_order="chair_first", by=mai)
    seen = signing_order_token(cluster_a)
    set_signing_order(cluster=cluster_a, signing_order="chair_first", by=lan, seen=seen)
    cluster_a.refresh_from_db()
    assert cluster_a.signing_order == SigningOrder.CHAIR_FIRST
    with pytest.raises(ValidationError) as stale:
        set_signing_order(cluster=cluster_a, signing_order="all_at_once", by=quan, seen=seen)
    assert stale.value.code == "stale"
    with pytest.raises(ValidationError):
        set_signing_order(cluster=cluster_a, signing_order="khac", by=quan)
