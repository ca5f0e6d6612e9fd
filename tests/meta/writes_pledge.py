"""Valid writes of a pledge's life, with who may send them and who is the nearest neighbour."""

from typing import Any

from tests.files.samples import scan, upload
from tests.meta.world_pledge import (
    ISSUED_A,
    ISSUED_B,
    OF_A,
    OF_B,
    ON_PAPER_A,
    ON_PAPER_B,
    OPEN_A,
    OPEN_B,
    UNIT_OF_A,
    UNIT_OF_B,
    A,
    B,
)


def pledge_writes() -> list[dict[str, Any]]:
    """What makes each `Write`."""
    rows = []
    for cluster, opened, issued, unit, paper, key, led, officers, near in (
        (
            A,
            OPEN_A,
            ISSUED_A,
            UNIT_OF_A,
            ON_PAPER_A,
            OF_A,
            ("lan", "quan"),
            ("binh", "quan"),
            "chi",
        ),
        (B, OPEN_B, ISSUED_B, UNIT_OF_B, ON_PAPER_B, OF_B, ("dung", "quan"), ("quan",), "binh"),
    ):
        of_led = {"allowed": led, "neighbour": "mai" if near == "chi" else "lan"}
        of_unit = {"allowed": officers, "neighbour": near}
        rows += [
            of_unit
            | {
                "name": "workspace:pledge-comment",
                "arguments": (*opened, unit),
                "body": {"text": "Bỏ câu cuối của mục 2."},
            },
            of_unit
            | {
                "name": "workspace:decline-to-sign",
                "arguments": (*issued, unit),
                "body": {"reason": "Chưa thống nhất mục 2"},
            },
            of_led
            | {
                "name": "workspace:answer-pledge-comment",
                "arguments": (*opened, key),
                "body": {"answer": "Tiếp thu."},
            },
            of_led
            | {
                "name": "workspace:withdraw-pledge",
                "arguments": issued,
                "body": {"reason": "Sai căn cứ"},
            },
            of_led
            | {
                "name": "workspace:keep-signature-scan",
                "arguments": (*issued, paper),
                "body": {"upload": lambda: upload(scan())},
            },
            of_led
            | {
                "name": "workspace:signing-order",
                "arguments": cluster,
                "body": {"signing_order": "chair_first"},
            },
        ]
    return rows
