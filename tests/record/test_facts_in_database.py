"""Every fact that the five reports state is in the database."""

import datetime

import pytest

from awards.models import Award
from cluster_portal.vietnamese.folding import fold
from clusters.models import Handover, Leadership, Membership
from emulation.models import (
    Conference,
    ConferenceMovement,
    Delegate,
    IndicatorValue,
    Movement,
    Pledge,
)
from tests.record.stated import FORMS, INDICATORS, PARTS, RECIPIENTS, Stated, each, reports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


def conference_of(stated: Stated) -> Conference:
    return Conference.objects.get(cluster__slug=stated.cluster_slug, slug=stated.conference_slug)


def chair_of(stated: Stated, year: int) -> Leadership:
    return Leadership.objects.get(
        emulation_year__cluster__slug=stated.cluster_slug, emulation_year__year=year, role="chair"
    )


def test_there_are_five_reports() -> None:
    assert len(reports()) == Conference.objects.filter(status="published").count() == 5


@pytest.mark.parametrize("stated", reports())
def test_conference_is_recorded_with_its_day_host_and_years(stated: Stated) -> None:
    conference, report = conference_of(stated), stated.report
    assert conference.held_on == stated.held_on
    assert conference.host.name == report["host_province"]
    assert conference.review_year.year == report["reviewed_year"]
    assert conference.launch_year.year == report["pledge_year"]
    if report["cluster_name"]:
        assert fold(conference.cluster.name) == fold(report["cluster_name"])
    if report["place"]:
        assert fold(report["place"]) in fold(conference.host.official_name)


@pytest.mark.parametrize("stated", reports())
def test_report_is_the_source(stated: Stated) -> None:
    source = conference_of(stated).source
    if stated.report["source_title"]:
        assert source.title == stated.report["source_title"]
    published = stated.report["source_published"]
    assert source.published_on == (published and datetime.date.fromisoformat(published))


@pytest.mark.parametrize("stated", reports())
def test_members_belong_to_the_cluster_on_the_day(stated: Stated) -> None:
    members = set(
        Membership.objects.on(stated.held_on)
        .filter(cluster__slug=stated.cluster_slug)
        .values_list("unit__name", flat=True)
    )
    assert set(stated.report["members_named"]) <= members
    if stated.report["members_listed"]:
        assert set(stated.report["members_listed"]) == members
    if stated.report["member_count_stated"]:
        assert len(members) == stated.report["member_count_stated"]


@pytest.mark.parametrize("stated", reports())
def test_leaders_are_recorded(stated: Stated) -> None:
    report = stated.report
    if report["outgoing_chair"]:
        outgoing = chair_of(stated, report["outgoing_chair_year"])
        assert (outgoing.unit.name, outgoing.is_inferred) == (report["outgoing_chair"], False)
    if report["new_chair"]:
        chair = chair_of(stated, report["new_chair_year"])
        assert (chair.unit.name, chair.is_inferred) == (report["new_chair"], False)
    vice_chairs = Leadership.objects.filter(
        emulation_year__cluster__slug=stated.cluster_slug,
        emulation_year__year=report["pledge_year"],
        role="vice_chair",
        source=conference_of(stated).source,
    ).order_by("order")
    assert [vice.unit.name for vice in vice_chairs] == report["new_vice_chairs"]


@pytest.mark.parametrize("stated", reports())
def test_new_chair_takes_over_on_the_day(stated: Stated) -> None:
    handover = Handover.objects.filter(
        emulation_year__cluster__slug=stated.cluster_slug,
        emulation_year__year=stated.report["pledge_year"],
    ).first()
    if stated.report["new_chair"]:
        assert handover.handed_over_on == stated.held_on
    else:
        assert handover is None


@pytest.mark.parametrize("stated", reports())
def test_pledge_is_signed_by_every_member(stated: Stated) -> None:
    pledge = Pledge.objects.get(conference=conference_of(stated))
    assert stated.report["pledge_signed"]
    assert pledge.emulation_year.year == stated.report["pledge_year"]
    assert pledge.signed_on == stated.held_on
    signatures = pledge.signatures.all()
    members = Membership.objects.on(stated.held_on).filter(cluster=pledge.emulation_year.cluster)
    assert {signature.unit_id for signature in signatures} == {member.unit_id for member in members}
    for signature in signatures:
        assert (signature.signed_on, signature.method) == (stated.held_on, "paper")
        assert signature.signer_name == ""


