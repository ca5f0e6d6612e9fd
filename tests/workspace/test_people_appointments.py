"""One appointment: who sees it, who ends it, who keeps and who takes the scan of the decision."""

import datetime
import hashlib

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from cluster_portal.audit.models import AuditEvent
from cluster_portal.files.kinds import FileKind
from cluster_portal.files.models import StoredFile
from cluster_portal.vietnamese.dates import format_date
from clusters import services
from clusters.models import Appointment
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, MembershipFactory
from tests.files.samples import HTML, SVG, image, pdf, upload, workbook

pytestmark = pytest.mark.django_db

REASON = "Chuyển công tác theo Quyết định số 7"


@pytest.fixture(autouse=True)
def _private_root(tmp_path, settings):
    """A private storage of its own for each test."""
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = settings.STORAGES | {"private": private}


@pytest.fixture
def own(binh) -> Appointment:
    """Bình's appointment as an officer."""
    return binh.appointments.get()


def path(row: Appointment, work: str = "") -> str:
    return f"/nhan-su/phan-cong/{row.pk}/{work}"


def end(client: Client, row: Appointment, **changes):
    day = format_date(timezone.localdate())
    data = {"end-last_day": day, "end-reason": REASON} | changes
    return client.post(path(row, "ket-thuc/"), data)


def attach(client: Client, row: Appointment, content: bytes, name: str = "QĐ 1.pdf", **more):
    data = {"decision-upload": upload(content, name)} | more
    return client.post(path(row, "quyet-dinh/tai-len/"), data)


# --- Who sees it ------------------------------------------------------------------------------


def test_the_holder_and_whoever_is_responsible_see_it_and_neighbours_do_not(
    client_of, visitor, own, lan, binh, quan, mai, chi, dung, hoa
):
    services.attach_decision(appointment=own, upload=upload(pdf()), by=quan)
    for work in ("", "quyet-dinh/"):
        assert visitor.get(path(own, work)).url.startswith("/dang-nhap/")
        for user in (binh, lan, quan):
            response = client_of(user).get(path(own, work))
            assert response.status_code == 200
            assert b"".join(response)
        for user in (mai, chi, dung, hoa, UserFactory()):
            assert client_of(user).get(path(own, work)).status_code == 404


def test_a_holder_who_is_responsible_for_nothing_reads_and_changes_nothing(client_of, mai):
    row = mai.appointments.get()
    client = client_of(mai)
    page = client.get(path(row)).content.decode()
    assert "Ban thư ký cụm" in page
    assert "ket-thuc" not in page
    assert "/nhan-su/" not in page.replace("/nhan-su/phan-cong/", "")
    assert end(client, row).status_code == 403
    assert attach(client, row, pdf()).status_code == 403
    row.refresh_from_db()
    assert (row.valid_to, row.decision_file) == (None, None)


def test_it_says_what_it_is_and_leads_to_its_history(client_of, own, binh, quan):
    page = client_of(binh).get(path(own)).content.decode()
    for words in (
        *("Trần Thanh Bình", "binh@namdinh.gov.vn", "Tỉnh Nam Định", "từ 1/1/2020"),
        *("Đang giữ", "Quyết định số 1/QĐ-BTĐKT", f"/lich-su/phan-cong/{own.pk}/"),
    ):
        assert words in page
    assert "/quan-tri/" not in page
    assert f"/quan-tri/accounts/user/{binh.pk}/" in client_of(quan).get(path(own)).content.decode()


def test_its_history_is_for_those_who_see_it(client_of, own, binh, chi, dung, hoa, lan):
    end(client_of(lan), own)
    history = f"/lich-su/phan-cong/{own.pk}/"
    for user in (binh, lan):
        assert REASON in client_of(user).get(history).content.decode()
    for user in (chi, dung, hoa):
        assert client_of(user).get(history).status_code == 404


