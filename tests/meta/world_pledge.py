"""The life of a pledge in the sweeps: who reads, comments, answers, declines, withdraws."""

import datetime

from cluster_portal.files import services as files
from clusters.models import Cluster, Unit
from emulation.services.pledge_signatures import SCAN_KINDS
from emulation.services.pledge_versions import snapshot_of
from tests.factories.accounts import UserFactory
from tests.factories.clusters import EmulationYearFactory, MembershipFactory, UnitFactory
from tests.factories.emulation import PledgeFactory, PledgeItemFactory, PledgeSignatureFactory
from tests.factories.work import PledgeCommentFactory, PledgeVersionFactory
from tests.files.samples import scan, upload
from tests.meta.world_board import (
    LED_IN_A,
    LED_IN_B,
    NEW,
    NOBODY,
    SEEN_IN_A,
    SEEN_IN_B,
    SEEN_OF_NEW,
    YEAR_A,
    YEAR_B,
    A,
    B,
    Statuses,
)

# Years whose pledges are asked about, and wait for signatures.
OPEN_A, OPEN_B = (*A, 2030), (*B, 2030)
ISSUED_A, ISSUED_B = (*A, 2031), (*B, 2031)
UNIT_OF_A, UNIT_OF_B = "nam-dinh", "dak-lak"
ON_PAPER_A, ON_PAPER_B = "hung-ha", "kon-ha"
# Keys of comments, one of each cluster.
OF_A, OF_B = 9001, 9002
# What an officer does for the own province: nobody else of the cluster does.
OF_UNIT_A = SEEN_IN_A | dict.fromkeys(("lan", "mai", "chi", "hoa"), 403)
OF_UNIT_B = SEEN_IN_B | dict.fromkeys(("dung", "hoa"), 403)

PLEDGE: tuple[tuple[str, tuple, Statuses], ...] = (
    *(
        (f"workspace:{name}", arguments, expected)
        for name in ("pledge-versions", "pledge-comments")
        for arguments, expected in (
            (OPEN_A, SEEN_IN_A),
            (OPEN_B, SEEN_IN_B),
            (YEAR_A, SEEN_IN_A),
            (YEAR_B, SEEN_IN_B),
        )
    ),
    ("workspace:pledge-comment", (*OPEN_A, UNIT_OF_A), OF_UNIT_A),
    ("workspace:pledge-comment", (*OPEN_B, UNIT_OF_B), OF_UNIT_B),
    ("workspace:pledge-comment", (*OPEN_A, UNIT_OF_B), NOBODY),
    ("workspace:answer-pledge-comment", (*OPEN_A, OF_A), LED_IN_A),
    ("workspace:answer-pledge-comment", (*OPEN_B, OF_B), LED_IN_B),
    ("workspace:answer-pledge-comment", (*OPEN_A, OF_B), NOBODY),
    ("workspace:withdraw-pledge", ISSUED_A, LED_IN_A),
    ("workspace:withdraw-pledge", ISSUED_B, LED_IN_B),
    ("workspace:keep-signature-scan", (*ISSUED_A, ON_PAPER_A), LED_IN_A),
    ("workspace:keep-signature-scan", (*ISSUED_B, ON_PAPER_B), LED_IN_B),
    ("workspace:signature-scan", (*ISSUED_A, ON_PAPER_A), SEEN_IN_A),
    ("workspace:signature-scan", (*ISSUED_B, ON_PAPER_B), SEEN_IN_B),
    ("workspace:signature-scan", (*ISSUED_A, UNIT_OF_A), NOBODY),
    ("workspace:decline-to-sign", (*ISSUED_A, UNIT_OF_A), OF_UNIT_A),
    ("workspace:decline-to-sign", (*ISSUED_B, UNIT_OF_B), OF_UNIT_B),
    ("workspace:signing-order", A, SEEN_IN_A),
    ("workspace:signing-order", B, SEEN_IN_B),
    ("workspace:signing-order", NEW, SEEN_OF_NEW),
)
LED_OF_NEW = SEEN_OF_NEW | {"hoa": 403}
# What an empty form gets: the page again with what is missing.
PLEDGE_POSTED: dict[str, dict[tuple, Statuses]] = {
    "workspace:pledge-comment": {
        (*OPEN_A, UNIT_OF_A): OF_UNIT_A,
        (*OPEN_B, UNIT_OF_B): OF_UNIT_B,
        (*OPEN_A, UNIT_OF_B): NOBODY,
    },
    "workspace:answer-pledge-comment": {
        (*OPEN_A, OF_A): LED_IN_A,
        (*OPEN_B, OF_B): LED_IN_B,
        (*OPEN_A, OF_B): NOBODY,
    },
    "workspace:withdraw-pledge": {ISSUED_A: LED_IN_A, ISSUED_B: LED_IN_B},
    "workspace:keep-signature-scan": {
        (*ISSUED_A, ON_PAPER_A): LED_IN_A,
        (*ISSUED_B, ON_PAPER_B): LED_IN_B,
    },
    "workspace:decline-to-sign": {
        (*ISSUED_A, UNIT_OF_A): OF_UNIT_A,
        (*ISSUED_B, UNIT_OF_B): OF_UNIT_B,
    },
    "workspace:signing-order": {A: LED_IN_A, B: LED_IN_B, NEW: LED_OF_NEW},
}


def make_pledges(of_a: tuple[Cluster, Unit], of_b: tuple[Cluster, Unit]) -> None:
    """For each cluster and unit a pledge that goes round and one that is being signed."""
    keeper = UserFactory()
    for (cluster, unit), key, slug in ((of_a, OF_A, ON_PAPER_A), (of_b, OF_B, ON_PAPER_B)):
        other = MembershipFactory(cluster=cluster, unit=UnitFactory(slug=slug)).unit
        circulated = PledgeFactory(
            emulation_year=EmulationYearFactory(cluster=cluster, year=2030),
            status="circulated",
            signed_on=None,
            legal_basis="Căn cứ Luật",
            circulated_at=datetime.datetime(2024, 1, 5, tzinfo=datetime.UTC),
        )
        PledgeItemFactory(pledge=circulated)
        version = PledgeVersionFactory(
            pledge=circulated, number=1, snapshot=snapshot_of(circulated)
        )
        PledgeCommentFactory(pk=key, version=version, unit=other)
        issued = PledgeFactory(
            emulation_year=EmulationYearFactory(cluster=cluster, year=2031),
            status="issued",
            signed_on=None,
        )
        PledgeItemFactory(pledge=issued)
        PledgeSignatureFactory(pledge=issued, unit=unit, unsigned=True)
        PledgeSignatureFactory(
            pledge=issued,
            unit=other,
            scan=files.store(upload=upload(scan()), kinds=SCAN_KINDS, by=keeper),
        )