@pytest.mark.parametrize("stated", each("themes"))
def test_theme_is_recorded(stated: Stated) -> None:
    pledge = Pledge.objects.get(conference=conference_of(stated))
    assert pledge.emulation_year.year == stated.fact["year"]
    is_motto = stated.fact["kind"] == "action_motto"
    assert (pledge.motto if is_motto else pledge.theme) == stated.fact["text"]


@pytest.mark.parametrize("stated", each("indicators"))
def test_indicator_is_recorded(stated: Stated) -> None:
    fact = stated.fact
    value = IndicatorValue.objects.get(
        emulation_year=conference_of(stated).review_year,
        indicator__code=INDICATORS.get(fact["name"], fact["name"]),
        unit__name=None if stated.is_of_cluster else fact["scope_name"],
    )
    if stated.is_of_cluster:
        assert fact["scope_name"] == value.emulation_year.cluster.short_name
    assert value.text == stated.figure
    assert value.qualifier == fact["qualifier"]
    assert value.kind == ("rank" if stated.is_rank else "ratio" if "total" in fact else "number")
    assert fact["unit"] in value.indicator.unit_of_measure
    assert not value.is_estimate
    assert fact["status"] == "achieved"
    _check_period(value, stated)


def _check_period(value: IndicatorValue, stated: Stated) -> None:
    """A period is written only where it is not the year under review."""
    year = stated.fact["year"]
    if year == stated.report["reviewed_year"]:
        assert value.period == ""
    elif year:
        assert value.period == f"năm {year}"
    elif "period" in stated.fact:
        assert value.period == stated.fact["period"]
    else:
        assert value.period in ("không nêu năm", "tính đến hội nghị")


@pytest.mark.parametrize("stated", each("awards"))
def test_award_is_recorded(stated: Stated) -> None:
    fact = stated.fact
    found = [award for award in _awards_of(stated) if _is(award, fact)]
    assert len(found) == 1, fact
    [award] = found
    assert award.emulation_year.year == (fact["year"] or stated.report["reviewed_year"])
    assert award.year_is_stated == (fact["year"] is not None)
    if fact["giver"]:
        assert award.giving_body.startswith(fact["giver"])
    else:
        assert award.giving_body == ""
    if award.status == "granted":
        assert award.no_decision_reason


def _awards_of(stated: Stated) -> list[Award]:
    return list(Award.objects.filter(conference=conference_of(stated)).select_related("form"))


def _is(award: Award, fact: dict) -> bool:
    """Whether the award has the form, count, recipient and status of the fact."""
    same_form = award.form.code == FORMS.get(fact["form"]) or award.form.name == fact["form"]
    recipient = award.recipient_name or (award.recipient_unit and award.recipient_unit.name)
    named = fact["recipient"] if fact["recipient_kind"] != "unspecified" else None
    return (
        same_form
        and award.count == fact["count"]
        and award.status == fact["status"]
        and award.recipient_kind == RECIPIENTS[fact["recipient_kind"]]
        and fold(recipient or "") == fold(named or "")
    )


@pytest.mark.parametrize("stated", reports())
def test_no_award_or_value_is_recorded_that_the_report_does_not_state(stated: Stated) -> None:
    conference = conference_of(stated)
    assert Award.objects.filter(conference=conference).count() == len(stated.report["awards"])
    values = IndicatorValue.objects.filter(source=conference.source)
    assert values.count() == len(stated.report["indicators"])
    assert Delegate.objects.filter(conference=conference).count() == len(stated.report["persons"])


@pytest.mark.parametrize("stated", each("persons"))
def test_person_is_recorded_with_title_and_parts(stated: Stated) -> None:
    delegate = Delegate.objects.get(conference=conference_of(stated), full_name=stated.fact["name"])
    assert delegate.title == stated.fact["title"]
    assert {row.part for row in delegate.parts.all()} == {
        PARTS[role] for role in stated.fact["roles"]
    }


@pytest.mark.parametrize("stated", each("movements", "campaigns"))
def test_movement_is_recorded_as_it_was_named(stated: Stated) -> None:
    reported = ConferenceMovement.objects.filter(conference=conference_of(stated))
    kind = "campaign" if stated.fact in stated.report["campaigns"] else "movement"
    found = [row for row in reported if fold(stated.fact) in fold(row.shown_name)]
    assert [row.movement.kind for row in found] == [kind]


def test_misprint_of_a_source_stays_out_of_the_official_name() -> None:
    assert not Movement.objects.filter(name__contains="tiến kiệm").exists()
    assert ConferenceMovement.objects.filter(stated_name__contains="tiến kiệm").count() == 1
