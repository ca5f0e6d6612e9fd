"""Whatever way leads to the lines of words in many lines, they are the same, in the same order."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from awards.models import Award, CommendationType
from awards.readings import read_query
from awards.register import counting, gathering, ways
from awards.register.conditions import Sql
from awards.register.paging import PER_PAGE
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory

pytestmark = pytest.mark.django_db

MERIT = {"loai": "merit"}
BY_NAME = {"sort": "recipient"}
# What decides, as small as these lines are few; nothing is chosen that is not said.
NOTHING = {"WORTH": 0, "DENSE": 0, "FEW": 0, "SOME": 0, "MANY": 0, "MOST_NEAR": 0}
EVERYTHING = 10**6
WAYS = [
    ("hits", {}, {"FEW": EVERYTHING, "MANY": EVERYTHING}),
    # They seemed to be few: of the first, which tell of all, each stands by itself.
    ("gathered", {}, {"FEW": EVERYTHING, "MANY": 60}),
    ("nearest", {}, {"DENSE": EVERYTHING, "MOST_NEAR": 300}),
    ("years", {}, {"DENSE": EVERYTHING, "MOST_NEAR": 30}),
    ("hits", {}, {"DENSE": EVERYTHING, "MOST_NEAR": 30, "MANY": EVERYTHING}),
    ("years", {}, {}),
    ("years", {"sort": "year"}, {}),
    ("gathered", {"q": "cung ten 2023"}, {}),
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


@pytest.fixture
def _lines(year_a, settings) -> None:
    """Lines of four years; of the first written few hold the words, of the last nearly all."""
    settings.NAMES_FOR_PUBLIC = "full"
    years = [EmulationYearFactory(cluster=year_a.cluster, year=2023 - n) for n in range(4)]
    named = {"form": AwardFormFactory(), "decision": DecisionFactory(), "unit": None}
    rows = []
    for number in range(400):
        holds = number % 12 == 0 if number < 250 else number % 9
        kind = CommendationType.THEMATIC if number % 30 == 0 else CommendationType.MERIT
        rows.append(
            AwardFactory.build(
                emulation_year=years[number % 7 % 4],
                recipient_name=f"{'Cùng Tên' if holds else 'Khác'} {number * 37 % 400:03}",
                commendation_type=kind,
                **named,
            )
        )
    Award.objects.bulk_create(rows)


def pages(client: Client, query: dict[str, str]) -> list[list[int]]:
    """The lines of the first, the next, the one before that again, and the very last line."""

    def keys(**place: object) -> list[int]:
        response = client.get("/khen-thuong/", query | place)
        return [row.record.pk for row in response.context["table"].paginated_rows]

    first = keys()
    following = keys(sau=first[-1])
    previous = keys(truoc=following[0]) if following else []
    return [first, following, previous, keys(cuoi=1)[-1:]]


def way_of(query: dict[str, str], user: object) -> str:
    """The way that the database chooses."""
    reading = read_query(QueryDict(urlencode(query)), user)
    told = gathering.told(
        reading.asked, reading.sight, Sql("*"), counting.MOST_COUNTED, PER_PAGE + 1
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{told.text} SELECT way FROM told", told.params)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("way", "query", "decides"), WAYS)
@pytest.mark.usefixtures("_lines")
def test_every_way_leads_to_the_same_lines(visitor, quan, monkeypatch, way, query, decides):
    query = {"q": "cung ten"} | query
    expected = pages(visitor, query)
    monkeypatch.setattr(counting, "MOST_COUNTED", 20)
    for name, value in (NOTHING | decides).items():
        monkeypatch.setattr(ways, name, value)
    assert pages(visitor, query) == expected
    if connection.vendor == "postgresql":  # SQLite chooses by itself
        assert way_of(query, quan) == way


@pytest.mark.usefixtures("_lines")
def test_lines_that_nobody_has_counted_are_told_as_more(visitor, monkeypatch):
    """Common words and a filter which many lines fit: not all of them are read."""
    page = visitor.get("/khen-thuong/", {"q": "cung ten"} | MERIT)
    total = page.context["counted"].lines
    monkeypatch.setattr(counting, "MOST_COUNTED", 110)
    for name, value in (NOTHING | {"MOST_NEAR": 350, "MOST_READ": 300}).items():
        monkeypatch.setattr(ways, name, value)
    counted = visitor.get("/khen-thuong/", {"q": "cung ten"} | MERIT).context["counted"]
    if connection.vendor == "postgresql":
        assert PER_PAGE <= counted.least < total
        assert counted.words == f"Hơn {counted.least} dòng"
    else:
        assert counted.words == f"Hơn {counting.MOST_COUNTED} dòng"
