"""Every fact that the five reports state can be read on a public page."""

import re
from collections.abc import Iterable

import pytest
from django.test import Client

from awards.models import AwardForm, AwardStatus, RecipientKind
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number
from emulation.models import Indicator, Part
from tests.record.reading import lines_of
from tests.record.stated import FORMS, INDICATORS, PARTS, RECIPIENTS, Stated, each, reports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

_read: dict[str, list[str]] = {}


def page(address: str) -> list[str]:
    """The lines of a public page; each page is fetched once."""
    if address not in _read:
        response = Client().get(address)
        assert response.status_code == 200, address
        _read[address] = lines_of(response.content.decode())
    return _read[address]


def conference_page(stated: Stated) -> list[str]:
    return page(f"/cum/{stated.cluster_slug}/hoi-nghi/{stated.conference_slug}/")


def year_page(stated: Stated, name: str) -> list[str]:
    return page(f"/cum/{stated.cluster_slug}/{stated.report[name]}/")


def pledge_page(stated: Stated) -> list[str]:
    return page(f"/cum/{stated.cluster_slug}/{stated.report['pledge_year']}/giao-uoc/")


def has_line(lines: Iterable[str], *words: object) -> bool:
    """Whether one line says all of it, whole words and whole numbers, in any case of letters."""
    patterns = [
        re.compile(rf"(?<![\w.,]){re.escape(str(word).lower())}(?!\w|[.,]\d)")
        for word in words
        if word
    ]
    return any(all(pattern.search(line.lower()) for pattern in patterns) for line in lines)


@pytest.mark.parametrize("stated", reports())
def test_day_host_and_years_are_on_the_page(stated: Stated) -> None:
    lines, report = conference_page(stated), stated.report
    assert has_line(lines, format_date(stated.held_on))
    assert has_line(lines, report["host_province"])
    assert has_line(lines, f"năm thi đua {report['reviewed_year']}")
    assert has_line(lines, f"năm thi đua {report['pledge_year']}")
    if report["cluster_name"]:
        assert has_line(lines, report["cluster_name"])
    if report["source_title"]:
        assert has_line(lines, report["source_title"])


@pytest.mark.parametrize("stated", reports())
def test_leaders_are_on_the_page(stated: Stated) -> None:
    lines, report = conference_page(stated), stated.report
    if report["outgoing_chair"]:
        assert has_line(
            lines, report["outgoing_chair_year"], f"Cụm trưởng: {report['outgoing_chair']}"
        )
    if report["new_chair"]:
        assert has_line(lines, report["new_chair_year"], f"Cụm trưởng: {report['new_chair']}")
        assert has_line(year_page(stated, "pledge_year"), report["new_chair"])
    for vice_chair in report["new_vice_chairs"]:
        assert has_line(lines, f"Cụm phó: {vice_chair}")


@pytest.mark.parametrize("stated", reports())
def test_members_that_signed_are_on_the_pledge(stated: Stated) -> None:
    for member in stated.report["members_named"]:
        assert has_line(pledge_page(stated), member, format_date(stated.held_on))


@pytest.mark.parametrize("stated", each("themes"))
def test_theme_is_on_the_pages(stated: Stated) -> None:
    for lines in (pledge_page(stated), conference_page(stated)):
        assert any(stated.fact["text"] in line for line in lines)


@pytest.mark.parametrize("stated", each("indicators"))
def test_indicator_is_on_the_page(stated: Stated) -> None:
    fact = stated.fact
    indicator = Indicator.objects.get(code=INDICATORS.get(fact["name"], fact["name"]))
    scope = "toàn cụm" if stated.is_of_cluster else fact["scope_name"]
    assert has_line(conference_page(stated), indicator.name, stated.figure, fact["unit"], scope)
    if "period" in fact:
        lines = year_page(stated, "reviewed_year")
        assert has_line(lines, indicator.name, stated.figure, fact["period"])


@pytest.mark.parametrize("stated", each("awards"))
def test_award_is_on_the_page(stated: Stated) -> None:
    fact = stated.fact
    code = FORMS.get(fact["form"])
    name = AwardForm.objects.filter(code=code).first().name if code else fact["form"]
    kind = RecipientKind(RECIPIENTS[fact["recipient_kind"]])
    if fact["recipient"] and kind != RecipientKind.UNSTATED:
        recipient = fact["recipient"]
    else:
        count = "" if fact["count"] is None else format_number(fact["count"])
        recipient = f"{count} {'lượt tặng' if kind == RecipientKind.UNSTATED else kind.label}"
    status = AwardStatus(fact["status"]).label
    assert has_line(conference_page(stated), name, recipient, status, fact["giver"])


@pytest.mark.parametrize("stated", each("persons"))
def test_person_is_on_the_page(stated: Stated) -> None:
    parts = [Part(PARTS[role]).label for role in stated.fact["roles"]]
    assert has_line(conference_page(stated), stated.fact["name"], stated.fact["title"], *parts)


@pytest.mark.parametrize("stated", each("movements", "campaigns"))
def test_movement_is_on_the_page(stated: Stated) -> None:
    assert has_line(conference_page(stated), stated.fact)
