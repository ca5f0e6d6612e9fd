"""A member's report: written by its officer, accepted or sent back by the secretariat."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.audit.models import AuditEvent
from emulation.figures.answered import answered_without
from emulation.models import Conference, UnitReport
from emulation.services import unit_reports as services
from tests.factories.clusters import DelegationFactory
from tests.factories.emulation import ConferenceFactory, IndicatorValueFactory
from tests.factories.work import UnitReportFactory, YearIndicatorFactory


@pytest.fixture
def own(year_a, unit_of_chi):
    """What names Chi's report."""
    return {"emulation_year": year_a, "unit": unit_of_chi}


@pytest.fixture
def submitted(chi, own):
    return services.submit_report(**own, by=chi)


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_from_the_first_word_to_accepted(chi, lan, own):
    report = services.save_summary(**own, summary="Kinh tế khá.\r\nĐời sống tốt.", by=chi)
    assert (report.status, report.summary) == ("draft", "Kinh tế khá.\nĐời sống tốt.")
    report = services.submit_report(**own, by=chi)
    assert (report.status, report.submitted_by) == ("submitted", chi)
    report = services.accept_report(report=report, by=lan)
    assert (report.status, report.decided_by) == ("accepted", lan)
    assert actions() == ["save_summary", "submit_report", "accept_report"]
    assert UnitReport.objects.get() == report


def test_the_same_summary_again_is_no_change(chi, own):
    for _ in range(2):
        services.save_summary(**own, summary="Kinh tế khá.", by=chi)
    assert actions() == ["save_summary"]


def test_missing_figures_are_named_and_handed_in_only_when_that_is_meant(
    chi, own, year_a, unit_of_chi
):
    first, second = YearIndicatorFactory.create_batch(2, emulation_year=year_a)
    IndicatorValueFactory(emulation_year=year_a, unit=unit_of_chi, indicator=first.indicator)
    assert services.gaps_of(year_a, unit_of_chi) == [second.indicator]
    with pytest.raises(ValidationError) as error:
        services.submit_report(**own, by=chi)
    assert error.value.message_dict == {"allow_gaps": [f"Chưa có số liệu: {second.indicator}."]}
    assert services.submit_report(**own, by=chi, allow_gaps=True).status == "submitted"


def test_what_an_accepted_report_leaves_empty_is_an_answer(chi, lan, own, year_a, unit_of_chi):
    first, second = YearIndicatorFactory.create_batch(2, emulation_year=year_a)
    IndicatorValueFactory(emulation_year=year_a, unit=unit_of_chi, indicator=first.indicator)
    place = (unit_of_chi.pk, second.indicator_id)

    def answered():
        return answered_without([year_a.pk])[year_a.pk]

    report = services.submit_report(**own, by=chi, allow_gaps=True)
    assert AuditEvent.objects.get().changes["without_figures"] == [None, str(second.indicator)]
    assert answered() == set()
    services.accept_report(report=report, by=lan)
    YearIndicatorFactory(emulation_year=year_a)  # nobody was asked about this one
    assert answered() == {place}
    value = IndicatorValueFactory(
        emulation_year=year_a, unit=unit_of_chi, indicator=second.indicator
    )
    assert answered() == set()
    value.delete()
    services.return_report(report=report, by=lan, reason="Đã có số")
    assert answered() == set()


def test_what_is_handed_in_stays_until_it_is_sent_back_with_a_reason(chi, lan, own, submitted):
    for write in (services.submit_report, services.save_summary):
        words = {"summary": "Khác"} if write is services.save_summary else {}
        with pytest.raises(ValidationError, match="đã nộp"):
            write(**own, by=chi, **words)
    with pytest.raises(ValidationError) as error:
        services.return_report(report=submitted, by=lan, reason=" ")
    assert "reason" in error.value.message_dict
    returned = services.return_report(report=submitted, by=lan, reason="Thiếu nguồn")
    assert (returned.status, returned.return_reason) == ("returned", "Thiếu nguồn")
    again = services.submit_report(**own, by=chi)
    assert (again.status, again.return_reason, again.decided_by) == ("submitted", "", None)


def test_an_accepted_report_is_reopened_by_sending_it_back(lan, submitted):
    accepted = services.accept_report(report=submitted, by=lan)
    with pytest.raises(ValidationError, match="chờ nhận"):
        services.accept_report(report=accepted, by=lan)
    returned = services.return_report(report=accepted, by=lan, reason="Sở sửa số")
    assert (returned.status, returned.is_closed) == ("reopened", False)
    with pytest.raises(ValidationError, match="không có gì để trả lại"):
        services.return_report(report=returned, by=lan, reason="Lần nữa")


@pytest.mark.parametrize("name", ["lan", "mai", "binh", "dung", "hoa"])
def test_only_its_own_officer_writes_a_units_report(request, own, name):
    somebody = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        services.save_summary(**own, summary="Viết thay", by=somebody)
    with pytest.raises(PermissionDenied):
        services.submit_report(**own, by=somebody)


@pytest.mark.parametrize("name", ["mai", "binh", "chi", "dung", "hoa"])
def test_only_the_secretariat_takes_reports_in(request, submitted, name):
    somebody = request.getfixturevalue(name)
    for decide in (services.accept_report, services.return_report):
        with pytest.raises(PermissionDenied):
            decide(report=submitted, by=somebody, reason="Tự nhận")


def test_a_vice_chair_takes_reports_in_when_that_was_handed_to_it(
    mai, submitted, year_a, unit_of_chi
):
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    assert services.accept_report(report=submitted, by=mai).status == "accepted"


def test_once_the_year_is_settled_no_report_moves(chi, lan, own, year_a):
    ConferenceFactory(cluster=year_a.cluster, review_year=year_a)
    report = UnitReportFactory(**own, submitted=True)
    with pytest.raises(ValidationError, match="đã chốt"):
        services.accept_report(report=report, by=lan)
    with pytest.raises(ValidationError, match="đã chốt"):
        services.save_summary(**own, summary="Muộn", by=chi)
    Conference.objects.update(status="held")
    assert services.accept_report(report=report, by=lan)


def test_no_report_for_who_is_no_member(quan, year_a, unit_of_b):
    with pytest.raises(ValidationError, match="không phải là thành viên"):
        services.save_summary(emulation_year=year_a, unit=unit_of_b, summary="Lạ", by=quan)
