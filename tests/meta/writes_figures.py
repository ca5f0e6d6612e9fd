"""Valid writes into the results grid, with who may send them and who is the nearest neighbour."""

from typing import Any

from tests.files.samples import pdf, upload
from tests.meta.world_figures import CELL_A, CELL_B, CODE_A, CODE_B, OF_A, OF_B, ROW_A, ROW_B

WRITERS_OF_A, WRITERS_OF_B = ("lan", "binh", "quan"), ("dung", "quan")
DETAILS = {"note": "Số sơ bộ", "period": "6 tháng"}
EVIDENCE = {"evidence-upload": lambda: upload(pdf())}


def figures_writes() -> list[dict[str, Any]]:
    """What makes each `Write`."""
    rows = []
    for writers, neighbour, year, row, cell, code in (
        (WRITERS_OF_A, "chi", OF_A, ROW_A, CELL_A, CODE_A),
        (WRITERS_OF_B, "lan", OF_B, ROW_B, CELL_B, CODE_B),
    ):
        common = {"allowed": writers, "neighbour": neighbour}
        typed = {"unit": row[-1], "indicator": code, "typed": "5,6", "base": "5,5"}
        rows += [
            common
            | {
                "name": "workspace:figures-save",
                "arguments": year,
                "body": {"cells": [typed]},
                "content_type": "application/json",
                "done": 200,
            },
            common
            | {
                "name": "workspace:figures-unit",
                "arguments": row,
                "body": {f"so-{code}": "5,6", f"goc-{code}": "5,5"},
            },
            common | {"name": "workspace:figure", "arguments": cell, "body": DETAILS},
            common | {"name": "workspace:attach-evidence", "arguments": cell, "body": EVIDENCE},
        ]
    return rows