@pytest.mark.parametrize("key", ["0", "999999", "9999999999999999999"])
def test_what_is_not_there_is_not_found(client_of, quan, key):
    client = client_of(quan)
    for work in ("", "quyet-dinh/"):
        assert client.get(f"/nhan-su/phan-cong/{key}/{work}").status_code == 404
    for work in ("ket-thuc/", "quyet-dinh/tai-len/"):
        assert client.post(f"/nhan-su/phan-cong/{key}/{work}").status_code == 404


# --- Its end ----------------------------------------------------------------------------------


def test_it_ends_with_a_day_and_a_reason_that_the_audit_keeps(client_of, lan, own):
    response = end(client_of(lan), own)
    assert response.url == path(own)
    own.refresh_from_db()
    assert own.valid_to == timezone.localdate()
    event = AuditEvent.objects.get(action="end_appointment")
    assert (event.actor, event.reason) == (lan, REASON)


def test_an_ended_appointment_does_not_end_again(client_of, lan, own):
    client = client_of(lan)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    end(client, own, **{"end-last_day": format_date(yesterday)})
    assert "ket-thuc" not in client.get(path(own)).content.decode()
    response = end(client, own)
    assert "Đã kết thúc ngày" in response.context["end_form"].errors["last_day"][0]
    own.refresh_from_db()
    assert own.valid_to == yesterday


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"end-reason": ""}, "reason", "Nêu lý do"),
        ({"end-reason": "  "}, "reason", "Nêu lý do"),
        ({"end-reason": "x" * 501}, "reason", "500"),
        ({"end-last_day": ""}, "last_day", "Nhập ngày"),
        ({"end-last_day": "31/2/2026"}, "last_day", "chỉ có các ngày từ 1 đến 28"),
        ({"end-last_day": "31/12/2019"}, "last_day", "sớm nhất là hôm qua"),
    ],
)
def test_what_is_wrong_with_an_end_is_said_and_nothing_ends(
    client_of, lan, own, changes, field, message
):
    response = end(client_of(lan), own, **changes)
    assert response.status_code == 200
    assert message in response.context["end_form"].errors[field][0]
    own.refresh_from_db()
    assert own.valid_to is None


def test_neighbours_end_nothing(client_of, visitor, own, chi, dung, hoa, mai):
    assert end(visitor, own).url.startswith("/dang-nhap/")
    for user in (chi, dung, hoa, mai):
        assert end(client_of(user), own).status_code == 404
    own.refresh_from_db()
    assert own.valid_to is None


def test_a_secretary_of_a_unit_that_left_is_seen_and_ended_by_the_administrator(
    client_of, lan, quan, cluster_a
):
    gone = MembershipFactory(cluster=cluster_a, valid_to=datetime.date(2021, 12, 31)).unit
    row = AppointmentFactory(cluster=cluster_a, unit=gone)
    assert client_of(lan).get(path(row)).status_code == 200
    assert end(client_of(lan), row).status_code == 403
    assert end(client_of(quan), row).status_code == 302


def test_posted_fields_that_the_form_does_not_have_change_nothing(client_of, lan, own, quan):
    more = {
        "user": str(quan.pk),
        "role": "administrator",
        "end-role": "administrator",
        "unit": "1",
        "valid_from": "2000-01-01",
        "is_active": "",
        "decision": "khác",
        "appointment": str(quan.appointments.get().pk),
    }
    end(client_of(lan), own, **more)
    changed = Appointment.objects.get(pk=own.pk)
    for name in ("user", "role", "unit", "valid_from", "decision"):
        assert getattr(changed, name) == getattr(own, name)
    assert quan.appointments.get().valid_to is None


# --- The scan of the decision -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [(pdf(), FileKind.PDF), (image(), FileKind.JPEG), (image("PNG"), FileKind.PNG)],
)
def test_a_scan_is_kept_and_handed_out(client_of, lan, binh, own, content, kind):
    assert attach(client_of(lan), own, content, "../../quyết định.exe").url == path(own)
    own.refresh_from_db()
    assert own.decision_file.kind == kind
    assert own.decision_file.uploaded_by == lan
    response = client_of(binh).get(path(own, "quyet-dinh/"))
    taken = b"".join(response.streaming_content)
    assert hashlib.sha256(taken).hexdigest() == own.decision_file.sha256
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    events = AuditEvent.objects.order_by("sequence").values_list("action", "actor", "target_id")
    assert list(events) == [
        ("upload", lan.pk, str(own.decision_file.pk)),
        ("attach_decision", lan.pk, str(own.pk)),
        ("download", binh.pk, str(own.pk)),
    ]


