"""Digital signatures of a pledge: who may, in which order, with which certificate."""

import datetime
import zoneinfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.audit.models import AuditEvent
from clusters.models import SigningOrder
from clusters.services import end_certificate
from emulation.models import PledgeSignature, SigningMethod
from emulation.services import pledge_signing
from emulation.services.pledge_signatures import (
    NOT_ON_PAPER,
    PaperSignature,
    attach_signature_scan,
    save_paper_signatures,
)
from emulation.services.pledge_signing import decline_to_sign, record_digital_signature
from emulation.services.pledge_steps import HAS_SIGNATURES, move_pledge
from emulation.signing_order import who_may_sign
from tests.factories.clusters import UnitCertificateFactory
from tests.factories.emulation import PledgeFactory, PledgeItemFactory, PledgeSignatureFactory
from tests.files.samples import scan, upload

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2024, 6, 1, 9, tzinfo=zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pledge(year_a, unit_of_binh, unit_of_chi, binh, chi, lan):
    pledge = PledgeFactory(
        emulation_year=year_a,
        status="issued",
        signed_on=None,
        legal_basis="Căn cứ",
        issued_at=NOW - datetime.timedelta(days=1),
    )
    PledgeItemFactory(pledge=pledge)
    for unit in (unit_of_binh, unit_of_chi):
        PledgeSignatureFactory(pledge=pledge, unit=unit, unsigned=True)
    return pledge


def sign(pledge, unit, by, certificate=None, **more):
    values = {"signer_name": "Lê Văn Ký", "office": "Chủ tịch", "signed_at": NOW} | more
    certificate = certificate or UnitCertificateFactory(unit=unit)
    return record_digital_signature(
        pledge=pledge, unit=unit, certificate=certificate, by=by, **values
    )


def refusal(*arguments, **values):
    with pytest.raises(ValidationError) as refused:
        sign(*arguments, **values)
    return refused.value.messages[0]


def test_the_last_signature_makes_the_pledge_signed(pledge, binh, chi, unit_of_binh, unit_of_chi):
    row = sign(pledge, unit_of_binh, binh)
    assert (row.method, row.state, row.signed_on) == ("digital", "ký số", NOW.date())
    pledge.refresh_from_db()
    assert pledge.status == "issued"
    later = NOW + datetime.timedelta(minutes=5)
    sign(pledge, unit_of_chi, chi, signed_at=later)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.signed_on) == ("signed", NOW.date())
    event = AuditEvent.objects.filter(action="sign_digitally").latest("pk")
    assert event.changes["status"] == ["issued", "signed"]


def test_the_day_is_that_of_vietnam_and_the_latest_of_all(
    pledge, binh, chi, lan, unit_of_binh, unit_of_chi
):
    paper = [PaperSignature(unit_of_chi, "Trần Ký", "Chủ tịch", datetime.date(2024, 5, 31))]
    save_paper_signatures(pledge=pledge, signatures=paper, by=lan)
    evening = datetime.datetime(2024, 5, 31, 17, 30, tzinfo=datetime.UTC)
    pledge.issued_at = evening - datetime.timedelta(days=3)
    pledge.save()
    sign(pledge, unit_of_binh, binh, signed_at=evening)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.signed_on) == ("signed", datetime.date(2024, 6, 1))


def test_nobody_signs_for_another_unit(pledge, binh, chi, lan, unit_of_chi, unit_of_b):
    for person in (binh, lan):
        with pytest.raises(PermissionDenied):
            sign(pledge, unit_of_chi, person)
    assert "không có tên" in refusal(pledge, unit_of_b, chi)


def test_the_certificate_is_the_units_own_on_that_day(
    pledge, binh, chi, quan, unit_of_binh, unit_of_chi
):
    other = UnitCertificateFactory(unit=unit_of_chi)
    assert refusal(pledge, unit_of_binh, binh, other) == pledge_signing.OF_ANOTHER.format(
        unit=unit_of_binh
    )
    own = UnitCertificateFactory(unit=unit_of_binh)
    end_certificate(certificate=own, last_day=datetime.date(2024, 5, 31), by=quan)
    assert "không được đăng ký" in refusal(pledge, unit_of_binh, binh, own)
    # The signer's own clock says that it still was: nothing proves it.
    then = NOW - datetime.timedelta(hours=20)
    told = refusal(pledge, unit_of_binh, binh, own, signed_at=then)
    assert told == pledge_signing.REGISTRATION_ENDED.format(day="31/5/2024")


