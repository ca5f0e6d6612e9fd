"""Starting a year with what carries over; its due days and its indicators."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.audit.models import AuditEvent
from clusters.models import EmulationYear
from emulation.models import Pledge, Task
from emulation.services.years import (
    set_deadlines,
    set_year_indicators,
    start_year,
    usual_days,
    years_to_start,
)
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    MembershipFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeItemFactory,
)
from tests.factories.work import DeadlineFactory, YearIndicatorFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2025, 4, 10)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(9)), tick=False):
        yield


def codes(year: EmulationYear) -> list[str]:
    return [row.indicator.code for row in year.year_indicators.select_related("indicator")]


# --- Starting -------------------------------------------------------------------------------


def test_the_next_year_begins_with_the_indicators_of_the_last_in_their_order(lan, year_a):
    for order, code in ((2, "gdp"), (1, "thu-ngan-sach")):
        YearIndicatorFactory(
            emulation_year=year_a, indicator=IndicatorFactory(code=code), order=order
        )
    IndicatorValueFactory(emulation_year=year_a, indicator=IndicatorFactory(code="bo-di"))
    assert codes(start_year(cluster=year_a.cluster, year=2025, by=lan)) == ["thu-ngan-sach", "gdp"]


def test_where_none_were_chosen_those_with_values_are_taken(lan, year_a):
    indicator = IndicatorFactory(code="gdp")
    IndicatorValueFactory.create_batch(2, emulation_year=year_a, indicator=indicator)
    assert codes(start_year(cluster=year_a.cluster, year=2025, by=lan)) == ["gdp"]


def test_due_days_move_by_a_year_also_the_leap_day(lan, year_a):
    DeadlineFactory(emulation_year=year_a, task=Task.FIGURES, due_on=datetime.date(2025, 1, 20))
    DeadlineFactory(emulation_year=year_a, task=Task.LEADERSHIP, due_on=datetime.date(2024, 2, 29))
    year = start_year(cluster=year_a.cluster, year=2025, by=lan)
    assert dict(year.deadlines.values_list("task", "due_on")) == {
        Task.FIGURES: datetime.date(2026, 1, 20),
        Task.LEADERSHIP: datetime.date(2025, 2, 28),
    }


def test_without_due_days_before_the_usual_ones_are_set(lan, year_a):
    year = start_year(cluster=year_a.cluster, year=2025, by=lan)
    days = dict(year.deadlines.values_list("task", "due_on"))
    assert days == usual_days(2025)
    assert set(days) == set(Task)
    assert days[Task.CONFERENCE_HELD] == datetime.date(2026, 3, 31)


def test_the_last_pledge_becomes_a_draft_that_the_members_of_the_day_will_sign(lan, year_a):
    gone = MembershipFactory(cluster=year_a.cluster, valid_to=datetime.date(2024, 12, 31)).unit
    late = MembershipFactory(cluster=year_a.cluster, valid_from=datetime.date(2025, 7, 1)).unit
    old = PledgeFactory(
        emulation_year=year_a,
        theme="Đoàn kết",
        motto="Tăng tốc",
        legal_basis="Căn cứ Luật",
        preamble="Chúng tôi",
        closing="Hứa thực hiện",
        document_number="01/GƯ",
    )
    PledgeItemFactory(
        pledge=old, number=1, heading="Kinh tế", text="Hoàn thành chỉ tiêu.", targeted=True
    )
    year = start_year(cluster=year_a.cluster, year=2025, by=lan)
    pledge = year.pledge
    assert (pledge.status, pledge.signed_on, pledge.document_number) == ("draft", None, "")
    assert (pledge.theme, pledge.motto, pledge.legal_basis, pledge.preamble, pledge.closing) == (
        "Đoàn kết",
        "Tăng tốc",
        "Căn cứ Luật",
        "Chúng tôi",
        "Hứa thực hiện",
    )
    assert [(row.number, row.heading, row.text) for row in pledge.items.all()] == [
        (1, "Kinh tế", "Hoàn thành chỉ tiêu.")
    ]
    [carried], [pledged] = pledge.items.all(), old.items.all()
    assert carried.wanted == pledged.wanted is not None
    assert (carried.indicator, carried.target_text) == (pledged.indicator, pledged.target_text)
    signing = {row.unit for row in pledge.signatures.all()}
    assert {row.unit for row in year_a.cluster.memberships.all()} - {gone, late} == signing
    assert not pledge.signatures.exclude(signed_on=None).exists()


def test_a_first_pledge_names_the_law_in_force(lan, year_a):
    year = start_year(cluster=year_a.cluster, year=2025, by=lan)
    assert year.pledge.legal_basis.startswith("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6")


@pytest.fixture
def follower(quan, year_a):
    """A cluster that follows the first and has no year yet."""
    cluster = ClusterFactory(follows=year_a.cluster)
    MembershipFactory(cluster=cluster)
    return cluster


def told_of(year: EmulationYear) -> dict[str, str]:
    event = AuditEvent.objects.get(action="start_year", target_id=str(year.pk))
    return {name: after for name, (_, after) in event.changes.items()}


def test_a_first_year_is_copied_from_the_cluster_that_it_follows(quan, year_a, follower):
    older = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    YearIndicatorFactory(
        emulation_year=older, indicator=IndicatorFactory(code="gdp", name="Tăng trưởng GRDP")
    )
    DeadlineFactory(emulation_year=year_a, task=Task.FIGURES, due_on=datetime.date(2025, 1, 20))
    PledgeItemFactory(pledge=PledgeFactory(emulation_year=year_a, theme="Đoàn kết"))
    year = start_year(cluster=follower, year=2025, by=quan)
    assert codes(year) == ["gdp"]
    assert year.deadlines.get().due_on == datetime.date(2026, 1, 20)
    assert year.pledge.theme == "Đoàn kết"
    assert [row.unit for row in year.pledge.signatures.all()] == [
        row.unit for row in follower.memberships.all()
    ]
    told = told_of(year)
    of_cluster = ", cụm Đồng bằng sông Hồng"
    assert told["year_indicators"] == f"1 chỉ tiêu của năm 2023{of_cluster}; Tăng trưởng GRDP"
    assert told["deadlines"].startswith(f"theo hạn của năm 2024{of_cluster}, lùi 1 năm; ")
    assert told["pledge"].startswith(f"dự thảo từ lời giao ước của năm 2024{of_cluster}: 1 nội")


def test_its_own_years_come_first(quan, year_a, follower):
    YearIndicatorFactory(emulation_year=year_a, indicator=IndicatorFactory(code="cu"))
    own = EmulationYearFactory(cluster=follower, year=2022)
    YearIndicatorFactory(emulation_year=own, indicator=IndicatorFactory(code="moi"))
    year = start_year(cluster=follower, year=2025, by=quan)
    assert codes(year) == ["moi"]
    assert told_of(year)["year_indicators"].startswith("1 chỉ tiêu của năm 2022; ")


def test_a_cluster_that_follows_none_copies_nothing_of_another(quan, year_a, cluster_b):
    YearIndicatorFactory(emulation_year=year_a)
    MembershipFactory(cluster=cluster_b)
    year = start_year(cluster=cluster_b, year=2025, by=quan)
    assert codes(year) == []
    assert "year_indicators" not in told_of(year)


def test_a_draft_of_the_cluster_before_is_not_copied_by_who_may_not_read_it(year_a, follower):
    PledgeFactory(emulation_year=year_a, theme="Kín", draft=True)
    chair = LeadershipFactory(emulation_year=EmulationYearFactory(cluster=follower, year=2024))
    secretary = AppointmentFactory(cluster=follower, unit=chair.unit).user
    assert start_year(cluster=follower, year=2025, by=secretary).pledge.theme == ""


def test_nobody_leads_a_year_that_was_just_started_and_the_audit_says_what_was_copied(lan, year_a):
    YearIndicatorFactory(emulation_year=year_a, indicator__name="Tăng trưởng GRDP")
    year = start_year(cluster=year_a.cluster, year=2025, by=lan)
    assert not year.leaders.exists()
    event = AuditEvent.objects.get(action="start_year")
    assert (event.actor, event.target_id) == (lan, str(year.pk))
    assert event.changes["year"] == ["2024", "2025"]
    told = "1 chỉ tiêu của năm 2024; Tăng trưởng GRDP"
    assert event.changes["year_indicators"] == [None, told]


def test_only_who_leads_the_cluster_starts_a_year(lan, mai, binh, dung, hoa, quan, year_a):
    for person in (mai, binh, dung, hoa):
        with pytest.raises(PermissionDenied):
            start_year(cluster=year_a.cluster, year=2025, by=person)
    assert start_year(cluster=year_a.cluster, year=2025, by=quan).year == 2025


@pytest.mark.parametrize("year", [2024, 2027, 2100])
def test_a_year_that_exists_or_lies_too_far_ahead_is_refused(lan, year_a, year):
    with pytest.raises(ValidationError):
        start_year(cluster=year_a.cluster, year=year, by=lan)
    assert EmulationYear.objects.filter(cluster=year_a.cluster).count() == 1


def test_a_gap_before_the_led_year_needs_a_reason(lan, year_a):
    EmulationYearFactory(cluster=year_a.cluster, year=2022)
    HandoverFactory(emulation_year=year_a)
    with pytest.raises(ValidationError) as refused:
        start_year(cluster=year_a.cluster, year=2023, by=lan)
    assert set(refused.value.message_dict) == {"reason"}
    started = start_year(cluster=year_a.cluster, year=2023, by=lan, reason="Bổ sung hồ sơ")
    assert AuditEvent.objects.get(action="start_year").reason == "Bổ sung hồ sơ"
    assert started.pledge.signatures.count() == 1


def test_a_cluster_that_has_ended_starts_no_year_after_its_end(year_a):
    cluster = year_a.cluster
    assert years_to_start(cluster, TODAY) == [2025, 2026]
    cluster.valid_to = datetime.date(2025, 6, 30)
    assert years_to_start(cluster, TODAY) == [2025]
    cluster.valid_to = datetime.date(2024, 6, 30)
    assert years_to_start(cluster, TODAY) == []


def test_a_new_cluster_starts_in_the_year_of_its_founding(quan, cluster_b):
    cluster_b.valid_from = datetime.date(2025, 7, 1)
    assert years_to_start(cluster_b, TODAY) == [2025, 2026]


# --- Due days -------------------------------------------------------------------------------


def test_due_days_are_set_changed_and_taken_away(lan, year_a):
    first, later = datetime.date(2025, 1, 20), datetime.date(2025, 2, 20)
    set_deadlines(emulation_year=year_a, days={Task.FIGURES: first, Task.HANDOVER: first}, by=lan)
    set_deadlines(emulation_year=year_a, days={Task.FIGURES: later, Task.HANDOVER: None}, by=lan)
    assert dict(year_a.deadlines.values_list("task", "due_on")) == {Task.FIGURES: later}
    events = AuditEvent.objects.filter(action="set_deadlines")
    assert events.count() == 2
    last = events.order_by("pk").last()
    assert last.changes["deadlines"] == [
        "Nhập số liệu: 20/1/2025; Bàn giao cho Cụm trưởng mới: 20/1/2025",
        "Nhập số liệu: 20/2/2025",
    ]
    set_deadlines(emulation_year=year_a, days={Task.FIGURES: later}, by=lan)
    assert events.count() == 2  # nothing changed


@pytest.mark.parametrize("day", [datetime.date(2023, 12, 31), datetime.date(2026, 1, 1)])
def test_a_due_day_far_from_its_year_is_refused_beside_its_task(lan, year_a, day):
    with pytest.raises(ValidationError) as refused:
        set_deadlines(emulation_year=year_a, days={Task.FIGURES: day}, by=lan)
    assert set(refused.value.message_dict) == {Task.FIGURES}
    assert not year_a.deadlines.exists()


# --- Indicators -----------------------------------------------------------------------------


def test_indicators_are_chosen_and_put_in_order(lan, year_a):
    first, second, third = (IndicatorFactory(code=code) for code in ("a", "b", "c"))
    set_year_indicators(emulation_year=year_a, indicators=[first, second], by=lan)
    set_year_indicators(emulation_year=year_a, indicators=[third, first], by=lan)
    assert codes(year_a) == ["c", "a"]


def test_an_indicator_that_has_values_stays(lan, year_a):
    kept, other = IndicatorFactory(name="Tăng trưởng GRDP"), IndicatorFactory()
    IndicatorValueFactory(emulation_year=year_a, indicator=kept)
    with pytest.raises(ValidationError) as refused:
        set_year_indicators(emulation_year=year_a, indicators=[other], by=lan)
    assert "Tăng trưởng GRDP" in refused.value.message_dict["indicators"][0]
    assert codes(year_a) == []


def test_the_indicators_of_settled_figures_stay(lan, year_a):
    ConferenceFactory(review_year=year_a, status="finalised")
    with pytest.raises(ValidationError):
        set_year_indicators(emulation_year=year_a, indicators=[IndicatorFactory()], by=lan)


def test_who_enters_no_results_chooses_no_indicators(mai, year_a):
    with pytest.raises(PermissionDenied):
        set_year_indicators(emulation_year=year_a, indicators=[], by=mai)
    assert not Pledge.objects.exists()
