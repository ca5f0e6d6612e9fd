"""The text of an issued document in pieces, from what it was printed from.

The head, signatures and sources are left out, and so is the table of awards: it names people, whom
the register of awards finds for who may read their names.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

AWARDS_HEADING = "Kết quả khen thưởng"
_MOST_IN_HEADING = 300
_LEADING = ("replacement_note", "opening", "bases", "preamble", "theme", "motto")


def passages_of(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Heading and text of each piece of a document's `data`; of one without data there are none."""
    pieces = [("", _lines(data.get(name) for name in _LEADING))]
    for part in data.get("parts") or ({"heading": "", "sections": data.get("sections") or ()},):
        for section in part["sections"]:
            pieces.append((section["heading"] or part["heading"], _lines(_texts(section))))
    for item in data.get("items") or ():
        heading = f"{item['number']}. {item['heading']}".strip()
        pieces.append((heading, item["text"]))
    pieces.append(("", data.get("closing") or ""))
    return [(heading[:_MOST_IN_HEADING], text) for heading, text in pieces if heading or text]


def _texts(section: Mapping[str, Any]) -> Iterator[Any]:
    yield section["paragraphs"]
    yield section["items"]
    for table in () if section["heading"] == AWARDS_HEADING else section["tables"]:
        yield table["caption"]
        yield from (" ".join(row) for row in table["rows"])
        yield table["note"]


def _lines(texts: Iterable[Any]) -> str:
    """Texts, and lists of them, a line each."""
    found: list[str] = []
    for text in texts:
        found += [text] if isinstance(text, str) else text or ()
    return "\n".join(filter(None, found))
