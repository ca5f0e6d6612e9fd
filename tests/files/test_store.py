"""From an upload to a row and bytes, and back to the reader."""

import hashlib
import io
import stat
import time
import uuid

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from cluster_portal.files import checks
from cluster_portal.files.forms import UploadField
from cluster_portal.files.kinds import FileKind
from cluster_portal.files.models import StoredFile
from cluster_portal.files.responses import private_file
from cluster_portal.files.services import store
from cluster_portal.files.storage import private_storage
from tests.factories.files import StoredFileFactory
from tests.files import samples
from tests.files.samples import upload

pytestmark = pytest.mark.django_db

SCANS = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)


class ScanForm(forms.Form):
    """What a page needs to take an upload."""

    scan = UploadField(kinds=SCANS, label="Bản quét")


def sent(content: bytes, name: str, claimed: str = "") -> ScanForm:
    return ScanForm({}, MultiValueDict({"scan": [upload(content, name, claimed)]}))


# --- Taking in ---------------------------------------------------------------------------------


def test_an_upload_becomes_a_row_and_a_file_named_by_its_hash(lan: User, private_root):
    content = samples.pdf()
    stored = store(upload=upload(content, "Quyết định số 12.PDF"), kinds=SCANS, by=lan)
    digest = hashlib.sha256(content).hexdigest()
    assert (stored.sha256, stored.size, stored.kind) == (digest, len(content), "pdf")
    assert (stored.name, stored.uploaded_by) == ("Quyết định số 12.pdf", lan)
    assert isinstance(stored.public_id, uuid.UUID)
    (file,) = (path for path in private_root.rglob("*") if path.is_file())
    assert file == private_root / digest[:2] / digest
    assert file.read_bytes() == content
    assert stored.is_intact()


def test_only_the_portals_own_user_may_read_the_bytes(lan: User, private_root):
    store(upload=upload(samples.pdf()), kinds=SCANS, by=lan)
    for path in (private_root, *private_root.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_private_files_lie_outside_every_folder_that_is_served(settings):
    for served in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS):
        assert not settings.PRIVATE_ROOT.is_relative_to(served)


def test_a_private_file_has_no_address(lan: User):
    stored = store(upload=upload(samples.pdf()), kinds=SCANS, by=lan)
    with pytest.raises(ValueError, match="no address"):
        private_storage().url(stored.path)


def test_the_same_bytes_twice_are_two_rows_and_one_file(lan: User, dung: User, private_root):
    first = store(upload=upload(samples.pdf(), "a.pdf"), kinds=SCANS, by=lan)
    with first.open() as file:
        second = store(upload=upload(file.read(), "b.pdf"), kinds=SCANS, by=dung)
    assert (first.path, first.public_id != second.public_id) == (second.path, True)
    assert len([path for path in private_root.rglob("*") if path.is_file()]) == 1


def test_storing_again_mends_bytes_that_were_damaged(lan: User, private_root):
    content = samples.pdf()
    stored = store(upload=upload(content), kinds=SCANS, by=lan)
    (private_root / stored.path).write_bytes(b"damaged")
    store(upload=upload(content), kinds=SCANS, by=lan)
    assert stored.is_intact()


def test_an_upload_is_written_down(lan: User):
    stored = store(upload=upload(samples.pdf(), "qd.pdf"), kinds=SCANS, by=lan)
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.target_id) == (lan, "upload", str(stored.pk))
    assert event.target_name == "qd.pdf"
    assert event.changes == {"sha256": [None, stored.sha256]}


def test_what_breaks_off_leaves_no_row_and_no_half_file(lan: User, private_root, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("cluster_portal.files.storage.os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        store(upload=upload(samples.pdf()), kinds=SCANS, by=lan)
    assert not StoredFile.objects.exists()
    assert not [path for path in private_root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "name", "claimed"),
    [
        (samples.SVG, "anh.png", "image/png"),
        (samples.HTML, "qd.pdf", "application/pdf"),
        (b"MZ\x90\x00", "qd.pdf", "application/pdf"),
        (b"GIF89a/*" + samples.HTML, "anh.jpg", "image/jpeg"),
        (b"=1+1,2\n", "so-lieu.csv", "text/csv"),
        (samples.workbook(), "so-lieu.pdf", "application/pdf"),
    ],
)
def test_neither_name_nor_claimed_type_lets_another_content_in(lan: User, content, name, claimed):
    with pytest.raises(ValidationError) as error:
        store(upload=upload(content, name, claimed), kinds=SCANS, by=lan)
    assert error.value.messages == [
        "Nội dung tệp không đúng loại cổng nhận ở đây. Chọn tệp PDF, ảnh JPEG hoặc ảnh PNG."
    ]
    assert not StoredFile.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_name_is_that_of_the_content(lan: User):
    stored = store(upload=upload(samples.image("PNG"), "qd.pdf"), kinds=SCANS, by=lan)
    assert (stored.kind, stored.name) == (FileKind.PNG, "qd.pdf.png")


def test_a_file_over_the_limit_of_its_kind_is_refused(monkeypatch):
    monkeypatch.setattr("cluster_portal.files.kinds._LARGEST", dict.fromkeys(FileKind, 2 * 1024**2))
    with pytest.raises(ValidationError, match="Tệp lớn quá 2 MB"):
        checks.check(upload(b"%PDF-1.7" + bytes(2 * 1024**2)), SCANS)


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="không có nội dung"):
        checks.check(upload(b""), SCANS)


