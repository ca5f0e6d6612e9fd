"""In how many lines words stand by the names that those bear is known without looking at them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from awards.models import Award
from awards.register.abundance import known
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


def named(text: str, user: object, *, is_unfinished: bool = False) -> int:
    words = tuple((word,) for word in text.split())
    query = known(words, Sight.of(user), is_unfinished=is_unfinished)
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


@pytest.mark.usefixtures("_lines")
def test_drafts_count_for_who_sees_them_all(lan, hoa):
    assert named("bang khen moi lap", AnonymousUser()) == 3
    assert named("bang khen moi lap", lan) == 3  # at least: her drafts are not counted
    assert named("bang khen moi lap", hoa) == 4
