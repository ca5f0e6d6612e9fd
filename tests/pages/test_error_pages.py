import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import include, path
from django.views.defaults import bad_request, server_error


def _fail(error):
    def view(request: HttpRequest):
        raise error

    return view


urlpatterns = [
    path("cam/", _fail(PermissionDenied())),
    path("hong/", _fail(RuntimeError())),
    path("nghi/", _fail(SuspiciousOperation())),
    path("", include("cluster_portal.urls")),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/cam/", 403, "Không có quyền"),
        ("/khong-co/", 404, "Không tìm thấy trang"),
        ("/nghi/", 400, "Yêu cầu không đọc được"),
        ("/hong/", 500, "Cổng gặp lỗi"),
    ],
)
@override_settings(ROOT_URLCONF=__name__, DEBUG=False)
def test_an_error_has_a_page_that_offers_a_way_on(address, status, words):
    response = Client(raise_request_exception=False).get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert re.search(rf"<h1>\s*{words}\s*</h1>", page)
    assert '<html lang="vi">' in page
    assert 'href="/"' in page


@pytest.mark.parametrize(("view", "status"), [(server_error, 500), (bad_request, 400)])
def test_the_pages_of_broken_requests_need_nothing(rf, view, status):
    """No database, no user, no context processor: whatever is broken may be one of them."""
    arguments = (Exception(),) if status == 400 else ()
    response = view(rf.get("/"), *arguments)
    assert response.status_code == status
    assert "/css/portal." in response.content.decode()
