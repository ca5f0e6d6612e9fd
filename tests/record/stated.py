"""What each of the five reports states, and how the record names it."""

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cluster_portal.vietnamese.numbers import Qualifier, Quantity, format_quantity

FOLDER = Path(__file__).parent / "facts"

# Fact file to the conference in the record.
CONFERENCES = {
    "000": ("dong-bang-song-hong", "tong-ket-2022"),
    "001": ("dong-bang-song-hong", "tong-ket-2020"),
    "002": ("khoi-thi-dua-tinh-ha-nam", "tong-ket-2022"),
    "003": ("trung-du-mien-nui-phia-bac", "tong-ket-2022"),
    "004": ("dong-bang-song-hong", "tong-ket-2023"),
}
# Indicators whose code differs from the facts' name for them.
INDICATORS = {
    "export_turnover": "exports",
    "export_value": "exports",
    "export_value_growth": "exports_growth",
    "gdtx_graduation_rate": "graduation_rate_gdtx",
    "grdp_growth_avg": "grdp_growth",
    "national_gifted_prize_rate": "gifted_prize_rate",
    "national_gifted_prizes": "gifted_prizes",
    "ntm_advanced_communes": "ntm_advanced",
    "ntm_advanced_communes_recognised": "ntm_advanced_towns_year",
    "ntm_advanced_communes_share": "ntm_advanced_towns_share",
    "ntm_advanced_communes_total": "ntm_advanced_towns",
    "ntm_model_communes": "ntm_model",
    "ntm_model_communes_in_progress": "ntm_model_in_progress",
    "ocop_products_5star_proposed": "ocop_5star_proposed",
    "ocop_products_total": "ocop",
    "ocop_products_year": "ocop_year",
    "public_investment_disbursement": "public_investment_disb",
    "thpt_graduation_rate": "graduation_rate_thpt",
    "thpt_mean_score": "exam_score",
    "thpt_mean_score_rank": "exam_score_rank",
    "thpt_perfect_scores": "exam_perfect_scores",
    "thpt_subjects_top10": "exam_subjects_top10",
    "total_social_investment": "social_investment",
}
# Names of award forms that differ from the law's, without the province that gave them.
FORMS = {
    "Danh hiệu Mẹ Việt Nam Anh hùng": "DHVD_BA_ME_VNAH",
    "Huân chương": "HUAN_CHUONG",
    "Huân chương Lao động các hạng": "HC_LAO_DONG",
    "Bằng khen của Chủ tịch UBND tỉnh Quảng Ninh": "BK_TINH",
    "Bằng khen của Chủ tịch UBND tỉnh Thái Bình": "BK_TINH",
}
RECIPIENTS = {
    "province": "collective",
    "collective": "collective",
    "individual": "individual",
    "collective_and_individual": "mixed",
    "unspecified": "unstated",
}
PARTS = {
    "attended": "attended",
    "award_recipient": "received_award",
    "directed": "directed",
    "gave_flowers": "gave_flowers",
    "launched_movement": "launched",
    "opening_speech": "opened",
    "outgoing_chair_head": "handed_over",
    "presented_award": "gave_awards",
    "received_chair": "took_over",
    "spoke": "spoke",
}


@dataclass(frozen=True)
class Stated:
    """One thing that a report states, with the report it stands in."""

    file: str
    report: dict[str, Any]
    fact: Any

    @property
    def cluster_slug(self) -> str:
        return CONFERENCES[self.file][0]

    @property
    def conference_slug(self) -> str:
        return CONFERENCES[self.file][1]

    @property
    def held_on(self) -> datetime.date:
        return datetime.date.fromisoformat(self.report["date"])

    @property
    def quantity(self) -> Quantity:
        """The value of an indicator's fact."""
        total = self.fact.get("total")
        return Quantity(
            Decimal(str(self.fact["value"])),
            None if total is None else Decimal(total),
            Qualifier(self.fact["qualifier"]),
        )

    @property
    def figure(self) -> str:
        return format_quantity(self.quantity)

    @property
    def is_rank(self) -> bool:
        return self.fact["unit"].startswith("hạng")

    @property
    def is_of_cluster(self) -> bool:
        return self.fact["scope"] == "cluster"


def reports() -> list[Any]:
    """Each report once."""
    return [pytest.param(stated, id=stated.file) for stated in _read()]


def each(*lists: str) -> list[Any]:
    """Every entry of the named lists of every report, as test parameters."""
    return [
        pytest.param(Stated(stated.file, stated.report, fact), id=f"{stated.file}-{name}-{number}")
        for stated in _read()
        for name in lists
        for number, fact in enumerate(stated.report[name])
    ]


def _read() -> list[Stated]:
    return [
        Stated(path.stem, report, report)
        for path in sorted(FOLDER.glob("*.json"))
        for report in [json.loads(path.read_text("utf-8"))]
    ]
