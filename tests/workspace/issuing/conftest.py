"""Requests that wait in the database's queue until a worker is sent for."""

import datetime
import signal
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django_tasks_db.management.commands import db_worker

from cluster_portal.accounts.models import User
from clusters.models import EmulationYear, Handover
from clusters.services.handover import Item, prepare_handover
from emulation.models import Conference, IndicatorValue, Pledge
from tests.conftest import give_second_factor
from tests.factories.clusters import (
    AppointmentFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeItemFactory,
    ReportSectionFactory,
)

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
NOW = datetime.datetime(2025, 3, 10, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def today():
    """A moment that tests move on from."""
    with time_machine.travel(NOW, tick=True) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _queue(settings) -> None:
    """As in production, where the pages only ask."""
    queue = settings.TASKS["default"] | {"BACKEND": "django_tasks_db.DatabaseBackend"}
    settings.TASKS = {"default": queue}


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Send for a worker: the real command, which ends when nothing waits."""
    # As Django's test client does: the transaction of the test stays open.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    handlers = {number: signal.getsignal(number) for number in ENDING}

    def run() -> None:
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    yield run
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def pledge(year_a: EmulationYear, unit_of_chi) -> Pledge:
    """Ready to be issued."""
    pledge = PledgeFactory(emulation_year=year_a, draft=True, legal_basis="Căn cứ Luật")
    PledgeItemFactory(pledge=pledge)
    return pledge


@pytest.fixture
def figure(year_a: EmulationYear, unit_of_binh) -> IndicatorValue:
    return IndicatorValueFactory(
        emulation_year=year_a,
        unit=unit_of_binh,
        value=Decimal("6.3"),
        indicator__code="grdp",
        indicator__name="Tăng trưởng GRDP",
    )


@pytest.fixture
def conference(cluster_a, year_a: EmulationYear, figure) -> Conference:
    """The annual review of 2024, held."""
    row = ConferenceFactory(
        cluster=cluster_a,
        review_year=year_a,
        slug="tong-ket-2024",
        status="held",
        held_on=datetime.date(2025, 3, 7),
    )
    ReportSectionFactory(conference=row)
    return row


@pytest.fixture
def successor(cluster_a, unit_of_chi) -> User:
    """Secretary of the province that takes over in 2025."""
    return give_second_factor(AppointmentFactory(cluster=cluster_a, unit=unit_of_chi).user)


@pytest.fixture
def handover(cluster_a, year_a: EmulationYear, unit_of_chi, lan) -> Handover:
    """That to the chair of 2025, with its list."""
    HandoverFactory(emulation_year=year_a, handed_over_on=datetime.date(2024, 3, 13))
    year = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=year, unit=unit_of_chi)
    return prepare_handover(
        emulation_year=year,
        handed_over_on=datetime.date(2025, 3, 20),
        items=[Item("Hồ sơ hội nghị")],
        by=lan,
    )
