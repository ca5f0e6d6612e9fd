"""The pages of the members' reports: the officer hands in, the secretariat answers."""

import io

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from cluster_portal.accounts.mail import wait_until_sent
from cluster_portal.audit.models import AuditEvent
from emulation.models import UnitReport
from tests.factories.clusters import AppointmentFactory, EmulationYearFactory, MembershipFactory
from tests.factories.emulation import ConferenceFactory, IndicatorValueFactory
from tests.factories.files import StoredFileFactory
from tests.factories.work import UnitReportFactory, YearIndicatorFactory
from tests.files.samples import pdf, upload

LIST = "/cum/dong-bang-song-hong/2024/bao-cao-tinh/"
REPORT = f"{LIST}ha-nam/"
PAPER = f"{REPORT}ban-giay/"


@pytest.fixture
def figure(year_a, unit_of_chi):
    indicator = YearIndicatorFactory(
        emulation_year=year_a, indicator__name="Tăng trưởng GRDP"
    ).indicator
    return IndicatorValueFactory(
        emulation_year=year_a,
        unit=unit_of_chi,
        indicator=indicator,
        evidence=StoredFileFactory(name="nien-giam.pdf"),
    )


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def letters():
    wait_until_sent()
    return [(letter.to, letter.subject, letter.body) for letter in mail.outbox]


def test_the_officer_writes_the_summary_and_hands_in(
    client_of, chi, lan, figure, django_capture_on_commit_callbacks
):
    browser = client_of(chi)
    page = text_of(browser.get(REPORT))
    for words in ("Tăng trưởng GRDP", "9,73", "nien-giam.pdf", "1/1 chỉ tiêu có số liệu"):
        assert words in page
    assert "/cum/dong-bang-song-hong/2024/so-lieu/ha-nam/" in page
    page = text_of(browser.post(REPORT, {"summary": "Kinh tế khá."}, follow=True))
    assert "Đã lưu tóm tắt." in page
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(browser.post(f"{REPORT}nop/", follow=True))
    assert "Đã nộp báo cáo cho ban thư ký" in page
    assert "Lưu tóm tắt" not in page
    assert UnitReport.objects.get().status == "submitted"
    [(to, subject, body)] = letters()
    assert to == [lan.email]
    assert "Hà Nam đã nộp báo cáo năm 2024" in subject
    assert REPORT in body
    assert "9,73" not in body


def test_gaps_are_shown_before_and_handed_in_only_when_ticked(client_of, chi, year_a):
    YearIndicatorFactory(emulation_year=year_a, indicator__name="Thu ngân sách")
    browser = client_of(chi)
    page = text_of(browser.get(f"{REPORT}nop/"))
    assert "Còn 1 chỉ tiêu chưa có số liệu" in page
    assert "Chưa có số liệu: Thu ngân sách." in text_of(browser.post(f"{REPORT}nop/"))
    assert not UnitReport.objects.exists()
    browser.post(f"{REPORT}nop/", {"allow_gaps": "on"})
    assert UnitReport.objects.get().status == "submitted"


def test_hidden_characters_are_named_and_the_rest_stays(client_of, chi, year_a):
    page = text_of(client_of(chi).post(REPORT, {"summary": "Kinh tế\u202e khá"}))
    assert "Có ký tự ẩn không được dùng (U+202E)" in page
    assert "khá</textarea>" in page


@pytest.mark.parametrize("closed_by", ["report", "conference"])
def test_a_summary_that_comes_too_late_is_not_lost(closed_by, client_of, chi, year_a, unit_of_chi):
    if closed_by == "report":
        UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    else:
        ConferenceFactory(review_year=year_a)
    browser = client_of(chi)
    page = text_of(browser.post(REPORT, {"summary": "Kinh tế khá, ước tăng 9%."}))
    assert "Kinh tế khá, ước tăng 9%.</textarea>" in page
    assert 'class="error' in page
    assert "Nộp báo cáo…" not in page
    assert "</textarea>" not in text_of(browser.get(REPORT))


