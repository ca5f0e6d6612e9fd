"""A year's figures: what is compared, what is made of them, what is left alone."""

import pytest
from django.contrib.auth.models import AnonymousUser

from clusters.models import EmulationYear
from emulation.models import Indicator, IndicatorValue
from emulation.selectors import results_of
from tests.factories.clusters import MembershipFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory


@pytest.fixture
def published_year(year_a: EmulationYear, unit_of_binh, unit_of_chi) -> EmulationYear:
    ConferenceFactory(
        cluster=year_a.cluster, review_year=year_a, launch_year=None, status="published"
    )
    return year_a


def values(year: EmulationYear, indicator: Indicator, *rows: dict) -> None:
    members = [membership.unit for membership in year.members().order_by("pk")]
    for unit, row in zip(members, rows, strict=True):
        IndicatorValue.objects.create(
            emulation_year=year, indicator=indicator, unit=unit, **{"value": 1, **row}
        )


def only_comparison(year: EmulationYear):
    [comparison] = results_of(year, AnonymousUser()).comparisons
    return comparison


@pytest.mark.django_db
def test_alike_figures_of_all_members_are_added(published_year):
    values(published_year, IndicatorFactory(aggregation="sum"), {"value": 3}, {"value": 4})
    assert only_comparison(published_year).aggregate.value == 7


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "row", "note"),
    [
        ("sum", {}, "Chưa đủ để cộng · 2/3 đơn vị"),
        ("sum", {"qualifier": "over"}, "Chưa đủ để cộng · 2/3 đơn vị"),
        ("none", {}, "Chỉ so sánh · 2/3 đơn vị"),
        ("sum", {"kind": "rank"}, "Chỉ so sánh · 2/3 đơn vị"),
        ("mean", {}, ""),  # beside its total
    ],
)
def test_what_members_have_not_told_is_said(published_year, rule, row, note):
    values(published_year, IndicatorFactory(aggregation=rule), row, row)
    assert only_comparison(published_year).note == ""
    MembershipFactory(cluster=published_year.cluster)
    assert only_comparison(published_year).note == note


@pytest.mark.django_db
def test_ranks_are_put_in_order_and_never_added(published_year):
    rank = {"kind": "rank", "out_of": 63}
    indicator = IndicatorFactory(aggregation="sum")
    values(published_year, indicator, {"value": 33, **rank}, {"value": 1, **rank})
    comparison = only_comparison(published_year)
    assert [value.value for value in comparison.values] == [1, 33]
    assert comparison.aggregate is None


@pytest.mark.django_db
def test_figures_of_different_periods_are_not_added(published_year):
    values(published_year, IndicatorFactory(aggregation="sum"), {}, {"period": "năm 2019"})
    assert only_comparison(published_year).aggregate is None


@pytest.mark.django_db
def test_a_member_that_left_and_came_back_is_one_member(published_year, unit_of_binh):
    year = published_year.year
    membership = published_year.cluster.memberships.get(unit=unit_of_binh)
    membership.valid_to = f"{year}-03-31"
    membership.save()
    MembershipFactory(cluster=published_year.cluster, unit=unit_of_binh, valid_from=f"{year}-07-01")
    for unit in {row.unit for row in published_year.members()}:
        IndicatorValue.objects.create(
            emulation_year=published_year,
            indicator=Indicator.objects.first() or IndicatorFactory(aggregation="sum"),
            unit=unit,
            value=1,
        )
    assert only_comparison(published_year).aggregate.completeness == "2/2 đơn vị"


@pytest.mark.django_db
def test_only_the_annual_review_opens_the_figures(year_a, unit_of_binh, unit_of_chi):
    values(year_a, IndicatorFactory(), {}, {})
    ConferenceFactory(
        cluster=year_a.cluster,
        review_year=year_a,
        launch_year=None,
        kind="mid_year",
        status="published",
    )
    assert results_of(year_a, AnonymousUser()).is_empty
