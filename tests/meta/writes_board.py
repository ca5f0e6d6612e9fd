"""Valid writes that set a year up, with who may send them and who is the nearest neighbour."""

from typing import Any

from clusters.models import EmulationYear, LeadershipRole
from emulation.models import Indicator, Pledge, PledgeSignature
from tests.factories.emulation import PledgeItemFactory
from tests.meta.world_board import DRAFTED_A, YEAR_A, YEAR_B, A, B

LEADERS_OF_A, LEADERS_OF_B = ("lan", "quan"), ("dung", "quan")
PLEDGE = {
    "theme": "Đoàn kết",
    "legal_basis": "Căn cứ Luật",
    "items-TOTAL_FORMS": "1",
    "items-INITIAL_FORMS": "0",
    "items-0-number": "1",
    "items-0-text": "Hoàn thành.",
}


def board_writes(year_a: EmulationYear, year_b: EmulationYear) -> list[dict[str, Any]]:
    """What makes each `Write`; readies the pledges for their next step."""
    rows = []
    for allowed, neighbour, cluster, arguments, year in (
        (LEADERS_OF_A, "mai", A, YEAR_A, year_a),
        (LEADERS_OF_B, "lan", B, YEAR_B, year_b),
    ):
        common = {"allowed": allowed, "neighbour": neighbour}
        chair = year.leaders.get(role=LeadershipRole.CHAIR)
        used = Indicator.objects.filter(values__emulation_year=year).distinct()
        chosen = {f"use_{key}": "on" for key in used.values_list("pk", flat=True)}
        spare = Indicator.objects.exclude(pk__in=used).values_list("pk", flat=True)
        rows += [
            common | {"name": "workspace:start-year", "arguments": cluster, "body": {"year": 2026}},
            common
            | {
                "name": "workspace:leadership",
                "arguments": arguments,
                "body": {"chair": chair.unit_id},
            },
            common
            | {
                "name": "workspace:deadlines",
                "arguments": arguments,
                "body": {"figures": "20/1/2025"},
            },
            common
            | {
                "name": "workspace:year-indicators",
                "arguments": arguments,
                "body": chosen | {f"use_{key}": "on" for key in spare},
            },
        ]
    issued = Pledge.objects.get(emulation_year=year_b)
    Pledge.objects.filter(pk=issued.pk).update(status="issued")
    unit = year_b.leaders.get(role=LeadershipRole.CHAIR).unit
    PledgeSignature.objects.create(pledge=issued, unit=unit)
    PledgeItemFactory(pledge=issued)
    of_a = {"allowed": LEADERS_OF_A, "neighbour": "mai"}
    of_b = {"allowed": LEADERS_OF_B, "neighbour": "lan"}
    signature = {"signer_name": "Lê Văn Ký", "capacity": "Chủ tịch", "signed_on": "13/3/2024"}
    return [
        *rows,
        of_a | {"name": "workspace:pledge", "arguments": DRAFTED_A, "body": PLEDGE},
        of_a
        | {
            "name": "workspace:pledge-step",
            "arguments": (*YEAR_A, "signed"),
            "body": {"reason": "Công bố nhầm"},
        },
        of_b
        | {
            "name": "workspace:pledge-step",
            "arguments": (*YEAR_B, "draft"),
            "body": {"reason": "Sửa lời"},
        },
        of_b
        | {
            "name": "workspace:pledge-signatures",
            "arguments": YEAR_B,
            "body": {f"unit-{unit.pk}-{name}": value for name, value in signature.items()},
        },
    ]
