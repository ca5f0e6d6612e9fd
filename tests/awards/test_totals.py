"""What boards say of awards is read from the kept totals: each number is that of a full count."""

import datetime
import random
from collections import Counter, defaultdict

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models.functions import Coalesce
from django.test.utils import CaptureQueriesContext

from awards.models import Award, AwardStatus
from awards.register.totals import (
    counts_by_year,
    granted_by_form,
    granted_by_unit,
    totals_by_year,
    years_granted,
    years_with_awards,
)
from awards.selectors import totals, waiting_proposals
from cluster_portal.generated.loading import generate_country
from clusters.models import Cluster, EmulationYear, Membership, Unit
from tests.factories.awards import AwardFactory, AwardFormFactory
from tests.factories.clusters import AppointmentFactory

pytestmark = pytest.mark.django_db
YEARS = 3


@pytest.fixture
def country():
    """A generated country, its newest year unpublished, in which some awards have changed since."""
    with time_machine.travel(datetime.datetime(2026, 11, 1, 9), tick=False):
        generate_country(years=YEARS, awards=900, seed=12)
        choose = random.Random(4)
        rows = list(Award.objects.order_by("pk"))
        for award in choose.sample(rows, 120):
            award.count = choose.choice([None, 3, 40]) if not award.recipient_name else award.count
            award.no_decision_reason = award.no_decision_reason or "Chưa rõ"
            award.status = choose.choice(AwardStatus.values)
            award.proposal = None
            award.save()
        proposals = Award.objects.filter(status=AwardStatus.PROPOSED, recipient_name="")[:40]
        for proposal in proposals:
            AwardFactory(
                emulation_year=proposal.emulation_year,
                form=proposal.form,
                proposal=proposal,
                unit=proposal.unit,
                conference=None,
                counted=True,
                count=choose.choice([None, 1, 500]),
            )
        yield


@pytest.fixture
def readers(country):
    """The public, a secretary, an officer, the central board."""
    cluster = Cluster.objects.order_by("pk").first()
    member = Membership.objects.filter(cluster=cluster, valid_to=None).first()
    return {
        "public": AnonymousUser(),
        "secretary": AppointmentFactory(cluster=cluster, unit=member.unit).user,
        "officer": AppointmentFactory(officer=True, unit=member.unit).user,
        "central": AppointmentFactory(central=True).user,
    }


def by_form(awards):
    """Recipients by code and year, counted one by one."""
    counts = Counter()
    granted = awards.filter(status=AwardStatus.GRANTED)
    for code, year, count in granted.values_list("form__code", "emulation_year__year", "count"):
        counts[code, year] += count or 0
    return {key: count for key, count in counts.items() if count}


def told(forms):
    return {(form.code, year): n for form in forms for year, n in form.granted.items()}


def test_the_totals_of_boards_are_those_of_a_full_count(readers):
    for user in readers.values():
        seen = Award.objects.for_user(user)
        _check_years(user, seen)
        _check_forms(user, seen)
        _check_units(user, seen)


def _check_years(user, seen):
    years = list(EmulationYear.objects.all())
    counted = {year.pk: totals(seen.filter(emulation_year=year)) for year in years}
    assert totals_by_year(years, user) == {key: one for key, one in counted.items() if one.rows}
    some = years[::3]
    assert totals_by_year(some, user).keys() <= {year.pk for year in some}


def _check_forms(user, seen):
    for cluster in Cluster.objects.all():
        last = cluster.years.order_by("-year").first().year
        counted = by_form(
            seen.filter(emulation_year__cluster=cluster, emulation_year__year__lt=last)
        )
        years = years_with_awards(cluster, user, until=last - 1)
        assert years == sorted({year for _, year in counted})
        found = granted_by_form(cluster, user, years=years)
        assert told(found) == counted
        rows = seen.filter(
            emulation_year__cluster=cluster,
            emulation_year__year__lt=last,
            status=AwardStatus.GRANTED,
            count__gt=0,
        )
        catalogue = ("form__order", "form__sort_key", "form__code", "form__name")
        codes = rows.order_by(*catalogue).values_list("form__code", flat=True)
        assert [form.code for form in found] == list(dict.fromkeys(codes))


