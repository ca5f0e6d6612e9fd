"""Requests that are too large are answered by a page, and before they are read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db

SIGN_IN = "/dang-nhap/"


def page(response, heading: str) -> str:
    content = response.content.decode()
    assert '<html lang="vi">' in content
    assert heading in content
    return content


class Untouchable:
    """A body that must not be read."""

    def read(self, *arguments):
        pytest.fail("the body was read")

    readline = read


@pytest.mark.parametrize("length", ["26214401", "9" * 40])
def test_a_large_request_is_refused_unread(client: Client, length: str):
    response = client.generic(
        "POST", SIGN_IN, b"", CONTENT_LENGTH=length, **{"wsgi.input": Untouchable()}
    )
    assert response.status_code == 413
    assert "không quá 25 MB" in page(response, "Nội dung gửi quá lớn")


@pytest.mark.parametrize("length", ["", "0", "-1", "1e9", "١٢"])
def test_a_length_that_is_none_does_no_harm(client: Client, length: str):
    response = client.generic("POST", SIGN_IN, b"", CONTENT_LENGTH=length)
    assert response.status_code in {200, 400, 403}


def test_a_form_of_megabytes_is_refused_with_a_page(client: Client):
    response = client.post(SIGN_IN, {"login": "x" * 3 * 1024 * 1024})
    assert response.status_code == 400
    page(response, "Yêu cầu không đọc được")


def test_a_form_of_thousands_of_fields_is_refused_with_a_page(client: Client):
    response = client.post(SIGN_IN, {f"f{number}": "x" for number in range(5_001)})
    assert response.status_code == 400
    page(response, "Yêu cầu không đọc được")


def test_a_query_of_thousands_of_fields_is_refused_with_a_page(client: Client):
    response = client.get("/tim-kiem/?" + "&".join(f"q{n}=" for n in range(5_001)))
    assert response.status_code == 400
    page(response, "Yêu cầu không đọc được")


def test_a_form_of_many_files_is_refused_with_a_page(client: Client):
    files = {f"f{number}": SimpleUploadedFile("a.txt", b"x") for number in range(11)}
    response = client.post(SIGN_IN, files)
    assert response.status_code == 400
    page(response, "Yêu cầu không đọc được")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=" + "x" * 500, b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
        ("application/json", b"{"),
        ("text/plain", b"\xff\xfe"),
    ],
)
def test_a_body_that_is_no_form_is_no_error(client: Client, kind: str, body: bytes):
    response = client.generic("POST", SIGN_IN, body, content_type=kind)
    assert response.status_code in {200, 400}
