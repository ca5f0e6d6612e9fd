"""A country of two clusters in two years."""

import datetime

import pytest
from lxml import html

from clusters.models import Cluster, EmulationYear, Unit
from emulation.models import PledgeStatus
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeSignatureFactory,
)

ABOLISHED = datetime.date(2025, 6, 30)
DAY = datetime.timedelta(days=1)


def province(
    slug: str,
    name: str,
    cluster: Cluster,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Unit:
    """A province with a square on the map, member of `cluster` as long as it lived."""
    life = {"valid_from": since, "valid_to": until}
    unit = UnitFactory(slug=slug, name=name, **life)
    return MembershipFactory(cluster=cluster, unit=unit, **life).unit


@pytest.fixture
def year_of_a(cluster_a: Cluster) -> EmulationYear:
    """2024 of the first cluster: published, one of two has signed, one has told its figure."""
    year = EmulationYearFactory(cluster=cluster_a, year=2024)
    signed = province("nam-dinh", "Nam Định", cluster_a, until=ABOLISHED)
    waiting = province("thai-binh", "Thái Bình", cluster_a, until=ABOLISHED)
    LeadershipFactory(emulation_year=year, unit=signed)
    conference = ConferenceFactory(review_year=year, slug="tong-ket-2024")
    pledge = PledgeFactory(
        emulation_year=year, conference=None, status=PledgeStatus.ISSUED, signed_on=None
    )
    PledgeSignatureFactory(pledge=pledge, unit=signed)
    PledgeSignatureFactory(pledge=pledge, unit=waiting, unsigned=True)
    IndicatorValueFactory(
        emulation_year=year,
        unit=signed,
        indicator=IndicatorFactory(code="grdp_growth", name="Tăng trưởng GRDP"),
    )
    AwardFactory(emulation_year=year, conference=conference, unit=signed, counted=True)
    AwardFactory(emulation_year=year, conference=None, unit=signed, proposed=True)
    return year


@pytest.fixture
def year_of_b(cluster_b: Cluster) -> EmulationYear:
    """2024 of the second cluster: nothing but its chair and a member."""
    year = EmulationYearFactory(cluster=cluster_b, year=2024)
    LeadershipFactory(
        emulation_year=year, unit=province("gia-lai", "Gia Lai", cluster_b, until=ABOLISHED)
    )
    return year


def regions_of(page: str) -> list[str]:
    """The names of the regions of a page, as a screen reader lists them."""
    tree = html.fromstring(page)
    told = {one.get("id"): " ".join(one.text_content().split()) for one in tree.xpath("//*[@id]")}
    return [
        one.get("aria-label") or told[one.get("aria-labelledby")]
        for one in tree.xpath("//section | //*[@role='region']")
    ]
