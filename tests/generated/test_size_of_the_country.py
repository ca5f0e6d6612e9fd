"""Pages ask the database as often of a large country as of a small one."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.country.addresses import CENTRAL, PAGES
from bench.country.facts import facts
from cluster_portal.generated.loading import generate_country
from tests.factories.clusters import AppointmentFactory

pytestmark = pytest.mark.django_db
FEW, MANY = 2000, 6000
YEARS = 7  # from 2020, which some addresses name
# Where words find nothing, others are tried: so many words in one line may find nothing among few.
ASKED = [page for page in PAGES if "nam+dinh+2020" not in page.address]


def queries_with(awards, client_of):
    """How many queries each page takes in a country with so many awards, which is then gone."""
    with transaction.atomic():
        generate_country(years=YEARS, awards=awards, seed=5)
        known = facts()
        clients = {CENTRAL: client_of(AppointmentFactory(central=True).user)}
        counts = {}
        for page in ASKED:
            client = clients.get(page.reader) or Client()
            address = page.address.format(**known)
            client.get(address)  # what a session or process reads once
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            assert response.status_code == 200, address
            counts[page.name] = len(queries)
        transaction.set_rollback(True)
    return counts


def test_the_number_of_queries_does_not_grow_with_the_awards(client_of, settings):
    settings.RATELIMIT_ENABLE = False
    few = queries_with(FEW, client_of)
    assert queries_with(MANY, client_of) == few
    assert max(few.values()) < 40
