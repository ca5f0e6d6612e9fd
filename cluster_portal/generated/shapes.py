"""Of what size each indicator's figures are, so that what is made up looks like what is reported.

The sizes are of the order of those that provinces publish; nothing is computed from them.
"""

from dataclasses import dataclass

LAST_YEAR = 2026  # of a generated country; the sizes are those of this year
MERGED = 2025  # communes became fewer and districts were abolished


@dataclass(frozen=True, kw_only=True)
class Shape:
    """From `low`, of the last among provinces, to `high`, of the first, in the last year.

    `yearly` is what a year adds, `growth` by which share it grows; `swing` how far a province moves
    between the two in a year. Amounts (`is_amount`) are of a million people. Where `wholes` things
    of a million people are counted, the sizes are per cent of them; `wholes_merged` from `MERGED`.
    """

    low: float
    high: float
    yearly: float = 0
    growth: float = 0
    swing: float = 0.03
    is_amount: bool = False
    wholes: float = 0
    wholes_merged: float | None = None

    def at(self, place: float, year: int, millions: float) -> tuple[float, int | None] | None:
        """The figure at `place` from 0 to 1, and of how many; None with nothing to count."""
        back = LAST_YEAR - year
        value = self.low + place * (self.high - self.low)
        value = max(value - self.yearly * back, min(self.low, 0)) / (1 + self.growth) ** back
        if not self.wholes:
            return (value * millions if self.is_amount else value), None
        many = self.wholes if year < MERGED or self.wholes_merged is None else self.wholes_merged
        wholes = round(many * millions)
        return (float(round(wholes * min(value, 100) / 100)), wholes) if wholes else None


def _rate(low: float, high: float, yearly: float = 0, swing: float = 0.03) -> Shape:
    return Shape(low=low, high=high, yearly=yearly, swing=swing)


def _amount(low: float, high: float, growth: float = 0, swing: float = 0.015) -> Shape:
    return Shape(low=low, high=high, growth=growth, swing=swing, is_amount=True)


def _of(wholes: float, merged: float | None, low: float, high: float, yearly: float = 0) -> Shape:
    return Shape(
        low=low, high=high, yearly=yearly, swing=0.015, wholes=wholes, wholes_merged=merged
    )


# By the code of the indicator. Those that follow from others are made of them instead.
SHAPES = {
    "grdp_growth": _rate(-2, 13, swing=0.08),
    "grdp_per_capita": Shape(low=60, high=190, growth=0.06, swing=0.012),
    "income_per_capita": Shape(low=42, high=100, growth=0.06, swing=0.012),
    "iip_growth": _rate(-3, 19, swing=0.08),
    "agri_growth": _rate(0.5, 5.5, swing=0.08),
    "retail_sales": _amount(35_000, 110_000, 0.07),
    "budget_revenue": _amount(17_000, 38_000, 0.05),
    "budget_revenue_vs_plan": _rate(96, 128, swing=0.08),
    "budget_expenditure": _amount(13_000, 22_000, 0.04),
    "social_investment": _amount(25_000, 60_000, 0.06),
    "public_investment_disb": _rate(70, 100, swing=0.06),
    "fdi_registered": _amount(20, 600, 0.03, swing=0.06),
    "exports": _amount(1.5, 9, 0.08, swing=0.008),
    "imports": _amount(1.2, 8, 0.07, swing=0.008),
    "new_enterprises": _amount(600, 2_200, 0.03),
    "urbanisation": _rate(22, 75, 0.5),
    "ntm_communes": _of(80, 27, 62, 100, 4),
    "ntm_advanced": _of(80, 27, 8, 45, 3),
    "ntm_advanced_towns": _of(88, 30, 10, 50, 3),
    "ntm_advanced_towns_year": _of(88, 30, 2, 9, 0.3),
    "ntm_model": _of(80, 27, 2, 18, 1.5),
    "ntm_model_in_progress": _of(88, 30, 2, 12, 0.5),
    "ntm_districts": _of(7, 0, 45, 95, 4),
    "ocop": _amount(90, 320, 0.12),
    "ocop_year": _amount(15, 60, 0.06),
    "ocop_5star_proposed": _amount(1, 6),
    "large_field_models": _amount(20, 90, 0.03),
    "large_field_area": _amount(3_000, 9_000, 0.03),
    "large_field_contracted_area": _amount(600, 2_500, 0.04),
    "poverty_rate": _rate(0.6, 6, -0.35),
    "near_poor_rate": _rate(1.2, 6.5, -0.2),
    "temp_houses": _amount(300, 2_500, swing=0.05),
    "jobs": _amount(14_000, 26_000, 0.01),
    "trained_labour": _rate(60, 84, 1.4),
    "unemployment": _rate(1.1, 3.1),
    "health_insurance": _rate(92.5, 99.5, 1.1),
    "national_std_schools": _rate(60, 92, 1.6),
    "exam_score": _rate(5.9, 7.2, swing=0.05),
    "exam_subjects_top10": _rate(0, 8.4, swing=0.06),
    "exam_perfect_scores": _amount(20, 160, swing=0.06),
    "graduation_rate_thpt": _rate(97.4, 99.9, swing=0.05),
    "graduation_rate_gdtx": _rate(89, 99.4, swing=0.05),
    "gifted_prizes": _of(60, None, 40, 85),
    "commune_health": _of(80, 27, 78, 100, 1.5),
    "clean_water": _rate(66, 99, 1.2),
    "forest_cover": _rate(5, 68, 0.1, swing=0.01),
    "par_index": _rate(82, 96, swing=0.05),
    "sipas": _rate(78, 92, swing=0.05),
    "papi": _rate(39, 47, swing=0.05),
}
