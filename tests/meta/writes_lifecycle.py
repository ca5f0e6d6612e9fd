"""Valid writes of steps, corrections, handovers and reports, and who may send them."""

from typing import Any

from cluster_portal.accounts.models import User
from clusters.models import EmulationYear, LeadershipRole, Unit
from tests.conftest import give_second_factor
from tests.factories.clusters import EmulationYearFactory, HandoverFactory, LeadershipFactory
from tests.factories.emulation import ConferenceFactory
from tests.factories.work import HandoverItemFactory, UnitReportFactory
from tests.meta.world_figures import CODE_A, CODE_B
from tests.meta.world_lifecycle import MEETING_A, MEETING_B, UNIT_A, UNIT_B

CORRECTION = {"typed": "6,4", "reason": "Cục Thống kê sửa"}
CHECKLIST = {
    "handed_over_on": "20/3/2026",
    "items-TOTAL_FORMS": 1,
    "items-INITIAL_FORMS": 0,
    "items-0-text": "Hồ sơ khác",
    "items-0-state": "passed_on",
}


def lifecycle_writes(year_a: EmulationYear, year_b: EmulationYear) -> list[dict[str, Any]]:
    """What makes each `Write`; settles 2023 and readies the handover to the chair of 2025."""
    of_a, of_b = ("lan", "quan"), ("dung", "quan")
    takers = {"dong-bang-song-hong": "ha-nam", "tay-nguyen": "dak-lak"}
    rows = []
    for year, leads, neighbour, meeting, unit, code in (
        (year_a, of_a, "mai", MEETING_A, UNIT_A, CODE_A),
        (year_b, of_b, "lan", MEETING_B, UNIT_B, CODE_B),
    ):
        led = {"allowed": leads, "neighbour": neighbour}
        slug = year.cluster.slug
        later = _ready(year, Unit.objects.get(slug=takers[slug]))
        chair = year.leaders.get(role=LeadershipRole.CHAIR).unit
        writers = ("chi", "quan") if year == year_a else ("quan",)
        own = {
            "allowed": writers,
            "neighbour": "binh" if year == year_a else "dung",
            "arguments": unit,
        }
        kept = (slug, 2025, chair.slug)
        rows += [
            led | {"name": "workspace:move-conference", "arguments": (*meeting, "held")},
            led
            | {
                "name": "workspace:second-person",
                "arguments": meeting,
                "body": {"is_needed": "on"},
            },
            led
            | {
                "name": "workspace:correct-figure",
                "arguments": (slug, 2023, code, chair.slug),
                "body": CORRECTION,
            },
            own | {"name": "workspace:unit-report", "body": {"summary": "Kinh tế khá."}},
            own | {"name": "workspace:submit-unit-report", "body": {"allow_gaps": "on"}},
            led | {"name": "workspace:accept-unit-report", "arguments": kept},
            led
            | {
                "name": "workspace:return-unit-report",
                "arguments": kept,
                "body": {"reason": "Thiếu nguồn"},
            },
            led
            | {
                "name": "workspace:paper-unit-report",
                "arguments": unit,
                "body": {"received_on": "1/2/2024", "number": "7/BC-UBND"},
            },
            led
            | {
                "name": "workspace:prepare-handover",
                "arguments": (slug, later.year),
                "body": CHECKLIST,
            },
        ]
    return [
        *rows,
        _confirming("dong-bang-song-hong", "gives", ("lan", "binh", "quan"), "mai"),
        _confirming("dong-bang-song-hong", "takes", ("mai", "chi", "quan"), "lan"),
        _confirming("tay-nguyen", "gives", of_b, "lan"),
    ]


def _ready(year: EmulationYear, taker: Unit) -> EmulationYear:
    cluster = year.cluster
    settled = EmulationYearFactory(cluster=cluster, year=2023)
    ConferenceFactory(cluster=cluster, review_year=settled)
    later = EmulationYear.objects.filter(cluster=cluster, year=2025).first()
    later = later or EmulationYearFactory(cluster=cluster, year=2025)
    chair = year.leaders.get(role=LeadershipRole.CHAIR).unit
    UnitReportFactory(emulation_year=later, unit=chair, submitted=True)
    handover = HandoverFactory(emulation_year=later, is_effective=False)
    HandoverItemFactory(handover=handover)
    LeadershipFactory(emulation_year=later, unit=taker)
    for user in User.objects.filter(appointments__unit=taker):
        give_second_factor(user)  # taking over asks for it
    return later


def _confirming(
    cluster: str, side: str, allowed: tuple[str, ...], neighbour: str
) -> dict[str, Any]:
    return {
        "name": "workspace:confirm-handover",
        "arguments": (cluster, 2025, side),
        "allowed": allowed,
        "neighbour": neighbour,
    }
