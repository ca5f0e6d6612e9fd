import pytest
from django.test import Client
from django.urls import reverse

from cluster_portal.accounts.models import User

PASSWORD = "mat-khau-rat-dai-2024"
SIGN_IN = "/dang-nhap/"


@pytest.fixture
def person(db):
    return User.objects.create_user("nguoi@example.vn", PASSWORD, full_name="Nguyễn Văn Người")


def sign_in(client, email="nguoi@example.vn", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def errors_of(response):
    return response.context["form"].errors.get_json_data()


@pytest.mark.parametrize("email", ["nguoi@example.vn", " NGUOI@Example.vn "])
def test_signing_in_leads_to_ones_work_or_else_to_ones_own_page(client, person, email):
    response = sign_in(client, email)
    assert response.url == "/lam-viec/"
    landed = client.get(response.url, follow=True)
    assert landed.redirect_chain == [("/tai-khoan/", 302)]
    assert landed.context["user"] == person


def test_signing_in_leads_back_to_the_page_asked_for(client, person):
    assert client.get("/tai-khoan/").url == f"{SIGN_IN}?next=/tai-khoan/"
    page = client.get(SIGN_IN, {"next": "/khen-thuong/?nam=2023"})
    assert page.context["next"] == "/khen-thuong/?nam=2023"
    assert sign_in(client, next="/khen-thuong/?nam=2023").url == "/khen-thuong/?nam=2023"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "/dang-nhap/",
        "/dang-xuat/?x=1",
    ],
)
def test_signing_in_never_leads_elsewhere_or_round_in_a_circle(client, person, elsewhere):
    assert sign_in(client, next=elsewhere).url == "/lam-viec/"


def test_a_wrong_password_an_unknown_address_and_a_closed_account_look_the_same(client, person):
    wrong = sign_in(client, password="sai")
    unknown = sign_in(client, email="khong-co@example.vn")
    User.objects.filter(pk=person.pk).update(is_active=False)
    closed = sign_in(client)
    assert wrong.status_code == unknown.status_code == closed.status_code == 200
    assert errors_of(wrong) == errors_of(unknown) == errors_of(closed)
    assert "Thư điện tử hoặc mật khẩu không đúng." in wrong.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("", "x", "Nhập thư điện tử."),
        ("x@example.vn", "", "Nhập mật khẩu."),
        ("không phải thư", "x", "Viết thư điện tử như ten@tinh.gov.vn."),
        ("a" * 300 + "@example.vn", "x", "Thư điện tử"),
        ("x@example.vn\x00", "a\x00b", "Thư điện tử"),
    ],
)
def test_what_is_wrong_stands_in_a_summary_with_a_link_and_beside_the_field(
    client, email, password, message
):
    page = sign_in(client, email, password).content.decode()
    assert message in page
    assert 'class="error-summary" role="alert"' in page
    field = "id_password" if not password else "id_login"
    assert f'<a href="#{field}">' in page
    assert f'id="{field}_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_password_is_not_sent_back(client, person):
    assert "sai-mat-khau" not in sign_in(client, password="sai-mat-khau").content.decode()


def test_signing_out_needs_a_post(client, person):
    client.force_login(person)
    page = client.get("/dang-xuat/")
    assert page.status_code == 200
    assert "Nguyễn Văn Người" in page.content.decode()
    assert client.get("/tai-khoan/").status_code == 200
    response = client.post("/dang-xuat/", follow=True)
    assert response.redirect_chain == [(reverse("public:front"), 302)]
    assert "Bạn đã đăng xuất." in response.content.decode()
    assert client.get("/tai-khoan/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_has_nothing_to_sign_out_of(client, method):
    assert getattr(client, method)("/dang-xuat/").url == reverse("public:front")


def test_signing_out_needs_the_token(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    response = client.post("/dang-xuat/")
    assert response.status_code == 403
    assert "Chưa gửi được" in response.content.decode()
