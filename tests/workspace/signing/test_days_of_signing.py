"""On which day a pledge that the portal issued counts as signed, and what it lacks until then."""

import datetime

import pytest
from django.utils import timezone

from cluster_portal.vietnamese.dates import format_date
from emulation.models import SigningMethod
from tests.files.samples import scan, upload
from tests.workspace.signing.conftest import YEAR

pytestmark = pytest.mark.django_db
SIGNATURES = f"{YEAR}giao-uoc/chu-ky/"


@pytest.fixture
def secretary(lan, client_of):
    return client_of(lan)


def step(client, to, **values):
    return client.post(f"{YEAR}giao-uoc/buoc/{to}/", values)


def write_paper(client, unit, **values):
    seen = client.get(SIGNATURES).context["form"]["seen"].value()
    given = {
        "signer_name": "Trần Giấy",
        "capacity": "Phó Chủ tịch",
        "signed_on": format_date(timezone.localdate()),
    } | values
    rows = {f"unit-{unit.pk}-{name}": value for name, value in given.items()}
    return client.post(SIGNATURES, {"seen": seen} | rows)


def test_what_all_signed_digitally_has_the_day_of_the_last_signature(
    issued, nam_dinh, ha_nam, secretary
):
    for desk in (nam_dinh, ha_nam):
        desk.bring(desk.sign(desk.take()))
    assert step(secretary, "issued", reason="Xem lại").status_code == 302
    assert "signed_on" not in secretary.get(f"{YEAR}giao-uoc/buoc/signed/").context["form"].fields
    assert step(secretary, "signed", signed_on="1/1/2020").status_code == 302
    issued.refresh_from_db()
    assert (issued.status, issued.signed_on) == ("signed", timezone.localdate())


def test_a_paper_without_its_scan_keeps_the_last_signature_from_completing(
    issued, nam_dinh, ha_nam, secretary
):
    assert write_paper(secretary, ha_nam.unit, capacity="").status_code == 200
    assert write_paper(secretary, ha_nam.unit).status_code == 302
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take()))
    issued.refresh_from_db()
    assert issued.status == "issued"
    page = secretary.get(SIGNATURES).content.decode()
    assert "Thiếu bản chụp chữ ký trên bản giấy: Hà Nam." in page
    today = format_date(timezone.localdate())
    assert step(secretary, "signed", signed_on=today).status_code == 200
    address = f"{SIGNATURES}{ha_nam.unit.slug}/ban-giay/"
    assert secretary.post(address, {"upload": upload(scan())}).status_code == 302
    early = format_date(timezone.localdate() - datetime.timedelta(days=1))
    assert step(secretary, "signed", signed_on=early).status_code == 200
    assert step(secretary, "signed", signed_on=today).status_code == 302


def test_who_signed_digitally_is_read_and_not_written(issued, nam_dinh, ha_nam, secretary):
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take()))
    page = secretary.get(SIGNATURES)
    fields = page.content.decode()
    assert f'name="unit-{ha_nam.unit.pk}-signer_name"' in fields
    assert f'name="unit-{nam_dinh.unit.pk}-signer_name"' not in fields
    assert "Ghi theo bản giấy" not in fields
    assert write_paper(secretary, ha_nam.unit).status_code == 302
    assert issued.signatures.get(unit=nam_dinh.unit).method == SigningMethod.DIGITAL


def test_the_page_of_an_issued_pledge_tells_its_number_and_code(issued, nam_dinh, secretary):
    page = secretary.get(f"{YEAR}giao-uoc/soan/").content.decode()
    assert issued.document_number in page
    assert f'href="{issued.document.get_absolute_url()}"' in page
    # Nobody has signed yet: that all have is not what to do next.
    button = page.split("Ghi nhận đã ký đủ")[0].rsplit("<a", 1)[1]
    assert "btn-primary" not in button


def test_the_newest_answer_stands_above_what_to_do(issued, nam_dinh, ha_nam):
    both = nam_dinh.take()
    late = ha_nam.sign(both)
    nam_dinh.bring(nam_dinh.sign(both))
    assert "đã vào giao ước</strong> lúc" in nam_dinh.page().split("1. Tải bản", 1)[0]
    ha_nam.bring(late)
    above = ha_nam.page().split("1. Tải bản", 1)[0]
    assert "Chưa nhận chữ ký trong tệp gửi lúc" in above
    assert "tải lại bản mới nhất" in above
    ha_nam.bring(ha_nam.sign(ha_nam.take()))
    assert "Chưa nhận chữ ký" not in ha_nam.page()
