"""Valid writes of the exchange by files, for the sweep of writes."""

from typing import Any

from tests.files.samples import upload
from tests.meta.world_exchange import (
    FORM,
    OF_CLUSTER_A,
    OF_CLUSTER_B,
    RAW_A,
    RAW_B,
    READY_A,
    READY_B,
)
from tests.workspace.exchange.sheets import book_of


def exchange_writes(write: Any, *, unit_a: str, unit_b: str) -> list[Any]:
    """`write` is the sweep's class; the units are names of members of the two clusters."""
    in_a, in_b = ("lan", "binh", "chi", "quan"), ("dung", "quan")
    keys_a, keys_b = (
        ((*OF_CLUSTER_A, READY_A), (*OF_CLUSTER_A, RAW_A)),
        (
            (*OF_CLUSTER_B, READY_B),
            (*OF_CLUSTER_B, RAW_B),
        ),
    )
    return [
        write("workspace:exchange", in_a, "mai", OF_CLUSTER_A, _sheet(unit_a)),
        write("workspace:exchange", in_b, "lan", OF_CLUSTER_B, _sheet(unit_b)),
        *(
            row
            for owner, neighbour, (ready, raw) in (
                ("binh", "chi", keys_a),
                ("dung", "quan", keys_b),
            )
            for row in (
                write("workspace:import", (owner,), neighbour, ready),
                write("workspace:import-step", (owner,), neighbour, raw),
                write("workspace:discard-import", (owner,), neighbour, raw),
            )
        ),
    ]


def _sheet(unit: str) -> dict[str, Any]:
    rows = [
        ["Hình thức", "Đối tượng", "Tên", "Tỉnh", "Kết quả"],
        [FORM, "cá nhân", "Lê Thị Tệp", unit, "Đề nghị"],
    ]
    content = book_of(rows, "Khen thưởng")
    return {"kind": "awards", "upload": lambda: upload(content, "khen.xlsx")}