def test_the_secretariat_accepts_and_sends_back(
    client_of, chi, lan, binh, year_a, unit_of_chi, django_capture_on_commit_callbacks
):
    UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    browser = client_of(lan)
    page = text_of(browser.get(LIST))
    assert "1/2 đơn vị đã nộp, 1 báo cáo chờ nhận." in page
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(browser.post(f"{REPORT}nhan/", follow=True))
    assert "Đã nhận báo cáo của" in page
    assert "Nêu lý do để đơn vị biết" in text_of(browser.post(f"{REPORT}tra-lai/"))
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(browser.post(f"{REPORT}tra-lai/", {"reason": "Thiếu nguồn"}, follow=True))
    assert "Thiếu nguồn" in page
    accepted, reopened = letters()
    assert accepted[0] == reopened[0] == [chi.email]
    assert "Đã nhận báo cáo năm 2024" in accepted[1]
    assert "Mở lại báo cáo năm 2024" in reopened[1]
    assert "Lý do: Thiếu nguồn" in reopened[2]
    assert "Ban thư ký đã mở lại" in text_of(client_of(chi).get(REPORT))
    # A second click changes nothing and says so.
    page = text_of(browser.post(f"{REPORT}nhan/", follow=True))
    assert "Chỉ nhận được báo cáo đang chờ nhận." in page


def test_what_was_accepted_is_reopened_and_what_was_only_handed_in_is_returned(
    client_of, lan, year_a, unit_of_chi
):
    report = UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    browser = client_of(lan)
    assert "Trả lại…" in text_of(browser.get(LIST))
    assert "Trả lại báo cáo" in text_of(browser.get(f"{REPORT}tra-lai/"))
    browser.post(f"{REPORT}nhan/")
    for page in (LIST, REPORT):
        assert "Mở lại…" in text_of(browser.get(page))
        assert "Trả lại…" not in text_of(browser.get(page))
    assert "Mở lại báo cáo" in text_of(browser.get(f"{REPORT}tra-lai/"))
    page = text_of(browser.post(f"{REPORT}tra-lai/", {"reason": "Sở sửa số"}, follow=True))
    assert "Đã mở lại báo cáo" in page
    report.refresh_from_db()
    assert report.state == "Đã mở lại"
    assert AuditEvent.objects.latest("sequence").action == "reopen_report"


def test_what_others_get(client_of, mai, binh, dung, hoa, year_a, unit_of_chi, visitor):
    UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    for person in (mai, binh, hoa):
        browser = client_of(person)
        assert "Trả lại…" not in text_of(browser.get(LIST))
        assert "Nộp báo cáo…" not in text_of(browser.get(REPORT))
        for address in (REPORT, f"{REPORT}nop/", f"{REPORT}nhan/", f"{REPORT}tra-lai/"):
            assert browser.post(address, {"reason": "Tôi"}).status_code == 403, address
    assert client_of(dung).get(LIST).status_code == 404
    assert visitor.get(LIST).status_code == 302
    assert client_of(hoa).get(f"{LIST}dak-lak/").status_code == 404
    assert UnitReport.objects.get().status == "submitted"


def test_an_officer_hands_in_for_no_other_cluster_or_unknown_report(client_of, lan, year_a, chi):
    browser = client_of(lan)
    assert browser.post(f"{REPORT}nhan/").status_code == 404
    assert browser.get(f"{REPORT}tra-lai/").status_code == 404


def test_a_year_that_is_over_asks_why(client_of, lan, year_a, unit_of_chi, cluster_a):
    over = EmulationYearFactory(cluster=cluster_a, year=2023)
    UnitReportFactory(emulation_year=over, unit=unit_of_chi, submitted=True)
    browser = client_of(lan)
    address = REPORT.replace("2024", "2023")
    assert "Lý do đính chính" in text_of(browser.get(address))
    page = text_of(browser.post(f"{address}nhan/", follow=True))
    assert "nêu lý do đính chính" in page
    browser.post(f"{address}nhan/", {"reason": "Nhận muộn"})
    assert UnitReport.objects.get().status == "accepted"


