"""Officers take the issued pledge, have it signed outside the portal, and bring it back."""

import pytest

from cluster_portal.documents.models import SignatureUpload
from cluster_portal.documents.signing.reading import fields_in
from emulation.models import PledgeSignature
from tests.documents.reading import text_of
from tests.workspace.signing.conftest import YEAR

pytestmark = pytest.mark.django_db


def row_of(desk):
    return PledgeSignature.objects.get(unit=desk.unit)


def answer_to(desk):
    """What became of the newest file: state and words."""
    upload = SignatureUpload.objects.filter(field=desk.field).first()
    return upload.state, upload.message


def test_the_issued_file_has_number_code_and_a_field_for_each_member(issued, nam_dinh, tmp_path):
    file = tmp_path / "giao-uoc.pdf"
    file.write_bytes(nam_dinh.take())
    text = text_of(file)
    assert issued.document.shown_code in text
    assert issued.document_number in text
    assert "BẢN KÝ SỐ" in text
    assert "CHƯA KÝ" not in text
    assert "(chưa ký trên bản này)" not in text
    assert fields_in(file.read_bytes()) == {
        "ky_nam-dinh": False,
        "ky_ha-nam": False,
        "con_dau_cong": False,
    }


def test_two_provinces_sign_one_after_the_other(issued, nam_dinh, ha_nam):
    for number, desk in enumerate((nam_dinh, ha_nam), start=1):
        assert desk.bring(desk.sign(desk.take())).status_code == 302
        assert answer_to(desk) == ("accepted", "")
        row = row_of(desk)
        assert (row.method, row.capacity) == ("digital", "Chủ tịch")
        assert row.revision.number == number
    issued.refresh_from_db()
    assert (issued.status, issued.document.head().number) == ("signed", 2)
    # The public is told who signed, by the code alone.
    public = ha_nam.client.get(issued.document.get_absolute_url()).content.decode()
    assert "Phạm Gia Túc" in public
    assert "Trương Quốc Huy" in public
    assert "Đã ký số ngày" in nam_dinh.page()


def test_a_file_overtaken_by_another_signature_is_kept_and_told(issued, nam_dinh, ha_nam):
    both = nam_dinh.take()
    nam_dinh.bring(nam_dinh.sign(both))
    late = ha_nam.sign(both)
    ha_nam.bring(late)
    state, words = answer_to(ha_nam)
    assert state == "outdated"
    assert "Đơn vị khác đã ký trước" in words
    assert bytes(SignatureUpload.objects.get(state="outdated").content) == late
    assert words in ha_nam.page()
    # The newest file is signed, and then it is in.
    ha_nam.bring(ha_nam.sign(ha_nam.take()))
    assert answer_to(ha_nam)[0] == "accepted"


def test_a_certificate_of_another_unit_signs_for_nobody(issued, nam_dinh, ha_nam):
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take(), holder=ha_nam.holder))
    state, words = answer_to(nam_dinh)
    assert state == "refused"
    assert "là của Tỉnh Hà Nam, không phải của Tỉnh Nam Định" in words
    assert row_of(nam_dinh).signed_on is None


def test_a_certificate_that_nobody_registered_is_named(issued, nam_dinh, authority):
    stranger = authority.signer("Người Lạ", "Sở Khác")
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take(), holder=stranger))
    state, words = answer_to(nam_dinh)
    assert state == "refused"
    assert "chưa có trong sổ chứng thư" in words
    assert SignatureUpload.objects.get().content is None


def test_a_signature_in_anothers_field_is_refused(issued, nam_dinh, ha_nam):
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take(), field=ha_nam.field))
    assert answer_to(nam_dinh)[0] == "refused"
    assert "không nằm trong ô của đơn vị bạn" in answer_to(nam_dinh)[1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp không có nội dung."),
        (b"PK\x03\x04 a sheet", "Tệp này không phải PDF;"),
        (b"%PDF-1.7\n" + b"0" * 6 * 1024 * 1024, "nên không thể là bản đã phát hành"),
    ],
)
def test_what_is_no_signed_pledge_is_told_beside_the_field(issued, nam_dinh, content, words):
    answer = nam_dinh.bring(content)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not SignatureUpload.objects.exists()


def test_the_unsigned_file_brought_back_is_told(issued, nam_dinh):
    nam_dinh.bring(nam_dinh.take())
    assert answer_to(nam_dinh)[0] == "refused"
    assert "chưa có thêm chữ ký nào" in answer_to(nam_dinh)[1]


def test_the_chair_signs_first_where_the_cluster_says_so(issued, nam_dinh, ha_nam, cluster_a):
    signed = ha_nam.sign(ha_nam.take())
    cluster_a.signing_order = "chair_first"
    cluster_a.save()
    answer = ha_nam.bring(signed)
    assert "Cụm trưởng ký trước: còn chờ Nam Định." in answer.content.decode()
    assert not SignatureUpload.objects.exists()


def test_officers_sign_for_their_own_unit_alone(issued, nam_dinh, ha_nam, client_of, hoa, dung):
    assert ha_nam.client.get(nam_dinh.address).status_code == 200
    assert ha_nam.client.get(f"{nam_dinh.address}giao-uoc.pdf").status_code == 403
    assert ha_nam.client.post(nam_dinh.address).status_code == 403
    assert client_of(hoa).get(nam_dinh.address).status_code == 200
    assert client_of(hoa).post(nam_dinh.address).status_code == 403
    assert client_of(dung).get(nam_dinh.address).status_code == 404


def test_a_withdrawn_pledge_takes_no_signature(issued, nam_dinh, client_of, lan):
    signed = nam_dinh.sign(nam_dinh.take())
    answer = client_of(lan).post(f"{YEAR}giao-uoc/thu-hoi/", {"reason": "Sai căn cứ"})
    assert answer.status_code == 302
    assert "Giao ước không ở bước chờ ký." in nam_dinh.bring(signed).content.decode()
    public = nam_dinh.client.get(issued.document.get_absolute_url()).content.decode()
    assert "Sai căn cứ" in public
