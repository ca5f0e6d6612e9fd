"""The page of one figure: source, period, note, evidence, corrections."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from clusters.models import EmulationYear, Source, Unit
from emulation.models import Indicator, IndicatorValue
from emulation.services.figure_details import describe_figure, details_token
from tests.factories.clusters import EmulationYearFactory, SourceFactory
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


@pytest.mark.parametrize(("also", "filled"), [("", 0), ("row", 1), ("column", 1)])
def test_a_source_is_given_to_the_row_or_the_column_that_has_none(
    also: str,
    filled: int,
    client_of: SignIn,
    lan: User,
    figure: IndicatorValue,
    unit_of_chi: Unit,
):
    exports = IndicatorFactory(code="xuat-khau", name="Xuất khẩu")
    YearIndicatorFactory(emulation_year=figure.emulation_year, indicator=exports, order=2)
    others = {
        (unit, indicator): IndicatorValueFactory(
            emulation_year=figure.emulation_year, unit=unit, indicator=indicator
        )
        for unit, indicator in (
            (figure.unit, exports),
            (unit_of_chi, figure.indicator),
            (unit_of_chi, exports),
        )
    }
    named = IndicatorValueFactory(  # has one, which stays
        emulation_year=figure.emulation_year,
        unit=None,
        indicator=figure.indicator,
        source=SourceFactory(title="Báo cáo khác"),
    )
    before = AuditEvent.objects.count()
    client = client_of(lan)
    page = client.get(url("figure", *CELL)).text
    assert "Mọi số liệu chưa có nguồn của đơn vị này (1 số liệu nữa)" in page
    typed = {"new_title": "Niên giám 2024", "new_kind": "document", "also": also}
    typed["seen"] = details_token(figure)
    assert client.post(url("figure", *CELL), typed).status_code == 302
    found = IndicatorValue.objects.filter(source__title="Niên giám 2024").exclude(pk=figure.pk)
    place = {
        "row": (figure.unit, exports),
        "column": (unit_of_chi, figure.indicator),
    }
    assert list(found) == [others[place[also]] for _ in range(filled)]
    named.refresh_from_db()
    assert named.source.title == "Báo cáo khác"
    assert AuditEvent.objects.count() == before + 1
    assert len(AuditEvent.objects.latest("sequence").changes) == 1 + filled


def test_an_officer_gives_a_source_to_the_own_row_alone(
    client_of: SignIn, binh: User, figure: IndicatorValue, unit_of_chi: Unit
):
    other = IndicatorValueFactory(
        emulation_year=figure.emulation_year, unit=unit_of_chi, indicator=figure.indicator
    )
    page = client_of(binh).get(url("figure", *CELL)).text
    assert "Mọi đơn vị chưa có nguồn" not in page
    describe_figure(
        value=figure, by=binh, source=SourceFactory(), also="column", seen=details_token(figure)
    )
    other.refresh_from_db()
    assert other.source is None


def test_without_a_source_there_is_nothing_to_give(
    client_of: SignIn, lan: User, figure: IndicatorValue, unit_of_chi: Unit
):
    IndicatorValueFactory(
        emulation_year=figure.emulation_year, unit=unit_of_chi, indicator=figure.indicator
    )
    typed = {"also": "column", "seen": details_token(figure)}
    page = client_of(lan).post(url("figure", *CELL), typed).text
    assert "Chọn nguồn hoặc nhập nguồn mới" in page


def test_the_sources_of_the_year_come_first_and_no_two_look_alike(
    client_of: SignIn, lan: User, figure: IndicatorValue
):
    day = datetime.date(2025, 8, 1)
    for code in ("nien-giam", "nien-giam-2"):
        SourceFactory(code=code, title="Niên giám", publisher="Cục Thống kê", published_on=day)
    of_cluster = SourceFactory(title="Tin của cụm", published_on=None)
    before = EmulationYearFactory(cluster=figure.emulation_year.cluster, year=2023)
    IndicatorValueFactory(emulation_year=before, source=of_cluster)
    figure.source = SourceFactory(title="Tin của năm", publisher="", published_on=None)
    figure.save()
    page = client_of(lan).get(url("figure", *CELL)).text
    listed = page[page.index('<select name="source"') :]
    of_year, of_before, first, second = (
        listed.index(words)
        for words in (
            "Tin của năm",
            "Tin của cụm",
            "Niên giám, Cục Thống kê, 1/8/2025 (mã nien-giam)",
            "Niên giám, Cục Thống kê, 1/8/2025 (mã nien-giam-2)",
        )
    )
    assert of_year < of_before < first < second


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
    state = client.get(url("figures-changes")).json()
    assert "trước là 9,7; lý do: Số chính thức." in state["rows"]["nam-dinh"]["cells"][0][3]
    grid = client.get(url("figures")).text
    assert "corrected" in grid
    assert 'data-correct="/cum/dong-bang-song-hong/2024/dinh-chinh/"' in grid
    sheet = client.get(url("figures-unit", "nam-dinh")).text
    assert "trước là 9,7; lý do: Số chính thức." in sheet
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


def test_a_settled_blank_leads_to_its_correction(
    client_of: SignIn,
    lan: User,
    hoa: User,
    growth: Indicator,
    year_a: EmulationYear,
    unit_of_binh: Unit,
):
    ConferenceFactory(review_year=year_a)
    correction = reverse(
        "workspace:correct-figure", args=["dong-bang-song-hong", 2024, "grdp", "nam-dinh"]
    )
    for name, more in (("figures-unit", ["nam-dinh"]), ("figure", CELL)):
        assert correction in client_of(lan).get(url(name, *more)).text
        assert correction not in client_of(hoa).get(url(name, *more)).text
    assert client_of(lan).get(correction).status_code == 200
    assert "data-correct" not in client_of(hoa).get(url("figures")).text


def test_the_kept_answer_is_read_in_the_grid_and_on_the_sheet(
    client_of: SignIn, lan: User, binh: User, figure: IndicatorValue
):
    figure.unusual_reason = "Nhà máy mới"
    figure.save()
    state = client_of(lan).get(url("figures-changes")).json()
    assert state["rows"]["nam-dinh"]["cells"][0][3] == "giải thích: Nhà máy mới"
    assert "Nhà máy mới" in client_of(lan).get(url("figures-unit", "nam-dinh")).text
    UnitReportFactory(emulation_year=figure.emulation_year, unit=figure.unit, submitted=True)
    assert "Giải thích: Nhà máy mới" in client_of(binh).get(url("figures-unit", "nam-dinh")).text


def test_a_blank_that_the_unit_has_answered_is_not_missing(
    client_of: SignIn, lan: User, unit_of_binh: Unit, growth: Indicator, year_a: EmulationYear
):
    report = UnitReportFactory(
        emulation_year=year_a, unit=unit_of_binh, submitted=True, status="accepted"
    )
    report.without_figures.add(growth)
    client = client_of(lan)
    assert '<td class="without"></td>' in client.get(url("figures")).text
    state = client.get(url("figures-changes")).json()
    assert state["rows"]["nam-dinh"]["cells"][0] == [
        *("", "", "", "đơn vị báo không có số liệu", "without"),
    ]
    assert "Đơn vị báo không có số liệu" in client.get(url("figures-unit", "nam-dinh")).text
    page = client.get(url("figures-unit", "nam-dinh") + "?chi=thieu").text
    assert re.search(r'class="field figures-line *without" hidden', page)


def test_an_empty_cell_has_a_page_too(client_of: SignIn, lan: User, growth: Indicator):
    client = client_of(lan)
    assert "Nhập giá trị" in client.get(url("figure", *CELL)).text
    for name in ("figure", "attach-evidence"):
        page = client.post(url(name, *CELL), {"note": "Số sơ bộ"}).text
        assert "Số liệu này vừa bị bỏ" in page
    assert 'value="Số sơ bộ"' in client.post(url("figure", *CELL), {"note": "Số sơ bộ"}).text
    assert client.get(url("figure", "nam-dinh", "khong-co")).status_code == 404
