"""The permission table as `docs/security.md` prints it: `make permissions` writes it there."""

import os
from itertools import groupby
from pathlib import Path

import django

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- permission table: written by make permissions -->", "<!-- end of the table -->"
PERSONS = {
    "visitor": "visitor",
    "lan": "chair's secretary",
    "mai": "vice-chair's secretary",
    "binh": "officer",
    "chi": "neighbour officer",
    "dung": "secretary of another cluster",
    "hoa": "central board",
    "quan": "administrator",
}


def table() -> str:
    """Return the table in Markdown: a line for each address and object, a column for each person.

    A cell holds the answer to GET, and after a stroke the answer to POST where it is not refused
    with 405.
    """
    from django.contrib import admin
    from django.urls import reverse

    from tests.meta.test_access_sweep import other_methods
    from tests.meta.world import PEOPLE, TABLE

    routes = len({name for name, _, _ in TABLE})
    models = len(admin.site._registry)
    lines = [
        f"{routes} routes with {len(TABLE)} objects × {len(PEOPLE)} persons × GET and POST ="
        f" {len(TABLE) * len(PEOPLE) * 2:,} answers, each asked for by"
        " `tests/meta/test_access_sweep.py`, which asks HEAD, OPTIONS, PUT, PATCH and DELETE of"
        " each view at one address. The administration"
        f" adds every address of its {models} models, each with a row behind it"
        " (`tests/meta/test_administration_sweep.py`).",
        "",
        "| address | " + " | ".join(PERSONS[person] for person in PEOPLE) + " |",
        "|---|" + "---|" * len(PEOPLE),
    ]
    for _, rows in groupby(TABLE, key=lambda row: row[0]):
        for name, arguments, expected in rows:
            cells = []
            for person in PEOPLE:
                posted = other_methods(name, arguments, person)["post"]
                cells.append(
                    f"{expected[person]}" if posted == 405 else f"{expected[person]} / {posted}"
                )
            lines.append(f"| `{reverse(name, args=arguments)}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def printed() -> str:
    """Return the table that the document holds now."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def main() -> None:
    """Write the table into the document."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_portal.settings")
    django.setup()
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
