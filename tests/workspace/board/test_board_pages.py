"""Where one lands, and the board as each reader sees it."""

import datetime
import io
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from cluster_portal.public import context_processors
from cluster_portal.workspace.board.facts import facts_of
from cluster_portal.workspace.board.lines import lines_of as board_lines
from cluster_portal.workspace.board.selectors import desks_of
from clusters.access import reach
from clusters.models import EmulationYear
from clusters.roles import Permission
from clusters.selectors import working_years, years_of
from emulation.models import Task
from tests.factories.accounts import UserFactory
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    AppointmentFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    MembershipFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeSignatureFactory,
)
from tests.factories.work import (
    DeadlineFactory,
    HandoverConfirmationFactory,
    UnitReportFactory,
    YearIndicatorFactory,
)

pytestmark = pytest.mark.django_db
BOARD = "/cum/dong-bang-song-hong/2024/viec/"
WORK = "/lam-viec/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split("<main", 1)[1].split())


def lines_of(response):
    assert response.status_code == 200
    return {linked.line.task: linked for linked in response.context["lines"]}


# --- Where one lands ------------------------------------------------------------------------


def test_a_secretary_of_one_cluster_lands_on_the_board_of_its_year(client_of, lan):
    assert client_of(lan).get(WORK).url == BOARD


def test_a_secretary_of_two_clusters_chooses_and_sees_how_far_each_is(client_of, lan, cluster_b):
    AppointmentFactory(user=lan, cluster=cluster_b)
    page = text_of(client_of(lan).get(WORK))
    assert BOARD in page
    assert "1/11 việc" in page
    assert "chưa mở năm nào" in page


def test_an_officer_finds_the_clusters_of_the_unit(client_of, binh, year_a, year_b):
    response = client_of(binh).get(f"{WORK}?tat-ca=1")
    [row] = response.context["rows"]
    assert row["desk"].year == year_a
    assert [unit for unit, _ in row["reports"]] == [binh.appointments.get().unit]
    assert "Tây Nguyên" not in text_of(response)


def test_the_centre_and_the_administrator_see_every_cluster(client_of, hoa, quan, year_a, year_b):
    for person in (hoa, quan):
        rows = client_of(person).get(f"{WORK}?tat-ca=1").context["rows"]
        assert {row["desk"].year for row in rows} == {year_a, year_b}


def test_a_cluster_that_has_ended_does_not_stand_in_the_way(client_of, lan, cluster_a):
    ended = EmulationYearFactory(
        cluster__valid_to=datetime.date(2023, 6, 30), cluster__sort_key="a", year=2023
    ).cluster
    AppointmentFactory(user=lan, cluster=ended, unit=lan.appointments.get().unit)
    client = client_of(lan)
    assert client.get(WORK).url == BOARD
    rows = client.get(f"{WORK}?tat-ca=1").context["rows"]
    assert [row["desk"].cluster for row in rows] == [cluster_a, ended]


def test_the_only_cluster_of_a_secretary_opens_at_once_even_when_it_has_ended(
    client_of, lan, cluster_a
):
    cluster_a.valid_to = datetime.date(2023, 6, 30)
    cluster_a.save()
    assert client_of(lan).get(WORK).url == BOARD


def test_a_year_whose_awards_wait_stays_in_sight(client_of, lan, hoa, year_a):
    AwardFactory(emulation_year=year_a, proposed=True)
    done = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    following = EmulationYearFactory(cluster=year_a.cluster, year=2025)
    LeadershipFactory(emulation_year=following, unit=year_a.leaders.get().unit)
    HandoverFactory(emulation_year=following, handed_over_on=datetime.date(2024, 5, 31))
    response = client_of(lan).get(WORK, follow=True)
    assert response.context["year"] == following
    assert response.context["years"] == [(2023, 0), (2024, 1), (2025, 0)]
    assert "1 việc còn dở" in text_of(response)
    desks = [row["desk"] for row in client_of(hoa).get(f"{WORK}?tat-ca=1").context["rows"]]
    assert [desk.year for desk in desks] == [following, year_a]
    assert desks[1].still_open == ("Ghi quyết định khen thưởng",)
    assert done not in {desk.year for desk in desks}


def test_who_has_no_role_lands_on_the_own_page(client_of):
    assert client_of(UserFactory()).get(WORK).url == reverse("workspace:profile")


def test_the_list_of_clusters_takes_as_many_queries_for_many(client_of, hoa, year_a):
    def cost() -> int:
        person = User.objects.get(pk=hoa.pk)
        with CaptureQueriesContext(connection) as queries:
            desks = desks_of(person, datetime.date(2024, 6, 1))
        assert all(desk.lines for desk in desks)
        return len(queries)

    _fill(year_a)
    before = cost()
    for _ in range(4):
        year = EmulationYearFactory()
        LeadershipFactory(emulation_year=year)
        _fill(year)
    assert cost() == before


