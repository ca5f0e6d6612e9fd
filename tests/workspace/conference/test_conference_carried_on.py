"""What a copied conference says of its own year, and what the report tells of the meeting."""

import datetime

import pytest

from emulation.models import AgendaItem
from emulation.services.cloning import clone_conference, next_facts
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import ConferenceFactory, DelegateFactory
from tests.factories.work import AgendaItemFactory, ConclusionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(cluster_a, year_a):
    """The published review of 2023, which launched 2024."""
    return ConferenceFactory(
        cluster=cluster_a,
        review_year=EmulationYearFactory(cluster=cluster_a, year=2023),
        launch_year=year_a,
        held_on=datetime.date(2024, 3, 13),
    )


def test_years_in_the_agenda_move_on_and_the_follow_up_comes_after_the_opening(review, lan):
    titles = ("Khai mạc", "Tổng kết năm 2023", "Ký giao ước năm 2024, Luật năm 2022")
    for order, title in enumerate(titles, start=1):
        AgendaItemFactory(conference=review, order=order, title=title)
    ConclusionFactory(conference=review, text="Sửa quy chế.")
    copy = clone_conference(source=review, by=lan, **next_facts(review)).conference
    agenda = list(AgendaItem.objects.filter(conference=copy))
    assert [item.title for item in agenda if not item.follows_up] == [
        "Khai mạc",
        "Tổng kết năm 2024",
        "Ký giao ước năm 2025, Luật năm 2022",
    ]
    assert [item.follows_up for item in agenda] == [False, True, False, False]


def test_the_chair_of_the_year_is_proposed_as_host(review, year_a):
    assert next_facts(review)["host"] == year_a.leaders.get(role="chair").unit


def test_the_report_tells_the_units_of_delegates_and_the_conclusions(
    review, client, unit_of_binh, unit_of_chi
):
    DelegateFactory(conference=review, full_name="Trần An", title="Chủ tịch", unit=unit_of_binh)
    ConclusionFactory(
        conference=review,
        text="Sửa quy chế.",
        owner=unit_of_chi,
        due_on=datetime.date(2024, 6, 30),
    )
    page = client.get(review.get_absolute_url()).content.decode()
    assert f"Trần An, Chủ tịch, {unit_of_binh.official_name}" in page
    told = page[page.index("Kết luận của hội nghị") :]
    assert f"Sửa quy chế. ({unit_of_chi.official_name}, hạn " in told
    assert "30/6/2024" in told
