"""Whatever way leads to the lines of words in many lines, they are the same, in the same order."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client

from awards import papers
from awards.models import Award, CommendationType
from awards.readings import read_query
from awards.register import counting, gathering, ways
from awards.register.conditions import Sql
from awards.register.paging import PER_PAGE
from clusters.models import EmulationYear
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory, UnitFactory
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db

MERIT = {"loai": "merit"}
BY_NAME = {"sort": "recipient"}
# What decides, as small as these lines are few; nothing is chosen that is not said.
NOTHING = {"WORTH": 0, "DENSE": 0, "FEW": 0, "SOME": 0, "MANY": 0, "MOST_NEAR": 0}
EVERYTHING = 10**6
WAYS = [
    ("hits", {}, {"FEW": EVERYTHING, "MANY": EVERYTHING}),
    # They seemed to be few, whatever was written in between.
    ("gathered", {}, {"FEW": EVERYTHING, "MANY": 60, "are_hits": lambda asked, most: "TRUE"}),
    ("nearest", {}, {"DENSE": EVERYTHING, "MOST_NEAR": 300}),
    ("years", {}, {"DENSE": EVERYTHING, "MOST_NEAR": 30}),
    ("hits", {}, {"DENSE": EVERYTHING, "MOST_NEAR": 30, "MANY": EVERYTHING}),
    ("years", {}, {}),
    ("years", {"sort": "year"}, {}),
    ("gathered", {"q": "cung ten 2023"}, {}),
    ("gathered", {"q": "2023 cung ten"}, {}),
    ("gathered", {"q": "2023"}, {}),
    ("gathered", MERIT, {"MOST_NEAR": EVERYTHING}),
    ("years", MERIT, {"MANY": EVERYTHING}),
    ("hits", {"loai": "thematic"}, {"MANY": EVERYTHING}),
    ("years", {"nam": "2023"}, {"MANY": EVERYTHING}),
    ("nearest", MERIT, {"MOST_NEAR": 250}),
    ("years", MERIT, {"MOST_NEAR": 30}),
    ("gathered", {"loai": "thematic"}, {"MOST_NEAR": 10, "MANY": 20}),
    ("hits", MERIT | BY_NAME, {"MANY": EVERYTHING}),
    ("gathered", MERIT | BY_NAME | {"q": "cung ten 2023"}, {}),
    ("hits", BY_NAME, {"SOME": EVERYTHING, "MANY": EVERYTHING}),
    ("nearest", BY_NAME, {"MOST_NEAR": 300}),
    ("gathered", BY_NAME, {"MOST_NEAR": 30}),
    ("gathered", {"sort": "-count"}, {"MOST_NEAR": 30}),
]


@pytest.fixture(autouse=True)
def _everybody_reads_names(settings) -> None:
    settings.NAMES_FOR_PUBLIC = "full"


@pytest.fixture
def _lines(year_a, year_b) -> None:
    """Lines of four years, of which many hold the words.

    And drafts of two clusters, newer than all others.
    """
    years = [EmulationYearFactory(cluster=year_a.cluster, year=2023 - n) for n in range(4)]
    named = {"form": AwardFormFactory(), "decision": DecisionFactory(), "unit": None}
    rows = []
    for number in range(400):
        holds = number % 12 == 0 or (number > 250 and number % 9)
        kind = CommendationType.THEMATIC if number % 30 == 0 else CommendationType.MERIT
        rows.append(
            AwardFactory.build(
                emulation_year=years[number % 7 % 4],
                recipient_name=f"{'Cùng Tên' if holds else 'Khác'} {number * 37 % 400:03}",
                commendation_type=kind,
                **named,
            )
        )
    Award.objects.bulk_create([*rows, *drafts(year_a, 40), *drafts(year_b, 40)])


def drafts(year: EmulationYear, number: int) -> list[Award]:
    """Lines that hold the words, for those who see drafts of the cluster."""
    named = {
        "form": AwardFormFactory(),
        "unit": None,
        "decision": DecisionFactory(),
        "conference": ConferenceFactory(review_year=year, draft=True),
        "recipient_name": "Cùng Tên Nháp",
    }
    return [AwardFactory.build(emulation_year=year, **named) for _ in range(number)]


def pages(client: Client, query: dict[str, str]) -> list[list[int]]:
    """The lines of the first, the next, the one before that again, and the very last line."""

    def keys(**place: object) -> list[int]:
        return keys_of(client.get("/khen-thuong/", query | place))

    first = keys()
    following = keys(sau=first[-1])
    previous = keys(truoc=following[0]) if following else []
    return [first, following, previous, keys(cuoi=1)[-1:]]


def keys_of(response: HttpResponse) -> list[int]:
    return [row.record.pk for row in response.context["table"].paginated_rows]


def decide(monkeypatch: pytest.MonkeyPatch, **decides: object) -> None:
    for name, value in (NOTHING | decides).items():
        monkeypatch.setattr(ways, name, value)


def way_of(query: dict[str, str], user: object) -> str:
    """The way that the database chooses."""
    reading = read_query(QueryDict(urlencode(query)), user)
    told = gathering.told(
        reading.asked, reading.sight, Sql("*"), counting.MOST_COUNTED, PER_PAGE + 1
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{told.text} SELECT way FROM told", told.params)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("reader", ["visitor", "lan"])
@pytest.mark.parametrize(("way", "query", "decides"), WAYS)
@pytest.mark.usefixtures("_lines")
def test_every_way_leads_to_the_same_lines(
    visitor, lan, client_of, monkeypatch, reader, way, query, decides
):
    client = visitor if reader == "visitor" else client_of(lan)
    query = {"q": "cung ten"} | query
    expected = pages(client, query)
    monkeypatch.setattr(counting, "MOST_COUNTED", 20)
    decide(monkeypatch, **decides)
    assert pages(client, query) == expected
    if connection.vendor == "postgresql" and client is visitor:  # SQLite chooses by itself
        assert way_of(query, AnonymousUser()) == way


def test_words_that_the_names_of_many_lines_hold_are_not_looked_up(visitor, year_a, monkeypatch):
    """In none of the names do all of them stand."""
    named = {
        "form": AwardFormFactory(name="Bằng khen thử"),
        "unit": UnitFactory(name="Mới Lập"),
        "decision": DecisionFactory(),
        "commendation_type": CommendationType.MERIT,
    }
    years = [EmulationYearFactory(cluster=year_a.cluster, year=2023 - n) for n in range(4)]
    Award.objects.bulk_create(
        AwardFactory.build(emulation_year=years[n % 4], recipient_name=f"Người {n:03}", **named)
        for n in range(120)
    )
    query = {"q": "bang khen moi lap"}
    expected = pages(visitor, query)
    assert pages(visitor, query | MERIT) == expected
    monkeypatch.setattr(counting, "MOST_COUNTED", 110)
    decide(monkeypatch)
    assert pages(visitor, query | MERIT) == expected
    decide(monkeypatch, FEW=EVERYTHING, MANY=EVERYTHING)  # all lines that are looked up are read
    assert pages(visitor, query) == pages(visitor, query | MERIT) == expected
    if connection.vendor == "postgresql":
        assert way_of(query, AnonymousUser()) == "years"
        assert way_of({"q": "nguoi moi lap"}, AnonymousUser()) == "hits"


def test_drafts_that_the_reader_does_not_see_hide_no_lines(visitor, year_a, monkeypatch):
    named = {"form": AwardFormFactory(), "decision": DecisionFactory(), "unit": None}
    older = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    rows = [
        AwardFactory.build(emulation_year=older, recipient_name=f"Cùng Tên {n:02}", **named)
        for n in range(30)
    ]
    Award.objects.bulk_create([*drafts(year_a, 50), *rows])
    monkeypatch.setattr(counting, "MOST_COUNTED", 20)
    decide(monkeypatch, DENSE=EVERYTHING, MOST_NEAR=40)  # more than what the visitor sees
    assert pages(visitor, {"q": "cung ten"})[0] == [row.pk for row in rows]


@pytest.mark.usefixtures("_lines")
def test_lines_that_nobody_has_counted_are_told_as_more(visitor, monkeypatch):
    """Common words and a filter which many lines fit: not all of them are read."""
    page = visitor.get("/khen-thuong/", {"q": "cung ten"} | MERIT)
    total = page.context["counted"].lines
    assert len(keys_of(page)) == PER_PAGE
    monkeypatch.setattr(counting, "MOST_COUNTED", 110)
    decide(monkeypatch, MOST_NEAR=350, MOST_READ=300)
    for place in ({}, {"sau": keys_of(page)[-1]}, {"cuoi": 1}):
        told = visitor.get("/khen-thuong/", {"q": "cung ten"} | MERIT | place).context["counted"]
        if connection.vendor == "postgresql":
            assert PER_PAGE <= told.more_than < total
            assert told.words == f"Hơn {told.more_than} dòng"
        else:
            assert told.words == f"Hơn {counting.MOST_COUNTED} dòng"


@pytest.mark.usefixtures("_lines")
def test_a_page_after_the_last_line_tells_as_many_as_the_first(visitor, monkeypatch):
    query = {"q": "cung ten"} | MERIT
    first = visitor.get("/khen-thuong/", query)
    (last,) = pages(visitor, query)[-1]
    monkeypatch.setattr(counting, "MOST_COUNTED", 110)
    decide(monkeypatch, MOST_NEAR=350, MOST_READ=1)
    beyond = visitor.get("/khen-thuong/", query | {"sau": last})
    assert keys_of(beyond) == []
    least = PER_PAGE if connection.vendor == "postgresql" else counting.MOST_COUNTED
    assert beyond.context["counted"].words == f"Hơn {least} dòng"
    assert beyond.context["counted"].more_than < first.context["counted"].lines


@pytest.mark.usefixtures("_lines")
def test_a_paper_says_that_there_are_other_lines(visitor, monkeypatch):
    """However few are known to be there."""
    monkeypatch.setattr("clusters.downloads.pdf_response", lambda _, html, __: HttpResponse(html))
    monkeypatch.setattr(counting, "MOST_COUNTED", 110)
    decide(monkeypatch, MOST_NEAR=350, MOST_READ=1)
    left = "những dòng khác" if connection.vendor == "postgresql" else "hơn 50 dòng"
    for most, is_all in ((60, False), (300, True)):
        monkeypatch.setattr(papers, "MOST_LINES", most)
        paper = visitor.get("/khen-thuong.pdf", {"q": "cung ten"} | MERIT).content.decode()
        assert (f"… còn {left}, xem tệp Excel tại" in paper) is not is_all
        assert ("… còn" in paper) is not is_all
