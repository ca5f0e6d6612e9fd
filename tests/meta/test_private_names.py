"""No private person's whole name at any address that the public may ask for, as long as the rule
is cautious; but in the report of the conference that told of him.

Names are made up anew each time, so that no page can know them otherwise.
"""

import random
import re
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from django.urls import reverse

from awards.models import Award, AwardStatus, RecipientKind
from cluster_portal.vietnamese.folding import fold
from emulation.models import ConferenceKind
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.emulation import ConferenceFactory
from tests.meta.test_drafts_stay_hidden import FILTERS, plain, said_at
from tests.meta.world import TABLE, make_world
from tests.meta.world_open_data import ENDINGS

REPORT = "/cum/dong-bang-song-hong/hoi-nghi/ke-ten/"
# The report of a conference, as a page and as a file.
REPORTS = (REPORT, f"{REPORT}bao-cao.pdf")
PRIVATE = (RecipientKind.INDIVIDUAL, RecipientKind.HOUSEHOLD, RecipientKind.UNSTATED)
_SYLLABLES = ("Khuỵu", "Ngoằn", "Quẫy", "Thoăn", "Xoèn", "Nguệch", "Khoằm", "Choạng", "Huếch")
_TABLE = re.compile(r'data-file="([a-z0-9-]+)"')


def made_up(chance: random.Random, names: set[str]) -> str:
    """A name that nobody has, of syllables that no page says."""
    while (name := " ".join(("Âu", *chance.sample(_SYLLABLES, 3)))) in names:
        continue
    names.add(name)
    return name


@pytest.fixture
def people(cluster_a, year_a, year_b, unit_of_binh):
    """Names of private persons who were given awards: by a decision alone, and at a conference."""
    make_world(cluster_a, year_a, year_b, unit_of_binh)
    chance = random.Random()
    every: set[str] = set()
    names: dict[str, set[str]] = {"decided": set(), "reported": set()}
    review = ConferenceFactory(
        cluster=cluster_a, slug="ke-ten", kind=ConferenceKind.THEMATIC, review_year=year_a
    )
    form = AwardFormFactory(name="Huân chương Dũng cảm", for_household=True)
    for kind in PRIVATE:
        for way, conference in (("decided", None), ("reported", review)):
            for status in (AwardStatus.GRANTED, AwardStatus.REVOKED):
                name = made_up(chance, every)
                names[way].add(name)
                AwardFactory(
                    emulation_year=year_a,
                    unit=unit_of_binh,
                    conference=conference,
                    decision=DecisionFactory(emulation_year=year_a),
                    form=form,
                    status=status,
                    recipient_kind=kind,
                    recipient_name=f"Ông {name}, Giám đốc",
                    note=f"Con của {name}",
                )
    return names | {"nobody": {made_up(chance, every)}}


def addresses(names: set[str]) -> Iterator[str]:
    """Every address of the public, the register and the search in every way, every recipient."""
    yield from (
        reverse(name, args=arguments) for name, arguments, who in TABLE if who["visitor"] == 200
    )
    yield from REPORTS
    asked = {quote_plus(syllable) for name in names for syllable in name.split()}
    questions = [*(f"q={syllable}" for syllable in asked), *FILTERS, "sort=recipient", "cuoi=1"]
    files = (f"/khen-thuong.{ending}" for ending in ENDINGS)
    for page in ("/khen-thuong/", *files, "/khen-thuong/thong-ke/", "/tim-kiem/"):
        yield from (f"{page}?{question}" for question in questions)
    for key in Award.objects.values_list("pk", flat=True):
        yield reverse("awards:recipient", args=[key])
        yield reverse("awards:recipient-pdf", args=[key])
        yield from (reverse("awards:recipient-file", args=[key, ending]) for ending in ENDINGS)


def told(names: set[str], said: str, address: str) -> list[str]:
    """Whose whole name an answer says, however it is written."""
    words = f" {fold(said)} "
    return [f"{name} at {address}" for name in names if f" {fold(name)} " in words]


@pytest.mark.parametrize("rule", ["initials", "hidden"])
def test_no_private_name_is_told_to_the_public(people, client, tmp_path, settings, rule):
    settings.NAMES_FOR_PUBLIC = rule
    everybody = people["decided"] | people["reported"]
    waiting = list(dict.fromkeys(addresses(everybody)))
    wrong, seen = [], 0
    for address in waiting:
        said = said_at(client, address, tmp_path)
        hidden = people["decided"] if address in REPORTS else everybody
        wrong += told(hidden, said, address)
        seen += 1
        if "?" not in address:  # the tables of a page as files
            files = {f"{name}.{end}" for name in _TABLE.findall(said) for end in ("xlsx", "csv")}
            waiting += [f"{address}?tep={file}" for file in sorted(files)]
    assert wrong == []
    assert seen > 200


def test_the_report_of_a_conference_tells_whom_it_told_of(people, client, tmp_path):
    for address in REPORTS:
        said = said_at(client, address, tmp_path)
        assert len(told(people["reported"], said, address)) == len(people["reported"])


@pytest.mark.parametrize(
    "page", ["/khen-thuong/", "/tim-kiem/", "/khen-thuong.xlsx", "/khen-thuong.json"]
)
@pytest.mark.parametrize("way", ["decided", "reported"])
def test_asking_for_a_private_name_tells_no_more_than_for_one_that_nobody_has(
    people, client, tmp_path, page, way
):
    (nobody,) = people["nobody"]
    for written in (str, fold):
        for name in people[way]:
            answers = {
                plain(said_at(client, f"{page}?q={quote_plus(asked)}", tmp_path))
                .replace(plain(asked), "…")
                .replace(quote_plus(asked).lower(), "…")
                for asked in (written(name), written(nobody))
            }
            assert len(answers) == 1


def test_who_works_in_the_cluster_reads_and_finds_them(people, client_of, lan, tmp_path):
    client = client_of(lan)
    for name in people["decided"]:
        said = said_at(client, f"/khen-thuong/?q={quote_plus(fold(name))}", tmp_path)
        assert told({name}, said, "")