# --- The form field ----------------------------------------------------------------------------


def test_the_field_hands_on_a_good_upload(lan: User):
    form = sent(samples.pdf(), "qd.pdf")
    assert form.is_valid()
    assert store(upload=form.cleaned_data["scan"], kinds=SCANS, by=lan).is_intact()


def test_a_file_is_looked_through_once_for_form_and_service(lan: User, monkeypatch):
    form = sent(samples.pdf(), "qd.pdf")
    assert form.is_valid()
    monkeypatch.setattr(checks, "check_pdf", lambda content: pytest.fail("again"))
    assert store(upload=form.cleaned_data["scan"], kinds=SCANS, by=lan)


def test_what_one_field_took_another_service_need_not():
    form = sent(samples.pdf(), "qd.pdf")
    assert form.is_valid()
    with pytest.raises(ValidationError, match="Chọn tệp ảnh PNG"):
        checks.check(form.cleaned_data["scan"], [FileKind.PNG])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (samples.SVG, "không đúng loại"),
        (b"", "không có nội dung"),
        (samples.pdf()[:50], "cuối tệp"),
    ],
)
def test_the_refusal_stands_beside_the_field(content, words):
    form = sent(content, "qd.pdf", "application/pdf")
    assert list(form.errors) == ["scan"]
    assert words in form.errors["scan"][0]


def test_the_field_says_what_it_takes():
    html = str(ScanForm()["scan"])
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in html
    assert ScanForm().fields["scan"].help_text == "Tệp PDF, ảnh JPEG hoặc ảnh PNG."
    assert ScanForm({}, {}).errors["scan"] == ["Chọn tệp."]


# --- Handing out -------------------------------------------------------------------------------


@pytest.fixture
def stored(lan: User) -> StoredFile:
    return store(upload=upload(samples.pdf(), 'Quyết định "12".pdf'), kinds=SCANS, by=lan)


def asked(user: User, method: str = "get"):
    request = getattr(RequestFactory(), method)("/tep/")
    request.user = user
    return request


def read(response) -> bytes:
    """The bytes; the file is closed, and the response not, as that ends the test's connection."""
    content = response.getvalue()
    for close in response._resource_closers:
        close()
    return content


def test_a_download_is_never_shown_and_never_kept(stored: StoredFile, dung: User, unit_of_b):
    response = private_file(asked(dung), stored, target=unit_of_b)
    with stored.open() as file:
        assert read(response) == file.read()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(stored.size)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%2012.pdf"
    )


def test_who_took_which_file_of_what_is_written_down(stored: StoredFile, dung: User, unit_of_b):
    read(private_file(asked(dung, "head"), stored, target=unit_of_b))
    assert not AuditEvent.objects.filter(action="download").exists()
    read(private_file(asked(dung), stored, target=unit_of_b))
    event = AuditEvent.objects.get(action="download")
    assert (event.actor, event.target_id) == (dung, str(unit_of_b.pk))
    assert event.target_type == "clusters.unit"
    assert event.changes["file"] == [None, stored.name]


def test_nginx_is_told_where_the_bytes_are(stored: StoredFile, dung: User, unit_of_b, settings):
    settings.X_ACCEL = True
    response = private_file(asked(dung), stored, target=unit_of_b)
    assert response.content == b""
    assert response["X-Accel-Redirect"] == f"/_private/{stored.sha256[:2]}/{stored.sha256}"
    assert response["Content-Type"] == "application/pdf"
    location = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "location /_private/ {\n            internal;" in location


def test_lost_bytes_are_a_page_that_says_so(stored: StoredFile, dung: User, unit_of_b):
    private_storage().delete(stored.path)
    response = private_file(asked(dung), stored, target=unit_of_b)
    assert response.status_code == 503
    assert "không tìm thấy nội dung của tệp" in response.content.decode()
    assert not AuditEvent.objects.filter(action="download").exists()


# --- Looking after -----------------------------------------------------------------------------


def checked(*options: str) -> str:
    output = io.StringIO()
    call_command("check_files", *options, stdout=output)
    return output.getvalue()


def test_whole_files_are_counted(stored: StoredFile):
    assert checked() == "1 tệp còn nguyên vẹn.\n"


def test_a_storage_that_was_never_used_is_whole():
    assert checked() == "0 tệp còn nguyên vẹn.\n"


def test_changed_and_missing_files_are_told(stored: StoredFile, private_root):
    lost = StoredFileFactory()
    (private_root / stored.path).write_bytes(b"%PDF-forged")
    with pytest.raises(CommandError) as error:
        checked()
    assert str(error.value).splitlines() == [
        f"bị đổi: {stored.path} ({stored.name})",
        f"mất: {lost.path} ({lost.name})",
    ]


def test_bytes_without_a_row_are_told_and_removed_after_a_day(stored: StoredFile, monkeypatch):
    private_storage().save("ab/abc", ContentFile(b"x"))
    assert "tệp thừa: ab/abc" in checked("--remove-unused")
    assert private_storage().exists("ab/abc")
    later = time.time() + 90_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert "đã xóa tệp thừa: ab/abc" in checked("--remove-unused")
    assert not private_storage().exists("ab/abc")
    assert stored.is_intact()
