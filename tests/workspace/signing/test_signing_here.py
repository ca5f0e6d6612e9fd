"""Units sign on the portal itself: the key stays on its token, or with its signing service."""

import hashlib

import pytest

from cluster_portal.audit.models import AuditEvent
from cluster_portal.documents.models import SigningLease
from cluster_portal.documents.services import take_lease
from cluster_portal.documents.signing.unit_services import read_services
from emulation.models import PledgeSignature
from tests.documents.reading import text_of
from tests.signing import services
from tests.signing.services import ACTIVATION, AUTHORIZATION
from tests.signing.tokens import LIBRARY, PIN, TOKEN, put_on_token
from tests.tools.verapdf import validate

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(nam_dinh, settings):
    """Nam Định signs with a token of its own."""
    label = hashlib.sha256(nam_dinh.holder.certificate_der).hexdigest()[:20]
    put_on_token(label, nam_dinh.holder)
    entry = {"name": "Thiết bị ký của tỉnh", "kind": "token", "library": str(LIBRARY)}
    # The keys of these officers are on a curve, and are given what is hashed already.
    more = {"token": TOKEN, "key": label, "hashes_itself": False}
    settings.SIGNING_SERVICES = read_services({"nam-dinh": entry | more})
    return settings


def sign(desk, secret, by=None):
    with desk.run(execute=True):
        return (by or desk.client).post(f"{desk.address}ky-ngay/", {"secret": secret}, follow=True)


def row_of(desk):
    return PledgeSignature.objects.get(unit=desk.unit)


def test_a_token_signs_at_once(issued, nam_dinh, ha_nam, token, tmp_path):
    assert "Hoặc ký ngay trên cổng: Thiết bị ký của tỉnh" in nam_dinh.page()
    answer = sign(nam_dinh, PIN)
    assert "Đã ký số. Chữ ký đã vào giao ước." in answer.content.decode()
    row = row_of(nam_dinh)
    assert (row.method, row.signer_name, row.revision.number) == ("digital", "Phạm Gia Túc", 1)
    file = tmp_path / "giao-uoc.pdf"
    file.write_bytes(ha_nam.take())
    assert "Phạm Gia Túc" in text_of(file)
    assert [verdict.compliant for verdict in validate([file])] == [True, True]
    assert not SigningLease.objects.exists()
    # The next one signs outside, on top of it.
    ha_nam.bring(ha_nam.sign(ha_nam.take()))
    issued.refresh_from_db()
    assert issued.status == "signed"


def test_a_wrong_code_changes_nothing_and_is_not_shown_again(issued, nam_dinh, token):
    answer = sign(nam_dinh, "000111")
    page = answer.content.decode()
    assert "sai mã PIN hay mã xác nhận" in page
    assert "000111" not in page
    assert row_of(nam_dinh).signed_on is None
    assert not SigningLease.objects.exists()
    kept = list(AuditEvent.objects.values_list("changes", flat=True))
    assert "000111" not in str(kept)
    assert "Nhập mã để ký." in sign(nam_dinh, "").content.decode()


def test_a_token_of_another_unit_signs_for_nobody(issued, nam_dinh, ha_nam, token):
    token.SIGNING_SERVICES = {"ha-nam": token.SIGNING_SERVICES["nam-dinh"]}
    assert "là của Tỉnh Nam Định, không phải của Tỉnh Hà Nam" in sign(ha_nam, PIN).content.decode()
    assert row_of(ha_nam).signed_on is None


def test_somebody_else_who_signs_in_steps_goes_first(issued, nam_dinh, token, chi):
    take_lease(document=issued.document, field="ky_ha-nam", by=chi)
    assert "đang ký văn bản này, đến" in sign(nam_dinh, PIN).content.decode()
    assert row_of(nam_dinh).signed_on is None
    assert SigningLease.objects.get().holder == chi


def test_a_signing_service_signs(issued, nam_dinh, settings, tmp_path):
    certificate = tmp_path / "lanh-dao.pem"
    certificate.write_bytes(nam_dinh.holder.certificate_pem)
    with services.serving(services.cloud_signature(nam_dinh.holder)) as address:
        entry = {
            "name": "Ký từ xa",
            "kind": "remote",
            "address": f"{address}/csc/v1",
            "secret": "Mã xác nhận",
        }
        key = {"credential": "khoa-1", "authorization": AUTHORIZATION, "algorithm": "sha256_ecdsa"}
        settings.SIGNING_SERVICES = read_services(
            {"nam-dinh": entry | key | {"certificate": str(certificate)}}
        )
        assert "sai mã PIN hay mã xác nhận" in sign(nam_dinh, "sai").content.decode()
        assert "Đã ký số." in sign(nam_dinh, ACTIVATION).content.decode()
    assert row_of(nam_dinh).revision.number == 1


def test_only_the_units_own_officers_and_only_where_it_is_configured(
    issued, nam_dinh, ha_nam, token, client_of, lan, dung
):
    assert sign(nam_dinh, PIN, by=ha_nam.client).status_code == 403
    assert sign(nam_dinh, PIN, by=client_of(dung)).status_code == 404
    assert sign(ha_nam, PIN).status_code == 404
    assert "Hoặc ký ngay trên cổng" not in ha_nam.page()
    assert row_of(nam_dinh).signed_on is None
