"""Inviting by the form: what is offered, what is refused, which letter goes out."""

import datetime
import re

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.test import Client

from cluster_portal.accounts import mail
from cluster_portal.accounts.models import User
from cluster_portal.workspace.people.scopes import scopes_for
from clusters import access, services
from clusters.models import Cluster, Invitation, Role, Unit
from clusters.models.invitation import digest
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.clusters import (
    AppointmentFactory,
    EmulationYearFactory,
    HandoverFactory,
    InvitationFactory,
    LeadershipFactory,
)

pytestmark = pytest.mark.django_db

INVITE = "/nhan-su/moi/"
FORM = {
    "full_name": "Ngô Thị Mới",
    "email": "moi@namdinh.gov.vn",
    "scope": "provincial_officer:nam-dinh",
    "decision": "Công văn số 9/SNV ngày 5/1/2026",
    "valid_from": "",
    "valid_to": "",
}


@pytest.fixture
def deliver(django_capture_on_commit_callbacks):
    """Do something and return the letters that it sent."""

    def run(work) -> list:
        with django_capture_on_commit_callbacks(execute=True):
            work()
        mail.wait_until_sent()
        return outbox.outbox

    return run


def post(client: Client, **changes):
    return client.post(INVITE, FORM | changes)


def errors(response) -> dict:
    return response.context["form"].errors


@pytest.mark.parametrize("name", ["lan", "binh", "chi", "dung", "quan", "mai", "hoa"])
def test_what_is_offered_is_what_the_rule_allows(request, year_a, year_b, unit_of_chi, name):
    user = request.getfixturevalue(name)
    offered = {(scope.role, scope.cluster, scope.unit) for scope in scopes_for(user)}
    units, clusters = Unit.objects.all(), Cluster.objects.all()
    possible = [
        *((Role.SECRETARIAT, cluster, unit) for cluster in clusters for unit in units),
        *((Role.PROVINCIAL_OFFICER, None, unit) for unit in units),
        *((role, None, None) for role in (Role.CENTRAL, Role.ADMINISTRATOR)),
    ]
    allowed = {
        (role, cluster, unit)
        for role, cluster, unit in possible
        if access.may_appoint(user, role, cluster=cluster, unit=unit)
    }
    if name == "quan":  # who may do more than makes sense: outsiders as secretaries
        allowed = {
            row
            for row in allowed
            if row[0] != Role.SECRETARIAT or row[1].memberships.filter(unit=row[2]).exists()
        }
    assert offered == allowed
    assert len({scope.value for scope in scopes_for(user)}) == len(offered)


def test_the_number_of_queries_of_the_form_does_not_grow(
    client_of, quan, year_a, year_b, django_assert_max_num_queries
):
    client = client_of(quan)
    client.get(INVITE)
    with django_assert_max_num_queries(25) as few:
        client.get(INVITE)
    for _ in range(5):
        LeadershipFactory()
    with django_assert_max_num_queries(len(few)):
        client.get(INVITE)


def test_an_invitation_goes_out_by_letter(client_of, binh, unit_of_binh, deliver):
    answers = []
    letters = deliver(lambda: answers.append(post(client_of(binh), valid_to="31/12/2027")))
    assert answers[0].url == "/nhan-su/loi-moi/"
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.unit) == (Role.PROVINCIAL_OFFICER, unit_of_binh)
    assert invitation.valid_to == datetime.date(2027, 12, 31)
    assert invitation.invited_by == binh
    (letter,) = letters
    assert letter.to == ["moi@namdinh.gov.vn"]
    assert letter.subject == "[Cổng thi đua] Lời mời vào Cổng thi đua các cụm"
    for words in (
        *("Chào Ngô Thị Mới,", "Trần Thanh Bình (binh@namdinh.gov.vn) mời bạn"),
        *("Cán bộ thi đua - khen thưởng của tỉnh", "Phạm vi: Tỉnh Nam Định"),
        *("từ ngày nhận lời mời đến hết 31/12/2027", "Công văn số 9/SNV ngày 5/1/2026"),
    ):
        assert words in letter.body
    (link,) = re.findall(r"^http\S+/loi-moi/\S+$", letter.body, re.MULTILINE)
    token = link.removeprefix(f"{settings.PORTAL_ADDRESS}/loi-moi/").rstrip("/")
    assert services.open_invitation(digest(token)) == invitation


def test_the_letter_waits_for_the_commit(client_of, binh):
    post(client_of(binh))
    mail.wait_until_sent()
    assert Invitation.objects.exists()
    assert outbox.outbox == []


