"""An administrator, and a year with three members."""

import pytest
from django.test import Client

from clusters.models import EmulationYear, Unit
from tests.factories.clusters import EmulationYearFactory, MembershipFactory


@pytest.fixture
def administrator(client_of, quan) -> Client:
    return client_of(quan)


@pytest.fixture
def year(db: None) -> EmulationYear:
    """The year 2024 of a cluster of three members, without leaders."""
    year = EmulationYearFactory(year=2024)
    for _ in range(3):
        MembershipFactory(cluster=year.cluster)
    return year


@pytest.fixture
def members(year: EmulationYear) -> list[Unit]:
    return list(Unit.objects.filter(memberships__cluster=year.cluster).order_by("pk"))
