"""Valid writes of officers: signed files, reminders, and which mails one wants."""

from typing import Any

from tests.files.samples import pdf, upload
from tests.meta.world_officers import FILED_A, FILED_B, SIGNED_BY_A, SIGNED_BY_B

EVERYBODY = ("lan", "mai", "binh", "chi", "dung", "hoa", "quan")


def officer_writes() -> list[dict[str, Any]]:
    """What makes each `Write`."""
    signed = {"upload": lambda: upload(pdf())}
    return [
        {
            "name": "workspace:sign-pledge",
            "arguments": SIGNED_BY_A,
            "allowed": ("binh", "quan"),
            "neighbour": "chi",
            "body": signed,
        },
        {
            "name": "workspace:sign-pledge",
            "arguments": SIGNED_BY_B,
            "allowed": ("quan",),
            "neighbour": "binh",
            "body": signed,
        },
        {
            "name": "workspace:remind-unsigned",
            "arguments": FILED_A,
            "allowed": ("lan", "quan"),
            "neighbour": "mai",
        },
        {
            "name": "workspace:remind-unsigned",
            "arguments": FILED_B,
            "allowed": ("dung", "quan"),
            "neighbour": "lan",
        },
        # Everybody for oneself.
        {
            "name": "workspace:profile",
            "allowed": EVERYBODY,
            "neighbour": "visitor",
            "body": {"wanted": "pledge_signing"},
        },
    ]
