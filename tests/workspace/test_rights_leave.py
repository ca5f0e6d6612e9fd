"""Whoever is away names a substitute, and takes it back early."""

import datetime

import pytest
import time_machine
from django.conf import settings

from cluster_portal.accounts import mail
from cluster_portal.accounts.models import DEMO_DOMAIN
from cluster_portal.audit.models import AuditEvent
from cluster_portal.workspace.rights.forms import NO_ACCOUNT
from clusters import access
from clusters.models import Substitution
from clusters.roles import Permission
from tests.factories.accounts import UserFactory
from tests.factories.clusters import AppointmentFactory, SubstitutionFactory
from tests.factories.emulation import IndicatorValueFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/tai-khoan/vang-mat/"
TODAY = datetime.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(9)), tick=False):
        yield


@pytest.fixture
def colleague():
    return UserFactory(email="thay@namdinh.gov.vn", full_name="Lê Văn Thay")


def text_of(response):
    return " ".join(response.content.decode().split())


def data(user, /, **changes):
    return {
        "appointment": user.appointments.get().pk,
        "email": "thay@namdinh.gov.vn",
        "valid_from": "23/11/2026",
        "valid_to": "27/11/2026",
        "reason": "Nghỉ phép",
    } | changes


def errors_of(response):
    assert response.status_code == 200
    page = response.content.decode()
    errors = {name: list(found) for name, found in response.context["form"].errors.items()}
    assert all(message in page for found in errors.values() for message in found)
    return errors


def test_a_colleague_is_named_for_the_days_of_the_leave(
    client_of, binh, colleague, year_a, unit_of_binh, mailoutbox, django_capture_on_commit_callbacks
):
    client = client_of(binh)
    with django_capture_on_commit_callbacks(execute=True):
        # As people type it: in capitals, with a space.
        assert client.post(ADDRESS, data(binh, email=" Thay@NamDinh.gov.vn ")).url == ADDRESS
    row = Substitution.objects.get()
    assert (row.substitute, row.appointment.user) == (colleague, binh)
    assert (row.valid_from.day, row.valid_to.day, row.reason) == (23, 27, "Nghỉ phép")
    event = AuditEvent.objects.get(action="substitute")
    assert (event.actor, event.reason) == (binh, "Nghỉ phép")
    page = text_of(client.get(ADDRESS))
    assert "Đã ủy quyền cho Lê Văn Thay." in page
    assert "từ 23/11/2026 đến hết 27/11/2026" in page
    value = IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)
    with time_machine.travel(datetime.datetime(2026, 11, 25, 9), tick=False):
        assert access.may(colleague, Permission.EDIT_UNIT, value)
    mail.wait_until_sent()
    letter = mailoutbox[0]
    assert letter.to == ["thay@namdinh.gov.vn"]
    assert letter.subject == "[Cổng thi đua] Bạn được ủy quyền làm thay Trần Thanh Bình"
    for words in ("từ 23/11/2026 đến hết 27/11/2026", f"{settings.PORTAL_ADDRESS}/tai-khoan/"):
        assert words in letter.body


@pytest.mark.parametrize(
    "email", ["khong-co@namdinh.gov.vn", "dong@namdinh.gov.vn", "chi@hanam.gov.vn.vn", "thay%"]
)
def test_no_account_and_a_closed_account_get_the_same_answer(client_of, binh, colleague, email):
    UserFactory(email="dong@namdinh.gov.vn", closed=True)
    response = client_of(binh).post(ADDRESS, data(binh, email=email))
    errors = errors_of(response)
    assert list(errors) == ["email"]
    if "%" not in email:
        assert errors["email"] == [NO_ACCOUNT]
    assert response.context["form"]["email"].value() == email
    assert not Substitution.objects.exists()


def test_the_answer_cannot_be_asked_for_again_and_again(client_of, binh):
    client = client_of(binh)
    asked = [client.post(ADDRESS, data(binh)).status_code for _ in range(21)]
    assert asked == [200] * 20 + [429]
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"email": "binh@namdinh.gov.vn"}, "email", "Chọn một người khác"),
        ({"email": ""}, "email", "Nhập thư điện tử."),
        ({"valid_to": ""}, "valid_to", "Nhập ngày"),
        ({"valid_to": "22/11/2026"}, "valid_to", "Ngày kết thúc phải bằng hoặc sau"),
        ({"valid_to": "1/1/2028"}, "valid_to", "ở ngoài thời gian của phân công"),
        ({"valid_from": "31/12/2019"}, "valid_from", "ở ngoài thời gian của phân công"),
        ({"reason": ""}, "reason", "Nêu lý do"),
        ({"reason": "Nghỉ\u202e phép"}, "reason", "Có ký tự ẩn"),
        ({"appointment": ""}, "appointment", "Chọn một dòng."),
        ({"appointment": "chi"}, "appointment", "không có trong danh sách"),
        ({"appointment": "' OR 1=1"}, "appointment", "không có trong danh sách"),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_kept(
    client_of, binh, chi, colleague, changes, field, message
):
    binh.appointments.update(valid_to=datetime.date(2027, 12, 31))
    if changes.get("appointment") == "chi":  # somebody else's appointment
        changes = {"appointment": chi.appointments.get().pk}
    sent = data(binh, **changes)
    response = client_of(binh).post(ADDRESS, sent)
    errors = errors_of(response)
    assert list(errors) == [field]
    assert message in errors[field][0]
    for name, value in sent.items():
        assert response.context["form"][name].value() == str(value)
    assert not Substitution.objects.exists()


