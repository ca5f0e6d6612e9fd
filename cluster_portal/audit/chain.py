"""The form in which an event is hashed, the same for whoever checks it.

docs/decisions/0011-audit-chain.md describes it for somebody without this code.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

BEGINNING = "0" * 64  # what stands for the hash before the first event

# Every column of an event but its key and its own hash. Never changed: old hashes rest on it.
FACTS = (
    "sequence",
    "at",
    "actor",
    "actor_name",
    "action",
    "target_type",
    "target_id",
    "target_name",
    "parent_type",
    "parent_id",
    "changes",
    "reason",
    "search_text",
    "origin_digest",
    "previous_hash",
)


def moment(at: datetime.datetime) -> str:
    """Write a time in UTC to the microsecond: "2026-03-13T01:30:00.000000Z"."""
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is hashed, in plain JSON; `row` has a value for each of `FACTS`."""
    return {name: row[name] for name in FACTS} | {"at": moment(row["at"])}


def canonical(values: Mapping[str, Any]) -> str:
    """Write JSON with sorted keys, no spaces, and letters as they are."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form in UTF-8, in hexadecimal."""
    return _sha256(canonical(values))


def origin_digest(salt: str, address: str) -> str:
    """Return the SHA-256 of salt and address; an event without an address has an empty one."""
    return _sha256(f"{salt}{address}") if address else ""


def plain(value: Any) -> Any:
    """Return `value` as both databases give it back: JSON without fractions, text without NUL.

    A fraction becomes text, as databases write 1e5 and 100000.0 in ways of their own; so does
    whatever JSON does not know.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return text(str(value))


def text(value: str) -> str:
    """Return `value` without what PostgreSQL does not store: NUL and halves of characters."""
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _sha256(value: str) -> str:
    # An altered file may hold half a character; it must get some hash, not an error.
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
