"""The versions of a pledge's text: what each save left behind."""

from typing import Any

from emulation.models import Pledge, PledgeItem, PledgeVersion

TEXTS = ("theme", "motto", "legal_basis", "preamble", "closing", "document_number")
NOT_SAVED_HERE = "Lời có sẵn trước lần lưu này"

Snapshot = dict[str, Any]


def snapshot_of(pledge: Pledge) -> Snapshot:
    """The text of the pledge as plain JSON, read from its rows."""
    return {
        "texts": {name: getattr(pledge, name) for name in TEXTS},
        "items": [_item(item) for item in pledge.items.order_by("number", "pk")],
    }


def _item(item: PledgeItem) -> dict[str, Any]:
    """Its words, and its target where it has one: older versions know of none."""
    said = {"number": item.number, "heading": item.heading, "text": item.text}
    return said | {"target": item.target_text} if item.target_text else said


def latest_version(pledge: Pledge) -> PledgeVersion | None:
    """The newest version, if any was kept."""
    return pledge.versions.order_by("-number").first()


def keep_version(pledge: Pledge, snapshot: Snapshot, *, by: Any, note: str = "") -> PledgeVersion:
    """Keep `snapshot` as the next version; call it under the lock of the pledge."""
    latest = latest_version(pledge)
    version = PledgeVersion(
        pledge=pledge,
        number=latest.number + 1 if latest else 1,
        snapshot=snapshot,
        saved_by=by,
        note=note,
    )
    version.full_clean()
    version.save(force_insert=True)
    return version


def keep_what_stands(pledge: Pledge, snapshot: Snapshot) -> PledgeVersion:
    """The version that says what stands: the newest, or a new one where the text came otherwise.

    It may have been copied from the year before, or written in the administration.
    """
    latest = latest_version(pledge)
    if latest is not None and _words_of(latest.snapshot) == _words_of(snapshot):
        return latest
    return keep_version(pledge, snapshot, by=None, note=NOT_SAVED_HERE)


def says_something(snapshot: Snapshot) -> bool:
    """Whether there is any text."""
    return bool(snapshot["items"]) or any(snapshot["texts"].values())


def _words_of(snapshot: Snapshot) -> Snapshot:
    """Without the number, which is given when the pledge is issued."""
    texts = {name: text for name, text in snapshot["texts"].items() if name != "document_number"}
    return snapshot | {"texts": texts}
