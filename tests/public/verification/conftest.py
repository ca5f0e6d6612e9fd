"""A report that was really issued and published, and one that is still a draft."""

import datetime

import pytest
import time_machine

from cluster_portal.workspace.lifecycle.services import move_conference
from emulation.models import ConferenceKind
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import ConferenceFactory, ReportSectionFactory

NOW = datetime.datetime(2025, 4, 15, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def bring(lan):
    """Take a conference through steps, one by one."""

    def through(conference, *states, reason=""):
        for state in states:
            conference = move_conference(conference=conference, to=state, by=lan, reason=reason)
        return conference

    return through


@pytest.fixture
def conference(cluster_a, year_a):
    """A meeting of the first cluster, held and written up."""
    cluster_a.document_code = "CTĐĐBSH"
    cluster_a.save()
    conference = ConferenceFactory(
        cluster=cluster_a,
        review_year=year_a,
        launch_year=EmulationYearFactory(cluster=cluster_a, year=2025),
        kind=ConferenceKind.THEMATIC,
        title="Hội nghị chuyên đề Thạch Lựu",
        slug="chuyen-de",
        status="held",
    )
    ReportSectionFactory(conference=conference)
    return conference


@pytest.fixture
def document(conference, bring):
    """Its report, as the public reads it."""
    bring(conference, "finalised", "published")
    return conference.reports.get().document


@pytest.fixture
def unpublished(conference, bring):
    """Its report, issued and not yet published."""
    bring(conference, "finalised")
    return conference.reports.get().document
