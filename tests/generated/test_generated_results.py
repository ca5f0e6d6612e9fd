"""Figures made by machine look like those that are reported, and pledges promise some of them."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from cluster_portal.generated.loading import generate_country
from clusters.models import Unit
from emulation.models import IndicatorValue, PledgeItem, ValueKind

pytestmark = pytest.mark.django_db
COUNTED = {"xã", "xã, thị trấn", "huyện", "học sinh"}
# Not a share of anything: what grew, and what lies above or below a plan.
CHANGES = {"grdp_growth", "iip_growth", "agri_growth", "exports_growth"}
OF_PLAN = {"budget_revenue_vs_plan", "budget_revenue_over_plan"}


@pytest.fixture
def country():
    return generate_country(years=4, awards=0, seed=5)


def figures(**of):
    """The figures of units by indicator, unit and year."""
    rows = IndicatorValue.objects.filter(unit__isnull=False, **of)
    return {
        (row.indicator.code, row.unit.slug, row.emulation_year.year): row
        for row in rows.select_related("indicator", "unit", "emulation_year")
    }


def test_each_figure_is_of_a_sensible_size_and_kind(country):
    found = figures()
    assert len({code for code, _, _ in found}) == 60
    assert not figures(indicator__code="ntm_districts", emulation_year__year__gte=2025)
    for (code, _, year), row in found.items():
        unit = row.indicator.unit_of_measure
        if row.kind == ValueKind.RANK:
            assert unit.startswith("hạng")
            assert row.out_of == (63 if year < 2025 else 34)
        elif row.kind == ValueKind.RATIO:
            assert unit in COUNTED
            assert 0 < row.value <= row.out_of
        elif code in CHANGES:
            assert -25 <= row.value <= 30, row
        elif unit.startswith("%") and code not in OF_PLAN:
            assert 0 <= row.value <= 100, row
        elif code == "par_index_rank_change":
            assert abs(row.value) < 63
        elif code not in OF_PLAN:
            assert row.value >= 0, row
    assert all(-2 <= row.value <= 13 for row in figures(indicator__code="grdp_growth").values())
    for row in figures(indicator__code="budget_revenue").values():
        assert 5_000 <= row.value <= 500_000


def test_a_province_keeps_its_level(country):
    for code, most in (("budget_revenue", 20), ("grdp_per_capita", 20), ("health_insurance", 5)):
        found = figures(indicator__code=code)
        followed = 0
        for (_, slug, year), row in found.items():
            if before := found.get((code, slug, year - 1)):
                followed += 1
                assert abs(row.value / before.value - 1) * 100 < most, (row, before)
        assert followed > 60


def test_a_province_made_of_others_begins_where_they_were(country):
    found = figures(indicator__code="grdp_nominal")
    followed = 0
    for unit in Unit.objects.filter(slug__endswith="-2025"):
        now = found.get(("grdp_nominal", unit.slug, 2025))
        slugs = unit.precursors.values_list("predecessor__slug", flat=True)
        parts = [found.get(("grdp_nominal", slug, 2024)) for slug in slugs]
        if now and all(parts):
            followed += 1
            assert abs(now.value / sum(part.value for part in parts) - 1) < Decimal("0.2")
    assert followed > 10


def test_boards_hold_what_was_promised_against_what_was_reached(country, client):
    assert PledgeItem.objects.filter(indicator__isnull=False).count() == 9 * 8 * 4
    pages = [
        client.get(f"/tong-quan/cum/thu-{number}/{year}/").content.decode()
        for number in (1, 4)
        for year in (2023, 2024)
    ]
    assert all("Chỉ tiêu giao ước so với kết quả" in page for page in pages)
    for words in ("Đạt", "Chưa đạt", "Chưa kết luận được", "Chưa có số liệu"):
        assert any(words in page for page in pages), words


def test_what_was_promised_is_kept_as_in_any_pledge_that_was_issued(country):
    item = PledgeItem.objects.filter(indicator__isnull=False)[0]
    with pytest.raises(DatabaseError, match="pledge_target_frozen"), transaction.atomic():
        PledgeItem.objects.filter(pk=item.pk).update(target=item.target + 1)