def test_the_table_as_a_spreadsheet(client_of, lan, figure, unit_of_chi, year_a):
    UnitReportFactory(
        emulation_year=year_a,
        unit=unit_of_chi,
        status="returned",
        return_reason="=1+1",
        decided_by=lan,
        decided_at=timezone.now(),
    )
    response = client_of(lan).get(f"{LIST}?tep=bao-cao-tinh.xlsx")
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.values)
    assert rows[0][:3] == ("Đơn vị", "Trạng thái", "Số liệu")
    assert rows[1][:3] == ("Hà Nam", "Đã trả lại", "1/1")
    [reason] = [cell for cell in sheet[2] if str(cell.value).endswith("=1+1")]
    assert reason.data_type == "s"
    assert reason.quotePrefix or not reason.value.startswith("=")
    assert rows[2][:3] == ("Nam Định", "Chưa nộp", "0/1")


def test_a_settled_year_is_read_and_corrected_only(client_of, lan, chi, figure, year_a):
    ConferenceFactory(cluster=year_a.cluster, review_year=year_a)
    page = text_of(client_of(lan).get(REPORT))
    assert "/dinh-chinh/" in page
    page = text_of(client_of(chi).get(REPORT))
    assert "đã chốt trong báo cáo tổng kết" in page
    assert "Nộp báo cáo…" not in page


def test_the_list_costs_the_same_for_more_members(client_of, lan, figure, year_a, unit_of_chi):
    UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    browser = client_of(lan)

    def queries(address):
        with CaptureQueriesContext(connection) as context:
            browser.get(address)
        return len(context)

    for address in (LIST, REPORT):
        queries(address)
    before = [queries(address) for address in (LIST, REPORT)]
    for _ in range(5):
        unit = MembershipFactory(cluster=year_a.cluster).unit
        UnitReportFactory(emulation_year=year_a, unit=unit, submitted=True)
        AppointmentFactory(officer=True, unit=unit)
        indicator = YearIndicatorFactory(emulation_year=year_a).indicator
        for one in (unit, unit_of_chi):
            IndicatorValueFactory(emulation_year=year_a, unit=one, indicator=indicator)
    assert [queries(address) for address in (LIST, REPORT)] == before


def test_a_report_on_paper_from_the_list_to_the_board(client_of, lan, binh, chi, figure):
    browser = client_of(lan)
    assert "Đã nhận bản giấy…" in text_of(browser.get(LIST))
    page = text_of(browser.get(PAPER))
    assert "Ngày nhận" in page
    wrong = text_of(browser.post(PAPER, {"received_on": "32/1/2025", "number": "7/BC"}))
    assert 'value="7/BC"' in wrong
    body = {
        "received_on": f"{timezone.localdate():%d/%m/%Y}",
        "number": "7/BC-UBND",
        "upload": upload(pdf(), "ban-giay.pdf"),
    }
    page = text_of(browser.post(PAPER, body, follow=True))
    assert "Đã ghi nhận báo cáo bản giấy của" in page
    assert "ban-giay.pdf" in page
    assert "bản giấy số 7/BC-UBND" in text_of(browser.get(LIST))
    assert "bản giấy: Hà Nam" in text_of(browser.get("/cum/dong-bang-song-hong/2024/viec/"))
    scan = client_of(binh).get(f"{PAPER}ban-chup/")
    assert b"".join(scan.streaming_content).startswith(b"%PDF-")
    assert "ban-giay.pdf" in scan.headers["Content-Disposition"]
    assert client_of(chi).get(PAPER).status_code == 403
    assert "Sửa bản giấy…" in text_of(browser.get(REPORT))


def test_a_page_that_would_refuse_says_so_at_once(client_of, lan, year_a, unit_of_chi):
    report = UnitReportFactory(emulation_year=year_a, unit=unit_of_chi)
    browser = client_of(lan)
    page = text_of(browser.get(f"{REPORT}tra-lai/", follow=True))
    assert "không có gì để trả lại" in page
    UnitReport.objects.filter(pk=report.pk).update(
        status="submitted", submitted_by=lan, submitted_at=timezone.now()
    )
    assert "Đơn vị đã nộp báo cáo trên cổng" in text_of(browser.get(PAPER, follow=True))
    ConferenceFactory(cluster=year_a.cluster, review_year=year_a)
    assert "đã chốt" in text_of(browser.get(f"{REPORT}tra-lai/", follow=True))
    assert "Trả lại…" not in text_of(browser.get(LIST))
