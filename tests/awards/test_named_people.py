"""Whoever was proposed by name and has no award is nobody's affair but the cluster's."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from awards.models import Award, AwardStatus, RecipientKind
from tests.factories.awards import AwardFactory
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Văn An"


@pytest.fixture
def review(cluster_a, year_a):
    return ConferenceFactory(cluster=cluster_a, review_year=year_a, slug="tong-ket-2024")


def award_of(review, status, kind=RecipientKind.INDIVIDUAL, **values):
    return AwardFactory(
        emulation_year=review.review_year,
        conference=review,
        status=status,
        recipient_kind=kind,
        decision=None,
        no_decision_reason="chưa rõ" if status == AwardStatus.GRANTED else "",
        **{"recipient_name": NAME, "count": 1} | values,
    )


@pytest.mark.parametrize("kind", [RecipientKind.INDIVIDUAL, RecipientKind.HOUSEHOLD])
@pytest.mark.parametrize("status", [AwardStatus.PROPOSED, AwardStatus.REFUSED])
def test_a_person_without_the_award_is_not_told_to_the_public(review, status, kind, lan):
    award = award_of(review, status, kind, form__for_household=True)
    assert not Award.objects.for_user(AnonymousUser()).exists()
    assert list(Award.objects.for_user(lan)) == [award]


def test_who_has_the_award_is_told(review, client):
    award_of(review, AwardStatus.GRANTED)
    assert NAME in client.get(review.get_absolute_url()).content.decode()
    page = client.get(reverse("awards:register")).content.decode()
    assert NAME not in page  # the register can be gone through by name, a report cannot
    assert "Nguyễn V. A." in page


def test_counted_groups_and_collectives_are_told_as_proposed(review):
    award_of(review, AwardStatus.PROPOSED, recipient_name="", count=3)
    award_of(review, AwardStatus.PROPOSED, RecipientKind.COLLECTIVE, recipient_name="Sở Nội vụ")
    assert Award.objects.for_user(AnonymousUser()).count() == 2


def test_the_report_leaves_them_out_whoever_reads_it(review, client_of, lan):
    award_of(review, AwardStatus.PROPOSED)
    assert NAME not in client_of(lan).get(review.get_absolute_url()).content.decode()
