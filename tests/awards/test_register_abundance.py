"""In how many lines words stand by the names that those bear is known without looking at them."""

from itertools import combinations, permutations, product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from awards import keeping
from awards.models import Award
from awards.register.abundance import known
from awards.register.conditions import Sql, Words, of_words
from awards.register.sight import Sight
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import UnitFactory
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _lines(year_a) -> None:
    """Lines of a cluster that is named for "Đồng bằng sông Hồng"."""
    certificate = AwardFormFactory(name="Bằng khen thử", code="bang-khen-thu")
    letter = AwardFormFactory(name="Giấy thử", code="giay-thu")
    unit, decision = UnitFactory(name="Mới Lập", slug="moi-lap"), DecisionFactory()
    for number, form, of in ((3, certificate, unit), (2, letter, unit), (4, certificate, None)):
        Award.objects.bulk_create(
            AwardFactory.build(
                emulation_year=year_a,
                form=form,
                unit=of,
                decision=decision,
                recipient_name=f"Trần Văn {place}",
            )
            for place in range(number)
        )
    draft = ConferenceFactory(review_year=year_a, draft=True)
    AwardFactory(emulation_year=year_a, form=certificate, unit=unit, conference=draft)


def read(text: str) -> Words:
    """Words, of which some may stand for each other: "bang|giay khen"."""
    return tuple(tuple(likes.split("|")) for likes in text.split())


def named(text: str, user: object, *, is_unfinished: bool = False) -> int:
    return first_of(known(read(text), Sight.of(user), is_unfinished=is_unfinished))


def found(text: str, user: object, *, is_unfinished: bool = False) -> int:
    holds = of_words(read(text), Sight.of(user), is_unfinished=is_unfinished)
    return first_of(Sql(f"SELECT count(*) FROM {keeping.ENTRY} WHERE {holds.text}", holds.params))


def first_of(query: Sql) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("bang khen moi lap", 3),  # of the form and of the unit
        ("lap thu moi", 5),
        ("bang khen", 7),
        ("bang giay", 2),  # the cluster is named for a plain, which is a "bằng" too
        ("giay song", 2),  # of the form and of the cluster
        ("thu hong moi", 5),
        ("bang tran", 0),  # a recipient's name
        ("thu moi lapp", 0),
        ("bang|giay moi", 5),
        ("khen|moi song|hai", 9),
    ],
)
@pytest.mark.usefixtures("_lines")
def test_words_stand_in_the_names_of_a_line_together(text, lines):
    assert named(text, AnonymousUser()) == lines


@pytest.mark.usefixtures("_lines")
def test_the_last_word_may_be_the_beginning_of_one():
    assert named("thu mo", AnonymousUser(), is_unfinished=True) == 5
    assert named("thu mo", AnonymousUser()) == 0
    assert named("mo thu", AnonymousUser(), is_unfinished=True) == 0
    assert named("thu kh|mo", AnonymousUser(), is_unfinished=True) == 9


@pytest.mark.usefixtures("_lines")
def test_drafts_count_for_who_sees_them_all(lan, hoa):
    assert named("bang khen moi lap", AnonymousUser()) == 3
    assert named("bang khen moi lap", lan) == 3  # at least: her drafts are not counted
    assert named("bang khen moi lap", hoa) == 4


@pytest.mark.usefixtures("_lines")
def test_a_line_without_a_unit_bears_the_name_of_the_one_that_was_rewarded(year_a):
    unit = UnitFactory(name="Được Khen", slug="duoc-khen")
    AwardFactory(emulation_year=year_a, of_unit=True, unit=unit)
    AwardFactory(emulation_year=year_a, unit=unit, recipient_unit=UnitFactory(name="Kia"))
    assert named("duoc khen", AnonymousUser()) == found("duoc khen", AnonymousUser()) == 2
    assert named("kia", AnonymousUser()) == 0  # at least: a total has one of two units
    assert found("kia", AnonymousUser()) == 1


@pytest.mark.usefixtures("_lines")
def test_no_more_lines_are_promised_than_are_found(lan, hoa):
    vocabulary = ("bang", "khen|giay", "thu", "moi", "song", "tran", "0", "ba")
    asked = [*permutations(vocabulary, 2), *combinations(vocabulary, 3)]
    for reader, words, end in product((AnonymousUser(), lan, hoa), asked, (False, True)):
        text = " ".join(words)
        promised = named(text, reader, is_unfinished=end)
        assert promised <= found(text, reader, is_unfinished=end), text
