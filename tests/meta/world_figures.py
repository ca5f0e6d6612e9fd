"""What everybody gets of the results grid: figures of both clusters, each with its evidence.

The members write their own row, the chair's secretariat every row, the others read.
"""

from decimal import Decimal

from cluster_portal.files import services as files
from clusters.models import EmulationYear, Unit
from emulation.services.figure_details import EVIDENCE_KINDS
from tests.factories.accounts import UserFactory
from tests.factories.emulation import IndicatorFactory, IndicatorValueFactory
from tests.factories.work import YearIndicatorFactory
from tests.files.samples import pdf, upload

Statuses = dict[str, int]


def _of_a(read: int, write: int, other: int) -> Statuses:
    """Who may write the row of Bình's province gets `write`, readers of the cluster `read`."""
    writers = dict.fromkeys(("lan", "binh", "quan"), write)
    return {"visitor": 302, "dung": other, "hoa": read, "mai": read, "chi": read} | writers


def _of_b(read: int, write: int) -> Statuses:
    nobody = dict.fromkeys(("lan", "mai", "binh", "chi"), 404)
    return {"visitor": 302, **nobody, "hoa": read, "dung": write, "quan": write}


CODE_A, CODE_B = "so-lieu-cua-a", "so-lieu-cua-b"
OF_A, OF_B = ("dong-bang-song-hong", 2024), ("tay-nguyen", 2024)
ROW_A, ROW_B = (*OF_A, "nam-dinh"), (*OF_B, "dak-lak")
CELL_A, CELL_B = (*ROW_A, CODE_A), (*ROW_B, CODE_B)
READ_A, READ_B = _of_a(200, 200, 404), _of_b(200, 200)
ONLY_POSTED = _of_a(405, 405, 405)

FIGURES: tuple[tuple[str, tuple, Statuses], ...] = (
    *(
        (f"workspace:{name}", arguments, expected)
        for name in ("figures", "figures-xlsx", "figures-changes")
        for arguments, expected in ((OF_A, READ_A), (OF_B, READ_B))
    ),
    ("workspace:figures-save", OF_A, ONLY_POSTED),
    ("workspace:figures-save", OF_B, ONLY_POSTED),
    ("workspace:figures-unit", ROW_A, READ_A),
    ("workspace:figures-unit", (*OF_A, "toan-cum"), READ_A),
    ("workspace:figures-unit", ROW_B, READ_B),
    *(
        (f"workspace:{name}", arguments, expected)
        for name in ("figure", "figure-evidence")
        for arguments, expected in ((CELL_A, READ_A), (CELL_B, READ_B))
    ),
    ("workspace:attach-evidence", CELL_A, ONLY_POSTED),
    ("workspace:attach-evidence", CELL_B, ONLY_POSTED),
)
# What an empty form gets: nothing to save, nothing beside the figure, no file.
FIGURES_POSTED: dict[str, dict[tuple, Statuses]] = {
    "workspace:figures-save": {OF_A: _of_a(403, 400, 404) | {"chi": 400}, OF_B: _of_b(403, 400)},
    "workspace:figures-unit": {
        ROW_A: _of_a(403, 302, 404),
        (*OF_A, "toan-cum"): _of_a(403, 302, 404) | {"binh": 403},
        ROW_B: _of_b(403, 302),
    },
    "workspace:figure": {CELL_A: _of_a(403, 302, 404), CELL_B: _of_b(403, 302)},
    "workspace:attach-evidence": {CELL_A: _of_a(403, 200, 404), CELL_B: _of_b(403, 200)},
}


def make_figures(year_a: EmulationYear, year_b: EmulationYear, units: dict[str, Unit]) -> None:
    """A figure of each cluster with a file that proves it; `units` by the code of the figure."""
    by = UserFactory()
    for year, code in ((year_a, CODE_A), (year_b, CODE_B)):
        indicator = IndicatorFactory(code=code, name=f"Số liệu để soát {code[-1]}")
        YearIndicatorFactory(emulation_year=year, indicator=indicator)
        IndicatorValueFactory(
            emulation_year=year,
            indicator=indicator,
            unit=units[code],
            value=Decimal("5.5"),
            evidence=files.store(upload=upload(pdf()), kinds=EVIDENCE_KINDS, by=by),
        )
