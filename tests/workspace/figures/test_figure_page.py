"""The page of one figure: source, period, note, evidence, corrections."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from clusters.models import EmulationYear, Source, Unit
from emulation.models import Indicator, IndicatorValue
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory
from tests.factories.work import UnitReportFactory, ValueCorrectionFactory, YearIndicatorFactory
from tests.files.samples import pdf, upload

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def growth(year_a: EmulationYear) -> Indicator:
    row = IndicatorFactory(code="grdp", name="Tăng trưởng GRDP", aggregation="mean")
    YearIndicatorFactory(emulation_year=year_a, indicator=row, order=1)
    return row


def url(name: str, *more: str) -> str:
    return reverse(f"workspace:{name}", args=["dong-bang-song-hong", 2024, *more])


@pytest.fixture
def figure(year_a: EmulationYear, unit_of_binh: Unit, growth: Indicator) -> IndicatorValue:
    return IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh, indicator=growth)


CELL = ("nam-dinh", "grdp")


def test_a_new_source_is_kept_with_the_figure(client_of: SignIn, lan: User, figure: IndicatorValue):
    client = client_of(lan)
    typed = {
        "new_title": "Niên giám thống kê 2024",
        "new_kind": "document",
        "new_published_on": "1/8/2025",
        "period": "6 tháng đầu năm",
        "is_estimate": "on",
        "note": "Số sơ bộ",
    }
    assert client.post(url("figure", *CELL), typed).status_code == 302
    figure.refresh_from_db()
    assert (figure.source.title, figure.source.code) == (
        "Niên giám thống kê 2024",
        "nien-giam-thong-ke-2024",
    )
    assert (figure.period, figure.is_estimate, figure.saved_by) == ("6 tháng đầu năm", True, lan)
    assert AuditEvent.objects.get(action="describe_figure").changes["note"] == ["", "Số sơ bộ"]
    page = client.get(url("figure", *CELL)).text
    assert "Niên giám thống kê 2024" in page
    # The same title makes another source, not an error.
    client.post(url("figure", *CELL), typed)
    assert Source.objects.filter(code="nien-giam-thong-ke-2024-2").exists()


def test_a_new_source_needs_its_name(client_of: SignIn, lan: User, figure: IndicatorValue):
    response = client_of(lan).post(url("figure", *CELL), {"new_publisher": "Cục Thống kê"})
    assert "Nhập tên của nguồn mới" in response.text
    assert "Cục Thống kê" in response.text


def test_evidence_is_kept_and_handed_out(client_of: SignIn, lan: User, figure: IndicatorValue):
    client = client_of(lan)
    assert client.get(url("figure-evidence", *CELL)).status_code == 404
    client.post(url("attach-evidence", *CELL), {"evidence-upload": upload(pdf())})
    answer = client.get(url("figure-evidence", *CELL))
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer).startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="attach_evidence").exists()
    state = client.get(url("figures-changes")).json()
    assert state["rows"]["nam-dinh"]["cells"][0][3] == "có minh chứng"


def test_a_settled_figure_shows_its_corrections_and_takes_nothing(
    client_of: SignIn, lan: User, figure: IndicatorValue, year_a: EmulationYear
):
    ConferenceFactory(review_year=year_a)
    ValueCorrectionFactory(value=figure, before="9,7", after="9,73", reason="Số chính thức.")
    client = client_of(lan)
    page = client.get(url("figure", *CELL)).text
    assert "Số chính thức." in page
    assert "Lập đính chính" in page
    assert "Lưu minh chứng" not in page
    # Who typed before it was settled finds it again, with the reason.
    note = client.post(url("figure", *CELL), {"note": "Số của Cục Thống kê"}).text
    assert "đã chốt cùng báo cáo hội nghị" in note
    assert 'value="Số của Cục Thống kê"' in note
    file = client.post(url("attach-evidence", *CELL), {"evidence-upload": upload(pdf())}).text
    assert "đã chốt cùng báo cáo hội nghị" in file
    figure.refresh_from_db()
    assert (figure.note, figure.evidence) == ("", None)


def test_a_report_handed_in_meanwhile_does_not_lose_what_was_typed(
    client_of: SignIn, binh: User, figure: IndicatorValue, year_a: EmulationYear
):
    UnitReportFactory(emulation_year=year_a, unit=figure.unit, submitted=True)
    page = client_of(binh).post(url("figure", *CELL), {"note": "Số của Cục Thống kê"}).text
    assert page.count("Báo cáo đã nộp.") >= 2  # over the page and over the form
    assert 'value="Số của Cục Thống kê"' in page


def test_an_empty_cell_has_a_page_too(client_of: SignIn, lan: User, growth: Indicator):
    client = client_of(lan)
    assert "Nhập giá trị" in client.get(url("figure", *CELL)).text
    for name in ("figure", "attach-evidence"):
        page = client.post(url(name, *CELL), {"note": "Số sơ bộ"}).text
        assert "Số liệu này vừa bị bỏ" in page
    assert 'value="Số sơ bộ"' in client.post(url("figure", *CELL), {"note": "Số sơ bộ"}).text
    assert client.get(url("figure", "nam-dinh", "khong-co")).status_code == 404
