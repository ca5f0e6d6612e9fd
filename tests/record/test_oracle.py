"""The catalogues, row by row, against the published lists of provinces, forms and indicators."""

import csv
import datetime
import re
from pathlib import Path

import pytest

from awards.models import AwardForm
from clusters.models import Cluster, Membership, Succession, Unit
from emulation.models import Indicator
from tests.record.catalogue_words import (
    AGGREGATIONS,
    AUTHORITIES,
    FULLER_NAMES,
    MEMBERS,
    RECIPIENTS,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

FOLDER = Path(__file__).parent / "oracle"
BEFORE_MERGERS, BEFORE_HUE = datetime.date(2025, 6, 30), datetime.date(2024, 12, 31)
NOW = datetime.date(2026, 4, 30)
CITIES_OF_63 = {"01", "31", "48", "79", "92"}


def listed(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def heir(unit: Unit, day: datetime.date) -> Unit:
    """The unit that stands in the place of `unit` on a day."""
    while not unit.holds_on(day):
        unit = Succession.objects.get(predecessor=unit).successor
    return unit


def test_units_before_2025() -> None:
    expected = {
        row["code"]: (row["name"], "city" if row["code"] in CITIES_OF_63 else "province")
        for row in listed("provinces_63.csv")
    }
    units = Unit.objects.on(BEFORE_HUE)
    assert {unit.code: (unit.name, unit.kind) for unit in units} == expected
    assert len(expected) == units.count() == 63


def test_units_now() -> None:
    expected = {
        row["code"]: (row["name"], row["name_en"], row["kind"])
        for row in listed("provinces_34.csv")
    }
    units = Unit.objects.on(NOW)
    assert {unit.code: (str(unit), unit.name_en, unit.kind) for unit in units} == expected
    assert len(expected) == units.count() == 34


@pytest.mark.parametrize("row", listed("provinces_63.csv"), ids=lambda row: row["code"])
def test_successor_of_each_unit(row: dict[str, str]) -> None:
    unit = Unit.objects.on(BEFORE_HUE).get(code=row["code"])
    assert heir(unit, NOW).code == row["successor_code"]


@pytest.mark.parametrize("row", listed("provinces_34.csv"), ids=lambda row: row["code"])
def test_what_each_unit_was_formed_from(row: dict[str, str]) -> None:
    units = [unit for unit in Unit.objects.on(BEFORE_HUE) if heir(unit, NOW).code == row["code"]]
    assert {unit.name for unit in units} == set(row["formed_from"].split(" + "))


def article(reference: str) -> str:
    """ "19(1), 21; 78(2)" as the law is cited: khoản 1 Điều 19, Điều 21; khoản 2 Điều 78."""

    def cited(match: re.Match[str]) -> str:
        number, clause, point = match.groups()
        point = f"điểm {point} " if point else ""
        return point + (f"khoản {clause} " if clause else "") + f"Điều {number}"

    text = re.sub(r"(\d+)(?:\((\d+)\))?(?:\((\w)\))?", cited, reference)
    return re.sub(r"(khoản \d+) (Điều \d+), (khoản \d+) \2", r"\1, \3 \2", text)


def test_award_forms_of_the_law_of_2022() -> None:
    expected = {
        row["code"]: (
            row["name_vi"],
            row["name_en"],
            row["kind"],
            row["class"],
            {RECIPIENTS[letter] for letter in row["recipients"].split(",")},
            row["posthumous"] == "Y",
            AUTHORITIES[row["authority"]],
            article(row["law_article"]),
            row["level"],
        )
        for row in listed("award_catalogue.csv")
    }
    forms = AwardForm.objects.filter(valid_from=datetime.date(2024, 1, 1), is_group=False)
    found = {
        form.code: (
            form.name,
            form.name_en,
            form.kind,
            str(form.award_class or ""),
            {name for name in RECIPIENTS.values() if getattr(form, f"for_{name}")},
            form.may_be_posthumous,
            form.authority,
            form.law_article,
            form.level,
        )
        for form in forms
    }
    assert found == expected
    assert len(expected) == 69


def test_only_the_form_of_the_districts_has_ended() -> None:
    ended = AwardForm.objects.filter(valid_from__gte="2024-01-01", valid_to__isnull=False)
    assert [(form.code, form.valid_to) for form in ended] == [("GK_HUYEN", BEFORE_MERGERS)]


@pytest.mark.parametrize("row", listed("indicators.csv"), ids=lambda row: row["code"])
def test_indicator(row: dict[str, str]) -> None:
    indicator = Indicator.objects.get(code=row["code"])
    names = FULLER_NAMES.get(row["code"], (row["name_vi"], row["name_en"]))
    assert (indicator.name, indicator.name_en) == names
    assert indicator.aggregation == AGGREGATIONS[row["aggregation"]]
    assert indicator.source_body
    assert indicator.is_core


def test_core_indicators_are_those_listed() -> None:
    codes = {row["code"] for row in listed("indicators.csv")}
    beside = {"traffic_deaths", "traffic_injuries", "crime_clearance"}
    core = Indicator.objects.filter(is_core=True)
    assert {indicator.code for indicator in core} == codes | beside


@pytest.mark.parametrize(("cluster", "day", "units"), MEMBERS)
def test_members_of_a_day(cluster: str, day: str, units: str) -> None:
    members = Membership.objects.on(datetime.date.fromisoformat(day)).filter(cluster__slug=cluster)
    assert {member.unit.slug for member in members} == set(units.split())


def test_every_national_cluster_is_in_the_table() -> None:
    national = Cluster.objects.filter(level="national", is_confirmed=True)
    assert {cluster.slug for cluster in national} == {cluster for cluster, _, _ in MEMBERS}
