"""What changed from one version of a pledge to another, word by word; knows no database."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

LABELS = {
    "document_number": "Số, ký hiệu",
    "theme": "Chủ đề",
    "motto": "Phương châm hành động",
    "legal_basis": "Căn cứ",
    "preamble": "Lời mở đầu",
    "items": "Nội dung",
    "closing": "Lời kết",
}
MOST_WORDS = 4_000  # of one paragraph; a longer one is shown as a whole, before and after
_WORDS = re.compile(r"\s+|\S+")


class Kind(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Run:
    """Words that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Section:
    """A part of the pledge that changed: each paragraph as its runs of words."""

    label: str
    paragraphs: tuple[tuple[Run, ...], ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Section]:
    """The parts that differ between two snapshots, in the order of the document."""
    found = []
    for name, label in LABELS.items():
        if name == "items":
            found += _changed_items(before["items"], after["items"])
            continue
        old, new = before["texts"].get(name, ""), after["texts"].get(name, "")
        if old != new:
            found.append(Section(label, _paragraphs(old.splitlines(), new.splitlines())))
    return found


def _changed_items(old: Sequence[Mapping], new: Sequence[Mapping]) -> Iterator[Section]:
    """Items are the same by their number, whatever became of their words."""
    before, after = ({item["number"]: _words_of(item) for item in rows} for rows in (old, new))
    for number in sorted(before.keys() | after.keys()):
        lines = before.get(number, []), after.get(number, [])
        if lines[0] != lines[1]:
            yield Section(f"{LABELS['items']} {number}", _paragraphs(*lines))


def _words_of(item: Mapping[str, Any]) -> list[str]:
    heading = [item["heading"]] if item["heading"] else []
    target = [f"Mức giao ước: {item['target']}"] if item.get("target") else []
    return [*heading, *item["text"].splitlines(), *target]


def _paragraphs(old: list[str], new: list[str]) -> tuple[tuple[Run, ...], ...]:
    """Paragraphs that stayed, came, went; those that stand at one place word by word."""
    found: list[tuple[Run, ...]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [(Run(Kind.SAME, line),) for line in old[i1:i2]]
            continue
        pairs = min(i2 - i1, j2 - j1)
        found += [_runs(old[i1 + place], new[j1 + place]) for place in range(pairs)]
        found += [(Run(Kind.REMOVED, line),) for line in old[i1 + pairs : i2]]
        found += [(Run(Kind.ADDED, line),) for line in new[j1 + pairs : j2]]
    return tuple(found)


def _runs(old: str, new: str) -> tuple[Run, ...]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return (Run(Kind.REMOVED, old), Run(Kind.ADDED, new))
    runs = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Run(Kind.SAME, "".join(before[i1:i2])))
            continue
        runs += [Run(Kind.REMOVED, "".join(before[i1:i2]))] if i2 > i1 else []
        runs += [Run(Kind.ADDED, "".join(after[j1:j2]))] if j2 > j1 else []
    return tuple(_joined(runs))


def _joined(runs: list[Run]) -> list[Run]:
    """Changes with only a space between them read as one: "A B" became "C D"."""
    joined: list[Run] = []
    removed, added = "", ""

    def close() -> None:
        nonlocal removed, added
        joined.extend([Run(Kind.REMOVED, removed)] if removed else [])
        joined.extend([Run(Kind.ADDED, added)] if added else [])
        removed = added = ""

    for place, run in enumerate(runs):
        if run.kind == Kind.REMOVED:
            removed += run.text
        elif run.kind == Kind.ADDED:
            added += run.text
        elif run.text.isspace() and (removed or added) and place < len(runs) - 1:
            removed += run.text
            added += run.text
        else:
            close()
            joined.append(run)
    close()
    return joined