@pytest.mark.parametrize(
    ("away", "message"),
    [
        (datetime.timedelta(minutes=11), pledge_signing.IN_THE_FUTURE),
        (-datetime.timedelta(days=2), pledge_signing.BEFORE_THE_ISSUE),
    ],
)
def test_clocks_that_are_wrong_are_told(pledge, binh, unit_of_binh, away, message):
    assert refusal(pledge, unit_of_binh, binh, signed_at=NOW + away) == message


def test_one_signs_once_and_not_after_declining(pledge, binh, chi, unit_of_binh, unit_of_chi):
    sign(pledge, unit_of_binh, binh)
    assert refusal(pledge, unit_of_binh, binh) == "Đơn vị đã ký."
    decline_to_sign(pledge=pledge, unit=unit_of_chi, reason="Mục 2", by=chi)
    assert "từ chối" in refusal(pledge, unit_of_chi, chi)
    pledge.status = "draft"
    pledge.save()
    assert refusal(pledge, unit_of_chi, chi) == "Giao ước không ở bước chờ ký."


def test_where_the_chair_signs_first_the_others_wait(
    pledge, binh, chi, cluster_a, unit_of_binh, unit_of_chi
):
    cluster_a.signing_order = SigningOrder.CHAIR_FIRST
    cluster_a.save()
    pledge.emulation_year.cluster.refresh_from_db()
    assert "Cụm trưởng ký trước: còn chờ Nam Định" in refusal(pledge, unit_of_chi, chi)
    assert who_may_sign(pledge, unit_of_binh) == ""
    sign(pledge, unit_of_binh, binh)
    assert who_may_sign(pledge, unit_of_chi) == ""


def test_what_was_signed_digitally_never_becomes_a_draft(pledge, binh, lan, unit_of_binh):
    sign(pledge, unit_of_binh, binh)
    with pytest.raises(ValidationError, match=HAS_SIGNATURES[:20]):
        move_pledge(pledge=pledge, to="draft", by=lan, reason="Sửa")


# --- Scans of paper -------------------------------------------------------------------------


def test_a_paper_signature_takes_its_scan_and_loses_it_with_the_signature(pledge, lan, unit_of_chi):
    paper = [PaperSignature(unit_of_chi, "Trần Ký", "Chủ tịch", datetime.date(2024, 5, 31))]
    save_paper_signatures(pledge=pledge, signatures=paper, by=lan)
    row = attach_signature_scan(
        pledge=pledge, unit=unit_of_chi, upload=upload(scan(), "ký.pdf"), by=lan
    )
    assert (row.scan.name, row.state) == ("ký.pdf", "ký trên bản giấy")
    save_paper_signatures(pledge=pledge, signatures=[PaperSignature(unit_of_chi)], by=lan)
    assert PledgeSignature.objects.get(pk=row.pk).scan is None


def test_a_scan_goes_with_paper_alone_and_is_measured(pledge, binh, lan, unit_of_binh):
    call = {"pledge": pledge, "unit": unit_of_binh, "by": lan}
    with pytest.raises(ValidationError, match=NOT_ON_PAPER[:20]):
        attach_signature_scan(**call, upload=upload(scan()))
    with pytest.raises(ValidationError) as refused:
        attach_signature_scan(**call, upload=upload(scan(100)))
    assert "100 dpi" in refused.value.message_dict["upload"][0]
    sign(pledge, unit_of_binh, binh)
    with pytest.raises(ValidationError, match=NOT_ON_PAPER[:20]):
        attach_signature_scan(**call, upload=upload(scan()))
    assert pledge.signatures.get(unit=unit_of_binh).method == SigningMethod.DIGITAL