# --- The year that a cluster is in ----------------------------------------------------------


def year_now(cluster) -> int | None:
    year = working_years([cluster]).get(cluster.pk)
    return year and year.year


def test_the_year_is_the_newest_up_to_the_calendar(year_a):
    assert year_now(year_a.cluster) == 2024
    EmulationYearFactory(cluster=year_a.cluster, year=2025)
    assert year_now(year_a.cluster) == 2024
    EmulationYear.objects.filter(year=2024).delete()
    assert year_now(year_a.cluster) is None


def test_a_chair_that_took_over_early_works_on_its_own_year(year_a):
    following = EmulationYearFactory(cluster=year_a.cluster, year=2025)
    LeadershipFactory(emulation_year=following)
    assert year_now(year_a.cluster) == 2024
    HandoverFactory(emulation_year=following, handed_over_on=datetime.date(2024, 5, 31))
    assert year_now(year_a.cluster) == 2025


# --- The board ------------------------------------------------------------------------------


def _fill(year: EmulationYear, members: int = 2, indicators: int = 2) -> None:
    """A year with something of everything, for each of the members."""
    units = [MembershipFactory(cluster=year.cluster).unit for _ in range(members)]
    columns = [IndicatorFactory() for _ in range(indicators)]
    pledge = PledgeFactory(emulation_year=year, draft=True)
    for order, column in enumerate(columns):
        YearIndicatorFactory(emulation_year=year, indicator=column, order=order)
        for unit in units[1:]:
            IndicatorValueFactory(
                emulation_year=year, indicator=column, unit=unit, value=Decimal(1)
            )
    for unit in units:
        PledgeSignatureFactory(pledge=pledge, unit=unit, unsigned=unit == units[0])
        UnitReportFactory(emulation_year=year, unit=unit)
        AwardFactory(emulation_year=year, unit=unit, proposed=True)
    ConferenceFactory(review_year=year, draft=True, host=units[0])
    following = EmulationYearFactory(cluster=year.cluster, year=year.year + 1)
    chair = LeadershipFactory(emulation_year=following, unit=units[0])
    handover = HandoverFactory(emulation_year=following, is_effective=False)
    HandoverConfirmationFactory(handover=handover, unit=chair.unit)
    for task in Task:
        DeadlineFactory(emulation_year=year, task=task)


def test_the_board_says_what_is_missing_and_by_whom(client_of, lan, year_a, unit_of_chi):
    for column in ("GRDP", "Thu ngân sách"):
        indicator = IndicatorFactory(name=column)
        YearIndicatorFactory(emulation_year=year_a, indicator=indicator)
        unit = year_a.leaders.get().unit
        IndicatorValueFactory(emulation_year=year_a, indicator=indicator, unit=unit)
    pledge = PledgeFactory(emulation_year=year_a, status="issued", signed_on=None)
    PledgeSignatureFactory(pledge=pledge, unit=unit_of_chi, unsigned=True)
    lines = lines_of(client_of(lan).get(BOARD))
    assert lines[Task.LEADERSHIP].line.text == "Cụm trưởng: Nam Định."
    assert lines[Task.PLEDGE_SIGNING].line.missing == "Chưa ký: Hà Nam"
    assert lines[Task.FIGURES].line.missing == "Thiếu số liệu: Hà Nam (2)"
    assert lines[Task.PLEDGE_DRAFT].url.endswith("/2024/giao-uoc/soan/")


def test_a_table_counts_each_indicator(client_of, lan, year_a, unit_of_chi):
    indicator = IndicatorFactory(name="Tăng trưởng GRDP")
    unit = year_a.leaders.get().unit
    IndicatorValueFactory(emulation_year=year_a, indicator=indicator, unit=unit)
    page = text_of(client_of(lan).get(BOARD))
    assert "Tăng trưởng GRDP" in page
    assert "1/2" in page


def test_a_unit_that_ended_in_the_year_is_asked_for_nothing_unless_it_told(hoa):
    year = EmulationYearFactory(year=2025)
    ended = {"valid_to": datetime.date(2025, 6, 30)}
    former, teller = (
        MembershipFactory(cluster=year.cluster, unit=UnitFactory(name=name, **ended), **ended).unit
        for name in ("Nam Định", "Hà Nam")
    )
    since = {"valid_from": datetime.date(2025, 7, 1)}
    heir = MembershipFactory(
        cluster=year.cluster, unit=UnitFactory(name="Ninh Bình", **since), **since
    )
    UnitReportFactory(
        emulation_year=year, unit=heir.unit, submitted=True, status="accepted", decided_by=hoa
    )
    UnitReportFactory(emulation_year=year, unit=former)  # begun, never sent
    year = years_of(year.cluster).select_related("cluster").get(pk=year.pk)
    [facts] = facts_of([year]).values()
    assert facts.members == ("Ninh Bình",)
    IndicatorValueFactory(emulation_year=year, unit=teller)
    [facts] = facts_of([year]).values()
    assert facts.members == ("Hà Nam", "Ninh Bình")
    texts = [line.text for line in board_lines(facts, datetime.date(2026, 1, 1))]
    assert "Đã nhận 1/2 báo cáo." in texts
    assert [column.total for column in facts.indicators] == [2]


