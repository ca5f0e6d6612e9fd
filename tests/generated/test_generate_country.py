"""A country made by machine: of the size asked for, marked, and never beside the real record."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q

from awards import tallies
from awards.models import Award, Decision, RegisterEntry
from cluster_portal.generated.frame import MARK, SOURCE_CODE
from cluster_portal.generated.loading import generate_country
from cluster_portal.record.errors import RecordError
from cluster_portal.record.loading import load_record
from cluster_portal.record.models import GeneratedCountry
from clusters.models import Cluster, Leadership, Membership, Source, Unit
from emulation.models import Conference, Indicator, IndicatorValue, Pledge
from tests.factories.accounts import UserFactory
from tests.factories.clusters import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    return generate_country(years=3, awards=400, seed=5)


def run(*arguments):
    out = io.StringIO()
    call_command("generate_country", *arguments, stdout=out)
    return out.getvalue()


def test_it_is_as_large_as_asked_and_of_the_shape_of_the_country(country):
    assert Award.objects.count() == RegisterEntry.objects.count() == 400
    assert Cluster.objects.count() == 8
    assert Indicator.objects.count() == 60
    units = Unit.objects.all()
    assert units.filter(valid_from=None).count() == 63
    assert units.filter(valid_to=None).count() == 34
    for cluster in Cluster.objects.all():
        assert cluster.years.count() == 3
    assert Membership.objects.filter(valid_to=None).count() == 34
    assert Pledge.objects.count() == 24
    assert tallies.differences() == {}


def test_every_row_says_that_it_was_made_by_machine(country):
    mark = Source.objects.get()
    assert mark.code == SOURCE_CODE
    for model in (Award, Cluster, Conference, IndicatorValue, Leadership, Membership, Pledge):
        assert not model.objects.exclude(source=mark).exists()
    assert not Award.objects.exclude(note=MARK).exists()
    assert not Decision.objects.exclude(Q(document_number__contains="-THU-"), subject=MARK).exists()
    assert not Unit.objects.exclude(legal_basis=MARK).exists()
    assert not Cluster.objects.exclude(short_name__endswith="(dữ liệu thử)").exists()


def test_what_the_database_keeps_of_an_award_is_what_saving_it_would_keep(country):
    names = ("sort_key", "recipient_key", "search_text")
    for award in Award.objects.select_related("unit").order_by("?")[:60]:
        kept = [getattr(award, name) for name in names]
        award.save()
        assert [getattr(award, name) for name in names] == kept
        award.validate_constraints()


def shape():
    rows = Award.objects.order_by("pk").values_list(
        "emulation_year__year",
        "emulation_year__cluster__slug",
        "form__code",
        "unit__slug",
        "recipient_name",
        "status",
    )
    return list(rows)


def made(seed):
    """The awards of a country that is taken back at once."""
    with transaction.atomic():
        generate_country(years=3, awards=200, seed=seed)
        rows = shape()
        transaction.set_rollback(True)
    return rows


def test_the_same_seed_makes_the_same_country():
    first = made(seed=5)
    assert made(seed=5) == first
    assert made(seed=6) != first


@pytest.mark.parametrize("make", [UnitFactory, UserFactory, load_record])
def test_it_never_stands_beside_the_record_or_peoples_work(make):
    make()
    before = Unit.objects.count()
    with pytest.raises(CommandError, match="trống"):
        run("--awards", "10")
    assert (Unit.objects.count(), Award.objects.filter(note=MARK).count()) == (before, 0)
    assert not GeneratedCountry.objects.exists()


def test_the_record_never_joins_it(country):
    with pytest.raises(RecordError, match="dữ liệu thử"):
        load_record()
    out = io.StringIO()
    call_command("prepare_demo", stdout=out)
    assert "không nạp hồ sơ" in out.getvalue()
    assert Cluster.objects.count() == 8


@pytest.mark.parametrize(
    "arguments",
    [("--awards", "nhiều"), ("--awards", "-1"), ("--years", "0"), ("--years", "500")],
)
def test_a_size_that_is_none_is_refused(arguments):
    with pytest.raises(CommandError, match="phải là số từ"):
        run(*arguments)


def test_a_country_without_awards_is_one_too():
    assert "0 khen thưởng" in run("--years", "1", "--awards", "0")
    assert Award.objects.count() == 0
