"""A day in 2024 on which the province has work, and what its pledges look like then."""

import datetime

import pytest
import time_machine
from django.core import mail

from cluster_portal.accounts.mail import wait_until_sent
from cluster_portal.documents.codes import new_code
from emulation.models import Pledge
from emulation.services.pledge_versions import keep_what_stands, snapshot_of
from tests.factories.accounts import IssuedDocumentFactory
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import PledgeFactory, PledgeItemFactory, PledgeSignatureFactory

TODAY = datetime.date(2024, 6, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(9)), tick=False):
        yield


def issued(year, *units, digital: bool = True, **fields) -> Pledge:
    """The year's pledge waits for the signatures of `units`."""
    document = IssuedDocumentFactory(series=str(year), code=new_code()) if digital else None
    pledge = PledgeFactory(
        emulation_year=year,
        status="issued",
        signed_on=None,
        document=document,
        document_number="07/GƯTĐ",
        **{"sign_by": datetime.date(2024, 6, 4)} | fields,
    )
    PledgeItemFactory(pledge=pledge)
    for unit in units:
        PledgeSignatureFactory(pledge=pledge, unit=unit, unsigned=True)
    return pledge


def circulated(year, **fields) -> Pledge:
    """The year's pledge goes round for opinions."""
    pledge = PledgeFactory(
        emulation_year=year,
        status="circulated",
        signed_on=None,
        legal_basis="Căn cứ Luật",
        **{"comments_by": datetime.date(2024, 6, 4)} | fields,
    )
    PledgeItemFactory(pledge=pledge)
    keep_what_stands(pledge, snapshot_of(pledge))
    return pledge


@pytest.fixture
def next_year(year_a):
    """The year 2025 of the first cluster."""
    return EmulationYearFactory(cluster=year_a.cluster, year=2025)


@pytest.fixture
def to_sign(year_a, unit_of_binh, unit_of_chi):
    """The pledge of 2024 waits for both provinces until 4 June."""
    return issued(year_a, unit_of_binh, unit_of_chi)


@pytest.fixture
def to_comment(next_year, unit_of_binh, unit_of_chi):
    """That of 2025 goes round until 4 June."""
    return circulated(next_year)


@pytest.fixture
def letters():
    """What has been sent so far: address, subject and body, in the order of the addresses."""

    def read() -> list[tuple[str, str, str]]:
        wait_until_sent()
        return sorted((letter.to[0], letter.subject, letter.body) for letter in mail.outbox)

    yield read
    wait_until_sent()