def test_the_host_of_the_request_does_not_reach_the_letter(client_of, binh, deliver, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client = client_of(binh)
    (letter,) = deliver(
        lambda: client.post(
            INVITE, FORM, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
        )
    )
    assert "evil" not in letter.body
    assert settings.PORTAL_ADDRESS + "/loi-moi/" in letter.body


def test_a_portal_for_trying_out_shows_the_link_once_and_writes_to_nobody(
    client_of, binh, deliver, settings
):
    settings.DEMO = True
    client = client_of(binh)
    assert deliver(lambda: post(client)) == []
    page = client.get("/nhan-su/loi-moi/").content.decode()
    token = re.search(r'value="http[^"]+/loi-moi/([^"/]+)/"', page)[1]
    assert services.open_invitation(digest(token))
    assert token not in client.get("/nhan-su/loi-moi/").content.decode()


def test_the_same_form_sent_again_sends_nothing(client_of, binh, deliver):
    client = client_of(binh)
    letters = deliver(lambda: (post(client), post(client)))
    assert len(letters) == 1
    assert Invitation.objects.open().count() == Invitation.objects.count() == 1
    token = re.search(r"/loi-moi/([^/\s]+)/", letters[0].body)[1]
    assert services.open_invitation(digest(token))


def test_another_invitation_to_the_same_role_is_refused_while_one_is_open(
    client_of, binh, quan, deliver
):
    def twice():
        post(client_of(binh))
        response = post(client_of(quan), email="MOI@namdinh.gov.vn ")
        assert "Người này đã có lời mời còn hiệu lực" in errors(response)["email"][0]

    assert len(deliver(twice)) == 1
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"email": "b\u0456nh@hanam.gov.vn"}, "email", "hợp lệ|không dấu|Viết thư"),
        ({"email": "moi@h\u0430nam.gov.vn"}, "email", "không dấu|hợp lệ|Viết thư"),
        ({"email": "khong-phai-thu"}, "email", "ten@tinh.gov.vn"),
        ({"email": "a@b.vn\nBcc: moi-nguoi@tinh.gov.vn"}, "email", "ten@tinh.gov.vn"),
        ({"email": ""}, "email", "Nhập thư điện tử"),
        ({"full_name": ""}, "full_name", "Nhập họ và tên"),
        ({"full_name": "Ngô " * 100}, "full_name", "150"),
        ({"full_name": "Ngô \u202eiớM ịhT"}, "full_name", "ẩn|đảo chiều"),
        ({"full_name": "Ng\u043e Thị Mới"}, "full_name", "La-tinh"),
        ({"decision": ""}, "decision", "Nhập số, ngày"),
        ({"decision": "CV \u202e9"}, "decision", "ký tự ẩn"),
        ({"decision": "9" * 201}, "decision", "200"),
        ({"valid_from": "hôm nay"}, "valid_from", "13/3/2024"),
        ({"valid_from": "2026-02-01", "valid_to": "1/1/2026"}, "__all__", "Ngày kết thúc"),
        ({"scope": ""}, "scope", "Chọn vai trò"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    client_of, binh, changes, field, message
):
    response = post(client_of(binh), **changes)
    assert response.status_code == 200
    assert re.search(message, errors(response)[field][0]), errors(response)
    assert not Invitation.objects.exists()
    if "decision" not in changes:
        assert FORM["decision"] in response.content.decode()


@pytest.mark.parametrize(
    "scope",
    [
        "administrator",
        "central",
        "provincial_officer:ha-nam",
        "provincial_officer:dak-lak",
        "secretariat:dong-bang-song-hong:nam-dinh",
        "provincial_officer",
        "provincial_officer:nam-dinh:nam-dinh",
        "\u202e",
    ],
)
def test_a_scope_that_is_not_ones_own_is_no_choice(client_of, binh, chi, year_a, unit_of_b, scope):
    response = post(client_of(binh), scope=scope)
    assert errors(response)["scope"] == ["Lựa chọn này không có trong danh sách bạn được mời."]
    assert not Invitation.objects.exists()


def test_fields_that_the_form_does_not_have_change_nothing(client_of, binh, quan, unit_of_chi):
    more = {
        "role": "administrator",
        "unit": str(unit_of_chi.pk),
        "cluster": "1",
        "invited_by": str(quan.pk),
        "user": str(quan.pk),
        "is_active": "",
        "accepted_at": "2020-01-01",
        "expires_at": "2099-01-01",
        "token_digest": "0" * 64,
        "appointment": "1",
    }
    post(client_of(binh), **more)
    invitation = Invitation.objects.get()
    assert invitation.role == Role.PROVINCIAL_OFFICER
    assert invitation.unit.slug == "nam-dinh"
    assert invitation.invited_by == binh
    assert invitation.accepted_at is None
    assert invitation.expires_at.year < 2099
    assert invitation.token_digest != "0" * 64


def test_a_right_that_moves_on_while_one_types_is_said_beside_the_choice(
    client_of, lan, cluster_a, unit_of_chi, monkeypatch
):
    client = client_of(lan)
    monkeypatch.setattr(access, "may_appoint", lambda *args, **scope: False)
    response = post(client, scope="secretariat:dong-bang-song-hong:ha-nam")
    assert "không có quyền" in errors(response)["scope"][0]


