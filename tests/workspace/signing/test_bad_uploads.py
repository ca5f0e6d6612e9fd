"""Files that the page of signing must not take, each with what its officer is told."""

import datetime

import pytest
import time_machine
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.core.files.uploadedfile import SimpleUploadedFile

from cluster_portal.documents.models import SignatureUpload, SignedRevision
from emulation.models import PledgeSignature
from tests.signing import attacks
from tests.signing.authority import DAY
from tests.workspace.signing.conftest import Desk

pytestmark = pytest.mark.django_db


def answers_to(desk: Desk, files: dict[str, bytes]) -> dict[str, str]:
    """What the page says of each file."""
    told = {}
    for name, content in files.items():
        answer = desk.bring(content)
        assert answer.status_code in (200, 302), name
        newest = SignatureUpload.objects.filter(field=desk.field).first()
        told[name] = newest.message if answer.status_code == 302 else answer.content.decode()
    return told


def assert_told(desk: Desk, files: dict[str, bytes], words: dict[str, str]) -> None:
    told = answers_to(desk, files)
    assert {name for name, part in words.items() if part not in told[name]} == set()
    assert files.keys() == words.keys()
    # Nothing of it is half saved.
    assert not SignedRevision.objects.exists()
    assert PledgeSignature.objects.get(unit=desk.unit).signed_on is None
    assert not SignatureUpload.objects.exclude(content=None).exists()
    # And the right file is still taken.
    desk.bring(desk.sign(desk.take()))
    assert SignedRevision.objects.get().field == desk.field


def test_files_that_were_changed(issued, nam_dinh):
    head = nam_dinh.take()
    signed = nam_dinh.sign(head)
    after = {attack.__name__: attack(signed) for attack in attacks.APPENDED}
    breaking = {attack.__name__: attack(head) for attack in attacks.BREAKING}
    other = {
        "encrypted": attacks.encrypted(signed),
        "saved_anew": attacks.saved_anew(signed),
        "with_a_hole": attacks.with_a_hole(signed),
        "digest_changed": attacks.digest_changed(signed, head),
    }
    added = "Ngoài chữ ký, tệp còn bị thêm hoặc sửa nội dung khác"
    assert_told(
        nam_dinh,
        after | breaking | other,
        dict.fromkeys(after, added)
        | dict.fromkeys(breaking, "")
        | {
            "encrypted": "Tệp PDF này được đặt mật khẩu; bỏ",
            "saved_anew": "không còn đúng từng byte như bản đã phát hành",
            "with_a_hole": "Chữ ký",
            "digest_changed": "Chữ ký không khớp với nội dung tệp",
            "bomb": "giải nén ra quá lớn hoặc quá rối",
        },
    )


def test_certificates_that_do_not_hold(issued, nam_dinh, authority, trusted):
    now = datetime.datetime.now(datetime.UTC)
    head = nam_dinh.take()
    signers = {
        "self-signed": (authority.self_signed("Phạm Gia Túc"), "không do tổ chức mà cổng tin cậy"),
        "for servers": (
            authority.signer("Phạm Gia Túc", purpose=ExtendedKeyUsageOID.SERVER_AUTH),
            "không được cấp để ký văn bản",
        ),
        "expired": (
            authority.signer("Phạm Gia Túc", ends=now - DAY),
            "Chứng thư số đã hết hạn; liên hệ",
        ),
        "revoked": (authority.signer("Phạm Gia Túc"), "Chứng thư số đã bị thu hồi; liên hệ"),
    }
    authority.revoke(signers["revoked"][0])
    authority.write(trusted)
    files = {name: nam_dinh.sign(head, holder=holder) for name, (holder, _) in signers.items()}
    words = {name: told for name, (_, told) in signers.items()}
    with time_machine.travel(now + datetime.timedelta(hours=5), tick=True):
        files["clock ahead"] = nam_dinh.sign(head)
    words["clock ahead"] = "đồng hồ của máy ký sai"
    assert_told(nam_dinh, files, words)


def test_200_megabytes_are_told_beside_the_field(issued, nam_dinh, settings):
    huge = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + bytes(100 * 1024 * 1024), "application/pdf")
    assert huge.size < settings.MAX_FORM_BYTES
    answer = nam_dinh.client.post(nam_dinh.address, {"upload": huge})
    assert answer.status_code == 200
    assert "không thể là bản đã phát hành kèm chữ ký" in answer.content.decode()
    # What is larger still is refused before it is read.
    answer = nam_dinh.client.post(nam_dinh.address, CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert answer.status_code == 413
    assert not SignatureUpload.objects.exists()
