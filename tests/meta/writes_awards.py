"""Valid writes of awards and decisions, with who may send them and the nearest neighbour."""

from dataclasses import asdict
from typing import Any

from awards.models import Award, AwardForm
from awards.services.entries import entry_of
from tests.meta.world_awards import ANSWERED, OF_A, OF_B, ROW_A, ROW_B, UNDECIDED, YEAR_A, YEAR_B

REASON = "Theo công văn số 7"
NEW_DECISION = {
    "document_number": "77/QĐ-TTg",
    "signed_on": "1/4/2025",
    "issuing_body": "Thủ tướng Chính phủ",
    "subject": "Về việc tặng Bằng khen",
}


def awards_writes() -> list[dict[str, Any]]:
    """What makes each `Write`."""
    form = AwardForm.objects.order_by("pk").last()
    row = {
        "row-n0-recipient": "267",
        "row-n0-recipient_kind": "không nêu",
        "row-n0-form": form.code,
        "row-n0-status": "Đề nghị",
    }
    rows = []
    for writers, neighbour, year, key, of_key in (
        (("lan", "quan"), "binh", YEAR_A, ROW_A, OF_A),
        (("dung", "quan"), "lan", YEAR_B, ROW_B, OF_B),
    ):
        common = {"allowed": writers, "neighbour": neighbour}
        proposal = UNDECIDED[of_key] + 10
        rows += [
            common | {"name": "workspace:awards", "arguments": year, "body": row},
            common
            | {
                "name": "workspace:outcomes",
                "arguments": year,
                "body": {"de-nghi": proposal, "status": "refused"},
            },
            common | {"name": "workspace:decisions", "arguments": year, "body": NEW_DECISION},
            common | {"name": "workspace:decision-details", "arguments": key, "body": NEW_DECISION},
            common
            | {
                "name": "workspace:decision-apply",
                "arguments": key,
                "body": {"award": UNDECIDED[of_key]},
            },
            common
            | {
                "name": "workspace:award",
                "arguments": key,
                "body": {"token": "", **_changed(of_key)},
            },
            common
            | {
                "name": "workspace:revoke-award",
                "arguments": key,
                "body": {"revoke-reason": REASON},
            },
            common
            | {
                "name": "workspace:lift-revocation",
                "arguments": (*year, UNDECIDED[of_key] + 20),
                "body": {"lift-reason": REASON},
            },
            common
            | {
                "name": "workspace:remove-award",
                "arguments": key,
                "body": {"remove-reason": REASON},
            },
            common
            | {
                "name": "workspace:near-pair",
                "arguments": (of_key,),
                "body": {"verdict": "one", "reason": REASON},
            },
            common
            | {
                "name": "workspace:withdraw-near-answer",
                "arguments": (ANSWERED[of_key],),
                "body": {"bo-reason": REASON},
            },
        ]
    return rows


def _changed(key: int) -> dict[str, str]:
    """The award of the world with another note."""
    entry = asdict(entry_of(Award.objects.get(pk=key)))
    for name in ("pk", "proposal"):
        del entry[name]
    return entry | {"note": "Đã đối chiếu", "conference": ""}