def test_a_newer_scan_takes_the_place_of_the_old_one_which_stays(client_of, lan, own):
    client = client_of(lan)
    attach(client, own, pdf(), "cũ.pdf")
    attach(client, own, image(), "mới.jpg")
    own.refresh_from_db()
    assert own.decision_file.name == "mới.jpg"
    assert StoredFile.objects.count() == 2
    assert AuditEvent.objects.filter(action="attach_decision").latest("sequence").changes == {
        "decision_file": ["cũ.pdf", "mới.jpg"]
    }


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "anh.png"),
        (HTML, "quyet-dinh.pdf"),
        (workbook(), "quyet-dinh.pdf"),
        (b"", "quyet-dinh.pdf"),
        (b"%PDF-1.7 hong", "quyet-dinh.pdf"),
        (image("GIF"), "anh.jpg"),
    ],
)
def test_what_is_no_scan_is_refused_beside_the_field(client_of, lan, own, content, name):
    response = attach(client_of(lan), own, content, name)
    assert response.status_code == 200
    assert response.context["decision_form"].errors["upload"]
    own.refresh_from_db()
    assert own.decision_file is None
    assert not StoredFile.objects.exists()


def test_a_form_without_a_file_says_so(client_of, lan, own):
    response = client_of(lan).post(path(own, "quyet-dinh/tai-len/"))
    assert response.context["decision_form"].errors["upload"] == ["Chọn tệp."]


def test_neighbours_neither_keep_nor_take_scans(client_of, own, chi, dung, hoa, mai, lan):
    services.attach_decision(appointment=own, upload=upload(pdf()), by=lan)
    kept = Appointment.objects.get(pk=own.pk).decision_file
    for user in (chi, dung, hoa, mai):
        others = user.appointments.get()
        client = client_of(user)
        assert attach(client, own, pdf(), pk=str(others.pk)).status_code == 404
        assert client.get(path(own, "quyet-dinh/")).status_code == 404
    own.refresh_from_db()
    assert own.decision_file == kept
    assert not AuditEvent.objects.filter(action="download").exists()


def test_a_scan_of_another_is_not_attached_by_its_key(client_of, lan, quan, chi, own):
    other = chi.appointments.get()
    services.attach_decision(appointment=other, upload=upload(pdf()), by=quan)
    other.refresh_from_db()
    data = {"decision_file": str(other.decision_file.pk), "decision-upload": "1"}
    client_of(lan).post(path(own, "quyet-dinh/tai-len/"), data)
    own.refresh_from_db()
    assert own.decision_file is None


def test_without_a_scan_there_is_nothing_to_take(client_of, binh, own):
    assert client_of(binh).get(path(own, "quyet-dinh/")).status_code == 404
    assert "Chưa có" in client_of(binh).get(path(own)).content.decode()


def test_forms_from_other_sites_are_refused(binh, own):
    client = Client(enforce_csrf_checks=True)
    client.force_login(binh, backend=settings.PORTAL_BACKEND)
    assert end(client, own).status_code in {302, 403}
    assert attach(client, own, pdf()).status_code in {302, 403}
    own.refresh_from_db()
    assert (own.valid_to, own.decision_file) == (None, None)


def test_the_service_asks_for_the_right_and_takes_no_workbook(own, chi, lan, mai):
    for user in (chi, mai):
        with pytest.raises(PermissionDenied):
            services.attach_decision(appointment=own, upload=upload(pdf()), by=user)
    with pytest.raises(ValidationError):
        services.attach_decision(appointment=own, upload=upload(workbook(), "a.xlsx"), by=lan)
    assert not StoredFile.objects.exists()
