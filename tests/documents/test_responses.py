"""A document's PDF over HTTP."""

import hashlib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from cluster_portal.documents import responses
from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.responses import pdf_response

PDF = b"%PDF-1.7 ..."
ADDRESS = "/cum/dong-bang-song-hong/2021/giao-uoc.pdf"


@pytest.fixture
def _printed(monkeypatch):
    monkeypatch.setattr(responses, "print_document", lambda html: PDF)


@pytest.mark.usefixtures("_printed")
def test_pdf_is_shown_in_the_browser(rf: RequestFactory):
    response = pdf_response(rf.get(ADDRESS), "<p>a</p>", "giao-uoc-2021.pdf")
    assert response.status_code == 200
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="giao-uoc-2021.pdf"'
    assert response["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'


@pytest.mark.usefixtures("_printed")
def test_known_bytes_are_not_sent_again(rf: RequestFactory):
    tag = pdf_response(rf.get(ADDRESS), "<p>a</p>", "a.pdf")["ETag"]
    again = pdf_response(rf.get(ADDRESS, headers={"If-None-Match": tag}), "<p>a</p>", "a.pdf")
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == tag
    changed = pdf_response(rf.get(ADDRESS, headers={"If-None-Match": '"x"'}), "<p>a</p>", "a.pdf")
    assert changed.status_code == 200


def test_failure_becomes_a_page_that_says_so(rf: RequestFactory, monkeypatch):
    def fail(html: str) -> bytes:
        raise DocumentError("Cổng đang lập nhiều văn bản. Vui lòng thử lại sau ít phút.")

    monkeypatch.setattr(responses, "print_document", fail)
    request = rf.get(ADDRESS)
    request.user = AnonymousUser()
    response = pdf_response(request, "<p>a</p>", "a.pdf")
    assert response.status_code == 503
    page = response.content.decode()
    assert "Chưa lập được tệp PDF" in page
    assert "Cổng đang lập nhiều văn bản." in page
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"