def test_two_substitutes_at_a_time_are_refused(client_of, binh, colleague):
    SubstitutionFactory(appointment=binh.appointments.get())
    response = client_of(binh).post(ADDRESS, data(binh))
    assert "đã ủy quyền cho người khác" in errors_of(response)["valid_from"][0]


def test_what_one_fills_in_for_cannot_be_passed_on(client_of, binh, colleague):
    cover = SubstitutionFactory(appointment=binh.appointments.get())
    own = AppointmentFactory(user=cover.substitute, officer=True)
    response = client_of(cover.substitute).post(ADDRESS, data(binh))
    assert list(errors_of(response)) == ["appointment"]
    own.delete()
    assert client_of(cover.substitute).post(ADDRESS, data(binh)).status_code == 403


def test_who_holds_nothing_to_pass_on_has_no_form(client_of, quan, colleague):
    for person in (quan, colleague):
        client = client_of(person)
        assert client.get(ADDRESS).context["form"] is None
        appointment = AppointmentFactory(officer=True)
        assert client.post(ADDRESS, data(appointment.user)).status_code == 403
    assert not Substitution.objects.exists()


# --- Ending early ---------------------------------------------------------------------------


def test_coming_back_early(
    client_of, binh, colleague, mailoutbox, django_capture_on_commit_callbacks
):
    cover = SubstitutionFactory(appointment=binh.appointments.get(), substitute=colleague)
    url = f"{ADDRESS}{cover.pk}/ket-thuc/"
    client = client_of(binh)
    assert url in client.get(ADDRESS).content.decode()
    assert 'value="21/11/2026"' in client.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, {"last_day": "20/11/2026"}).url == ADDRESS
    cover.refresh_from_db()
    assert cover.valid_to == datetime.date(2026, 11, 20)
    assert AuditEvent.objects.first().action == "end_substitution"
    assert "Đã kết thúc</h2>" in text_of(client.get(ADDRESS))
    mail.wait_until_sent()
    assert "đến hết 20/11/2026" in mailoutbox[0].body


@pytest.mark.parametrize("day", ["", "mai", "31/12/2019", "1/1/2100"])
def test_a_wrong_last_day(client_of, binh, day):
    cover = SubstitutionFactory(appointment=binh.appointments.get())
    response = client_of(binh).post(f"{ADDRESS}{cover.pk}/ket-thuc/", {"last_day": day})
    assert list(errors_of(response)) == ["last_day"]
    assert response.context["form"]["last_day"].value() == day
    assert Substitution.objects.get().valid_to == datetime.date(2099, 12, 31)


@pytest.mark.parametrize("name", ["chi", "lan", "hoa", "quan", "substitute"])
def test_nobody_else_sees_or_ends_it(request, client_of, binh, name):
    cover = SubstitutionFactory(appointment=binh.appointments.get())
    person = cover.substitute if name == "substitute" else request.getfixturevalue(name)
    client = client_of(person)
    url = f"{ADDRESS}{cover.pk}/ket-thuc/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"last_day": "20/11/2026"}).status_code == 404
    assert cover.reason not in client.get(ADDRESS).content.decode()
    assert Substitution.objects.get().valid_to == datetime.date(2099, 12, 31)


def test_a_visitor_signs_in_first(visitor):
    for url in (ADDRESS, f"{ADDRESS}1/ket-thuc/"):
        assert visitor.get(url).url == f"/dang-nhap/?next={url}"
        assert visitor.post(url).status_code == 302


def test_no_letter_goes_to_a_demo_account(
    client_of, binh, mailoutbox, django_capture_on_commit_callbacks
):
    UserFactory(email=f"thay@{DEMO_DOMAIN}")
    with django_capture_on_commit_callbacks(execute=True):
        client_of(binh).post(ADDRESS, data(binh, email=f"thay@{DEMO_DOMAIN}"))
    mail.wait_until_sent()
    assert Substitution.objects.exists()
    assert mailoutbox == []


def test_fields_that_the_form_does_not_have_change_nothing(
    client_of, binh, chi, colleague, year_a, unit_of_chi
):
    extra = {
        "substitute": chi.pk,
        "user": chi.pk,
        "by": chi.pk,
        "unit": unit_of_chi.pk,
        "role": "administrator",
        "permission": "administer",
    }
    assert client_of(binh).post(ADDRESS, data(binh, **extra)).status_code == 302
    row = Substitution.objects.get()
    assert (row.substitute, row.appointment.user, row.appointment.role) == (
        colleague,
        binh,
        "provincial_officer",
    )
    assert AuditEvent.objects.filter(action="substitute").get().actor == binh