def _check_units(user, seen):
    units = list(Unit.objects.order_by("pk")[:12])
    last = EmulationYear.objects.order_by("-year").first().year
    owned = seen.annotate(owner=Coalesce("unit", "recipient_unit"))
    for until, asked in ((last, range(last - YEARS, last + 1)), (last - 1, [last - 1])):
        years = years_granted(units, user, until=until)
        found = granted_by_unit(units, user, years=asked)
        for unit in units:
            own = owned.filter(owner=unit.pk)
            counted = by_form(own.filter(emulation_year__year__lte=until))
            assert years[unit.pk] == {year for _, year in counted}
            counted = by_form(own.filter(emulation_year__year__in=asked))
            assert told(found.get(unit.pk, [])) == counted


def test_a_form_has_the_name_and_the_place_under_which_it_was_granted():
    old, new = (
        AwardFormFactory(code="co", name=name, order=order, valid_from=datetime.date(begins, 1, 1))
        for name, order, begins in (("Cờ (luật cũ)", 1, 2004), ("Cờ (luật mới)", 3, 2024))
    )
    medal = AwardFormFactory(code="huy-chuong", name="Huy chương", order=2)
    award = AwardFactory(form=new)
    of_unit = {"emulation_year": award.emulation_year, "unit": award.unit}
    AwardFactory(form=medal, **of_unit)
    # The source does not say how many.
    AwardFactory(form=old, recipient_name="", count=None, recipient_kind="collective", **of_unit)
    other = AwardFactory(form=old)
    year, user = award.emulation_year, AnonymousUser()
    by_unit = granted_by_unit([award.unit, other.unit], user, years=[year.year])
    for found in (granted_by_form(year.cluster, user, years=[year.year]), by_unit[award.unit.pk]):
        assert [form.name for form in found] == ["Huy chương", "Cờ (luật mới)"]


def test_the_board_of_a_year_counts_rows_as_a_full_count_does(country):
    years = list(EmulationYear.objects.all())
    counts = counts_by_year(years)
    waiting = set(waiting_proposals(Award.objects.all()).values_list("pk", flat=True))
    rows, units = defaultdict(Counter), defaultdict(set)
    for award in Award.objects.all():
        is_proposal = award.status == AwardStatus.PROPOSED
        rows[award.emulation_year_id]["proposed" if is_proposal else "results"] += 1
        if is_proposal:
            rows[award.emulation_year_id]["answered"] += award.pk not in waiting
            units[award.emulation_year_id].add(award.unit_id or award.recipient_unit_id or 0)
    assert {
        key: (one.proposed, one.answered, one.results, one.proposing) for key, one in counts.items()
    } == {
        year.pk: (
            rows[year.pk]["proposed"],
            rows[year.pk]["answered"],
            rows[year.pk]["results"],
            units[year.pk],
        )
        for year in years
    }
    assert any(0 < one.answered < one.proposed for one in counts.values())


def test_no_board_reads_awards_one_by_one(country, readers):
    cluster = Cluster.objects.order_by("pk").first()
    years = list(cluster.years.all())
    units = [one.unit for one in cluster.memberships.all()]
    for read in (
        lambda user: totals_by_year(years, user),
        lambda user: years_with_awards(cluster, user, until=2026),
        lambda user: granted_by_form(cluster, user, years=[2024, 2025]),
        lambda user: years_granted(units, user, until=2026),
        lambda user: granted_by_unit(units, user, years=[2024, 2025]),
    ):
        for user in readers.values():
            read(user)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                read(user)
            assert len(asked) <= 4
            assert not any('"awards_award"' in query["sql"] for query in asked)