def test_the_chair_of_yesterday_offers_nothing_any_more(client_of, lan, cluster_a, unit_of_chi):
    after = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=after, unit=unit_of_chi)
    HandoverFactory(emulation_year=after, handed_over_on=datetime.date(2025, 3, 20))
    assert post(client_of(lan)).status_code == 403
    assert not Invitation.objects.exists()


def test_somebody_who_holds_the_role_is_not_invited_to_it(client_of, binh, unit_of_binh):
    colleague = AppointmentFactory(officer=True, unit=unit_of_binh).user
    closed = UserFactory(closed=True)
    for user, message in (
        (colleague, "đang giữ vai trò đó"),
        (closed, "đã đóng"),
        (binh, "Không tự mời mình"),
    ):
        response = post(client_of(binh), email=user.email)
        assert message in errors(response)["email"][0]


def test_forms_from_other_sites_are_refused(binh, unit_of_binh):
    client = Client(enforce_csrf_checks=True)
    client.force_login(binh, backend=settings.PORTAL_BACKEND)
    invitation = InvitationFactory(unit=unit_of_binh)
    paths = [INVITE, *(f"/nhan-su/loi-moi/{invitation.pk}/{x}/" for x in ("thu-hoi", "gui-lai"))]
    for path in paths:
        assert client.post(path, FORM).status_code in {302, 403}
    assert list(Invitation.objects.open()) == [invitation]


@pytest.mark.parametrize("work", ["thu-hoi", "gui-lai"])
def test_invitations_of_neighbours_are_not_found(
    client_of, visitor, lan, mai, binh, chi, dung, hoa, unit_of_chi, work
):
    invitation = InvitationFactory(unit=unit_of_chi)
    path = f"/nhan-su/loi-moi/{invitation.pk}/{work}/"
    expected = {binh: 404, dung: 404, mai: 403, hoa: 403, UserFactory(): 403}
    for user, status in expected.items():
        assert client_of(user).post(path).status_code == status
    assert visitor.post(path).url.startswith("/dang-nhap/")
    for user in (chi, lan):
        assert client_of(user).get(path).status_code == 405
    invitation.refresh_from_db()
    assert invitation.is_open
    assert Invitation.objects.count() == 1
    assert client_of(chi).post(path).url == "/nhan-su/loi-moi/"
    invitation.refresh_from_db()
    assert not invitation.is_open


def test_sending_again_makes_a_new_link_and_the_old_one_dies(client_of, binh, deliver):
    client = client_of(binh)
    deliver(lambda: post(client))
    first = Invitation.objects.get()
    path = f"/nhan-su/loi-moi/{first.pk}/gui-lai/"
    letters = deliver(lambda: (client.post(path), client.post(path)))
    assert len(letters) == 2  # the replayed form sends no third
    tokens = [re.search(r"/loi-moi/([^/\s]+)/", letter.body)[1] for letter in letters]
    second = Invitation.objects.open().get()
    assert services.open_invitation(digest(tokens[0])) is None
    assert services.open_invitation(digest(tokens[1])) == second
    assert (second.email, second.full_name, second.unit) == (
        first.email,
        first.full_name,
        first.unit,
    )


def test_one_that_has_run_out_is_sent_again_and_one_taken_up_is_not(client_of, binh, unit_of_binh):
    expired = InvitationFactory(unit=unit_of_binh, expired=True)
    client = client_of(binh)
    client.post(f"/nhan-su/loi-moi/{expired.pk}/gui-lai/")
    renewed = Invitation.objects.open().get()
    assert renewed.email == expired.email
    services.withdraw_invitation(invitation=renewed, by=binh)
    page = client.post(f"/nhan-su/loi-moi/{renewed.pk}/gui-lai/", follow=True).content.decode()
    assert "đã được thay" in page
    page = client.post(f"/nhan-su/loi-moi/{renewed.pk}/thu-hoi/", follow=True).content.decode()
    assert "không cần thu hồi" in page
    assert not Invitation.objects.open().exists()


def test_an_existing_account_is_invited_like_anybody(client_of, binh, deliver):
    UserFactory(email="moi@namdinh.gov.vn", with_password=PASSWORD)
    assert len(deliver(lambda: post(client_of(binh)))) == 1
    assert User.objects.filter(email="moi@namdinh.gov.vn").count() == 1


def test_one_person_sends_only_so_many_letters_an_hour(client_of, binh):
    client = client_of(binh)
    statuses = [post(client, email=f"moi-{n}@tinh.gov.vn").status_code for n in range(31)]
    assert 429 not in statuses[:30]
    assert statuses[30] == 429
    assert client.get(INVITE).status_code == 200  # reading is not counted


def test_a_disguised_name_is_marked_beside_a_wrong_address(client_of, binh):
    response = post(client_of(binh), full_name="Nguyễn \u0410n", email="an@")
    assert set(errors(response)) == {"full_name", "email"}