def test_what_is_late_is_said_in_words(client_of, lan, year_a):
    DeadlineFactory(
        emulation_year=year_a, task=Task.PLEDGE_DRAFT, due_on=datetime.date(2024, 5, 31)
    )
    page = text_of(client_of(lan).get(BOARD))
    assert "1 việc trễ" in page
    assert "31/5/2024" in page


def test_the_board_takes_as_many_queries_for_twenty_members(client_of, lan, year_a, year_b):
    client = client_of(lan)
    other = client_of(AppointmentFactory(administrator=True).user)
    _fill(year_a, members=2, indicators=2)
    _fill(year_b, members=20, indicators=20)

    def cost(client, address: str) -> int:
        client.get(address)  # what a first visit alone takes
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    assert cost(client, BOARD) <= 40
    small = cost(other, BOARD)
    assert cost(other, "/cum/tay-nguyen/2024/viec/") == small


def test_every_line_leads_to_a_page_that_opens(client_of, lan, year_a):
    client = client_of(lan)
    empty = {linked.url for linked in lines_of(client.get(BOARD)).values()}
    _fill(year_a)
    filled = {linked.url for linked in lines_of(client.get(BOARD)).values()}
    assert "" not in empty | filled
    for address in sorted(empty | filled):
        assert client.get(address).status_code == 200, address


def test_only_who_leads_is_led_to_the_start_of_the_next_year(client_of, lan, binh):
    assert lines_of(client_of(lan).get(BOARD))[Task.HANDOVER].url.endswith("/mo-nam/")
    assert lines_of(client_of(binh).get(BOARD))[Task.HANDOVER].url == ""


def test_the_spreadsheet_holds_what_the_page_shows(client_of, lan, year_a):
    client = client_of(lan)
    shown = [
        (line.label, line.words, line.text, line.missing or "–", line.due_on or "chưa đặt")
        for line, _ in client.get(BOARD).context["lines"]
    ]
    response = client.get(f"{BOARD}?tep=viec.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0] == ("Việc", "Tình trạng", "Đã có", "Còn thiếu", "Hạn")
    days = [(*row[:4], row[4].date() if hasattr(row[4], "date") else row[4]) for row in rows[1:]]
    assert days == shown
    assert AuditEvent.objects.filter(action="download", actor=lan).count() == 1


def test_the_table_of_indicators_comes_as_a_spreadsheet_too(client_of, lan, year_a, unit_of_chi):
    unit = year_a.leaders.get().unit
    indicator = IndicatorFactory(name="=1+1")
    IndicatorValueFactory(emulation_year=year_a, indicator=indicator, unit=unit)
    response = client_of(lan).get(f"{BOARD}?tep=so-lieu.xlsx")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert list(sheet.values)[1] == ("=1+1", "1/2", "Hà Nam")
    assert sheet["A2"].data_type == "s"


# --- The way there --------------------------------------------------------------------------


def test_the_header_leads_to_the_work_of_whoever_has_some(client_of, lan, visitor):
    assert 'href="/lam-viec/"' in client_of(lan).get("/").content.decode()
    assert 'href="/lam-viec/"' not in visitor.get("/").content.decode()
    assert 'href="/lam-viec/"' not in client_of(UserFactory()).get("/").content.decode()


def test_the_year_leads_to_its_board_for_who_sees_drafts(client_of, lan, dung, year_a):
    address = year_a.get_absolute_url()
    assert BOARD in client_of(lan).get(address).content.decode()
    assert BOARD not in client_of(dung).get(address).content.decode()


def test_the_way_there_costs_a_visitor_nothing_and_a_user_one_query_beside_the_rights(
    client_of, visitor, lan, monkeypatch
):
    def cost(client) -> int:
        client.get("/ai-lam-duoc-gi/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/ai-lam-duoc-gi/").status_code == 200
        return len(queries)

    secretary = client_of(lan)
    with_link = cost(visitor), cost(secretary)
    monkeypatch.setattr(context_processors, "_places", lambda request: context_processors.PLACES)
    with CaptureQueriesContext(connection) as queries:
        reach(User.objects.get(pk=lan.pk), Permission.VIEW_DRAFTS)
    user_and_rights = len(queries)
    assert with_link[0] == cost(visitor) == 0
    assert with_link[1] - cost(secretary) <= user_and_rights
