"""The province's work in the sweeps: who finds it, who signs for a unit, who reminds."""

from cluster_portal.documents.codes import new_code
from clusters.models import Cluster, Unit
from tests.factories.accounts import IssuedDocumentFactory
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import PledgeFactory, PledgeItemFactory, PledgeSignatureFactory
from tests.meta.world_board import (
    NOBODY,
    SAVED_IN_A,
    SAVED_IN_B,
    SEEN_IN_A,
    SEEN_IN_B,
    A,
    B,
    Statuses,
)

# Years whose pledges are signed as files.
FILED_A, FILED_B = (*A, 2032), (*B, 2032)
UNIT_OF_A, UNIT_OF_B = "nam-dinh", "dak-lak"
SIGNED_BY_A, SIGNED_BY_B = (*FILED_A, UNIT_OF_A), (*FILED_B, UNIT_OF_B)
# What an officer does for the own province: nobody else of the cluster does.
OF_UNIT_A = SEEN_IN_A | dict.fromkeys(("lan", "mai", "chi", "hoa"), 403)
OF_UNIT_B = SEEN_IN_B | dict.fromkeys(("dung", "hoa"), 403)
# No token is configured for any unit.
NOTHING_THERE = {"binh": 404, "quan": 404}
# Officers find their work; the others are led to theirs.
OFFICERS = dict.fromkeys(NOBODY, 302) | dict.fromkeys(("binh", "chi"), 200)
ONLY_POSTED = dict.fromkeys(NOBODY, 405) | {"visitor": 302}

OFFICER: tuple[tuple[str, tuple, Statuses], ...] = (
    ("workspace:unit-work", (), OFFICERS),
    ("workspace:sign-pledge", SIGNED_BY_A, SEEN_IN_A),
    ("workspace:sign-pledge", SIGNED_BY_B, SEEN_IN_B),
    ("workspace:sign-pledge", (*FILED_A, UNIT_OF_B), NOBODY),
    ("workspace:sign-here", SIGNED_BY_A, OF_UNIT_A | NOTHING_THERE),
    ("workspace:sign-here", SIGNED_BY_B, OF_UNIT_B | NOTHING_THERE),
    ("workspace:file-to-sign", SIGNED_BY_A, OF_UNIT_A),
    ("workspace:file-to-sign", SIGNED_BY_B, OF_UNIT_B),
    ("workspace:signing-progress", SIGNED_BY_A, SEEN_IN_A),
    ("workspace:signing-progress", SIGNED_BY_B, SEEN_IN_B),
    ("workspace:remind-unsigned", FILED_A, ONLY_POSTED),
    ("workspace:remind-unsigned", FILED_B, ONLY_POSTED),
)
# What an empty form gets: no file is an error beside the field; all kinds of mail are turned off.
OFFICER_POSTED: dict[str, dict[tuple, Statuses]] = {
    "workspace:profile": {(): dict.fromkeys(NOBODY, 302)},
    "workspace:sign-pledge": {
        SIGNED_BY_A: OF_UNIT_A,
        SIGNED_BY_B: OF_UNIT_B,
        (*FILED_A, UNIT_OF_B): NOBODY,
    },
    "workspace:sign-here": {
        SIGNED_BY_A: OF_UNIT_A | NOTHING_THERE,
        SIGNED_BY_B: OF_UNIT_B | NOTHING_THERE,
    },
    "workspace:remind-unsigned": {FILED_A: SAVED_IN_A, FILED_B: SAVED_IN_B},
}


def make_filed_pledges(*places: tuple[Cluster, Unit]) -> None:
    """For each cluster and unit a pledge that is issued as a file and that the unit signs."""
    for cluster, unit in places:
        pledge = PledgeFactory(
            emulation_year=EmulationYearFactory(cluster=cluster, year=2032),
            status="issued",
            signed_on=None,
            document=IssuedDocumentFactory(series=cluster.slug, code=new_code()),
        )
        PledgeItemFactory(pledge=pledge)
        PledgeSignatureFactory(pledge=pledge, unit=unit, unsigned=True)
