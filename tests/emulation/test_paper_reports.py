"""Reports on paper: the secretariat writes down that it has them, and enters their figures."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.audit.models import AuditEvent
from emulation.figures.answered import answered_without
from emulation.models import UnitReport
from emulation.services import unit_reports
from emulation.services.figures import CellStatus, CellWrite, save_cells
from emulation.services.paper_reports import paper_token, record_paper
from tests.factories.emulation import ConferenceFactory
from tests.factories.work import UnitReportFactory, YearIndicatorFactory
from tests.files.samples import pdf, upload

DAY = datetime.date(2025, 1, 20)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2025, 2, 1, 9), tick=False):
        yield


@pytest.fixture
def own(year_a, unit_of_chi):
    return {"emulation_year": year_a, "unit": unit_of_chi}


def test_a_report_on_paper_is_accepted_and_audited(lan, own):
    report = record_paper(
        **own, received_on=DAY, number="125/BC-UBND", upload=upload(pdf(), "bao-cao.pdf"), by=lan
    )
    assert (report.is_accepted, report.is_paper) == (True, True)
    assert (report.state, report.decided_by) == ("Đã nhận bản giấy", lan)
    event = AuditEvent.objects.get(action="record_paper")
    assert event.changes["paper_number"] == [None, "125/BC-UBND"]
    assert event.changes["paper_scan"][1].startswith("bao-cao.pdf")
    seen = paper_token(report)
    again = record_paper(
        **own, received_on=DAY, number="125/BC-UBND", note="Thiếu phụ lục", by=lan, seen=seen
    )
    assert again.paper_scan == report.paper_scan
    with pytest.raises(ValidationError) as stale:
        record_paper(**own, received_on=DAY, by=lan, seen=seen)
    assert stale.value.code == "stale"


def test_the_secretariat_enters_the_figures_of_a_paper_the_officer_does_not(
    lan, chi, own, year_a, unit_of_chi
):
    indicator = YearIndicatorFactory(emulation_year=year_a).indicator
    record_paper(**own, received_on=DAY, by=lan)
    assert not answered_without([year_a.pk])[year_a.pk]  # it is still to be entered
    cell = CellWrite(unit_of_chi, indicator, "6,3", "", "")
    (refused,) = save_cells(emulation_year=year_a, cells=[cell], by=chi)
    assert refused.status == CellStatus.CLOSED
    with pytest.raises(ValidationError, match="bản giấy"):
        unit_reports.save_summary(**own, summary="Thêm", by=chi)
    (saved,) = save_cells(emulation_year=year_a, cells=[cell], by=lan)
    assert saved.status == CellStatus.SAVED


def test_what_the_paper_does_not_have_is_an_answer(lan, own, year_a, unit_of_chi):
    indicator = YearIndicatorFactory(emulation_year=year_a).indicator
    record_paper(**own, received_on=DAY, by=lan, has_no_more=True)
    assert answered_without([year_a.pk])[year_a.pk] == {(unit_of_chi.pk, indicator.pk)}
    record_paper(**own, received_on=DAY, by=lan)
    assert not answered_without([year_a.pk])[year_a.pk]


def test_a_paper_is_taken_back_by_reopening_the_report(lan, chi, own):
    report = record_paper(**own, received_on=DAY, by=lan)
    report = unit_reports.return_report(report=report, by=lan, reason="Ghi nhầm tỉnh")
    assert (report.status, report.is_paper) == ("reopened", False)
    assert AuditEvent.objects.get(action="reopen_report").changes["paper_received_on"] == [
        "2025-01-20",
        None,
    ]
    assert unit_reports.submit_report(**own, by=chi).status == "submitted"


def test_what_came_through_the_site_is_answered_there(lan, own):
    UnitReportFactory(**own, submitted=True)
    with pytest.raises(ValidationError, match="nộp báo cáo trên cổng"):
        record_paper(**own, received_on=DAY, by=lan)
    UnitReport.objects.update(status="accepted")
    with pytest.raises(ValidationError, match="mở lại báo cáo"):
        record_paper(**own, received_on=DAY, by=lan)


@pytest.mark.parametrize("day", [datetime.date(2025, 2, 2), datetime.date(2023, 12, 31)])
def test_a_day_that_cannot_be_is_refused(lan, own, day):
    with pytest.raises(ValidationError) as error:
        record_paper(**own, received_on=day, by=lan)
    assert "received_on" in error.value.message_dict


def test_not_once_the_figures_are_settled(lan, own, year_a):
    ConferenceFactory(cluster=year_a.cluster, review_year=year_a)
    with pytest.raises(ValidationError, match="đã chốt"):
        record_paper(**own, received_on=DAY, by=lan)


@pytest.mark.parametrize("name", ["mai", "binh", "chi", "dung", "hoa"])
def test_only_the_secretariat_writes_it_down(request, own, name):
    with pytest.raises(PermissionDenied):
        record_paper(**own, received_on=DAY, by=request.getfixturevalue(name))
