"""What people did in the portal with a conference of the record stays when the record is loaded."""

import datetime
from pathlib import Path

import pytest

from awards.models import Award
from cluster_portal.audit.models import record as note
from cluster_portal.record.errors import RecordError
from cluster_portal.record.loading import load_record
from clusters.models import Handover
from emulation.models import Conference, Delegate, Pledge
from tests.factories.accounts import UserFactory
from tests.factories.awards import DecisionFactory
from tests.factories.emulation import PledgeItemFactory
from tests.factories.work import (
    ConferenceReportFactory,
    HandoverConfirmationFactory,
    HandoverItemFactory,
    StatusChangeFactory,
)
from tests.record.changing import replace
from tests.record.test_leftovers import CONFERENCE, HA_NAM, SOURCES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


@pytest.fixture
def conference() -> Conference:
    return Conference.objects.get(source__code=SOURCES[HA_NAM])


def refusal(data: Path) -> str:
    with pytest.raises(RecordError) as refused:
        load_record(data)
    return str(refused.value)


def test_a_step_back_in_the_portal_is_not_undone(data: Path, conference: Conference) -> None:
    StatusChangeFactory(conference=conference, from_status="published", to_status="held")
    Conference.objects.filter(pk=conference.pk).update(status="held")
    replace(data, HA_NAM, f"title: {conference.title}", f"title: {conference.title} lần hai")
    load_record(data)
    conference.refresh_from_db()
    assert (conference.status, conference.title[-7:]) == ("held", "lần hai")


@pytest.mark.parametrize("status", ["held", "finalised", "published"])
def test_an_issued_report_is_not_changed_by_a_file(
    data: Path, conference: Conference, status: str
) -> None:
    ConferenceReportFactory(conference=conference)
    Conference.objects.filter(pk=conference.pk).update(status=status)
    assert not [report for report in load_record(data) if report.done]  # it says the same
    replace(data, HA_NAM, f"title: {conference.title}", f"title: {conference.title} lần hai")
    words = refusal(data)
    assert f"{HA_NAM}: title: cổng đã ban hành báo cáo" in words
    title = conference.title
    conference.refresh_from_db()
    assert (conference.status, conference.title) == (status, title)


def test_rows_typed_after_a_report_are_not_removed(data: Path, conference: Conference) -> None:
    ConferenceReportFactory(conference=conference)
    Conference.objects.filter(pk=conference.pk).update(status="held")  # taken back
    typed = Delegate.objects.create(
        conference=conference, order=99, full_name="Trần Thị Gõ", title="Cán bộ"
    )
    words = refusal(data)
    assert "tệp không còn" in words
    assert "Trần Thị Gõ" in words
    assert Delegate.objects.filter(pk=typed.pk).exists()


def test_a_decision_given_to_an_award_of_the_record_stays(
    data: Path, conference: Conference
) -> None:
    ConferenceReportFactory(conference=conference)
    award = Award.objects.filter(conference=conference, status="granted").first()
    Award.objects.filter(pk=award.pk).update(decision=DecisionFactory(), no_decision_reason="")
    load_record(data)
    award.refresh_from_db()
    assert (award.decision is None, award.no_decision_reason) == (False, "")


@pytest.mark.parametrize("factory", [HandoverItemFactory, HandoverConfirmationFactory])
def test_a_handover_prepared_in_the_portal_stays(data: Path, factory: type) -> None:
    handover = Handover.objects.get(source__code=SOURCES[CONFERENCE])
    day = datetime.date(2030, 1, 1)
    Handover.objects.filter(pk=handover.pk).update(handed_over_on=day, is_effective=False)
    factory(handover=handover)
    assert f"{CONFERENCE}: handover.handed_over_on: bàn giao này làm trên cổng" in refusal(data)
    file = data / CONFERENCE
    before, _, after = file.read_text("utf-8").partition("handover:")
    file.write_text(before + after.partition("\n\n")[2], "utf-8")
    load_record(data)
    handover.refresh_from_db()
    assert (handover.handed_over_on, handover.is_effective) == (day, False)
    file.unlink()  # what hangs on the conference goes, the handover stays
    load_record(data)
    assert Handover.objects.filter(pk=handover.pk).exists()


def test_a_pledge_worked_on_in_the_portal_stays(data: Path) -> None:
    pledge = Pledge.objects.get(source__code=SOURCES[HA_NAM])
    PledgeItemFactory(pledge=pledge)
    Pledge.objects.filter(pk=pledge.pk).update(status="signed", theme="Đã sửa trên cổng")
    note(by=UserFactory(), action="save_pledge", target=pledge)
    assert f"{HA_NAM}: pledge.theme: giao ước này làm trên cổng" in refusal(data)
    text = (data / HA_NAM).read_text("utf-8")
    (data / HA_NAM).write_text(text.partition("\npledge:")[0] + "\n", "utf-8")
    load_record(data)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.theme) == ("signed", "Đã sửa trên cổng")
    assert pledge.items.exists()


def test_a_pledge_begun_in_the_portal_stays(data: Path) -> None:
    pledge = Pledge.objects.get(source__code=SOURCES[HA_NAM])
    Pledge.objects.filter(pk=pledge.pk).update(source=None, status="draft", theme="Dự thảo")
    assert "giao ước này làm trên cổng" in refusal(data)
    pledge.refresh_from_db()
    assert (pledge.status, pledge.theme) == ("draft", "Dự thảo")
