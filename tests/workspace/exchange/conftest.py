"""A year with two provinces, three indicators and last year's figures."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cluster_portal.accounts.models import User
from clusters.models import EmulationYear, Unit
from emulation.models import Aggregation, Indicator
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import IndicatorFactory, IndicatorValueFactory
from tests.factories.work import YearIndicatorFactory


@pytest.fixture
def growth(year_a: EmulationYear) -> Indicator:
    return _column(year_a, 1, "Tăng trưởng GRDP", "%", 2)


@pytest.fixture
def income(year_a: EmulationYear) -> Indicator:
    return _column(year_a, 2, "Thu ngân sách", "tỷ đồng", 0)


@pytest.fixture
def communes(year_a: EmulationYear) -> Indicator:
    return _column(year_a, 3, "Xã đạt chuẩn", "xã", 0, aggregation=Aggregation.RATIO)


def _column(
    year: EmulationYear, order: int, name: str, unit: str, decimals: int, **more: Any
) -> Indicator:
    indicator = IndicatorFactory(
        name=name, code=f"chi-tieu-{order}", unit_of_measure=unit, decimals=decimals, **more
    )
    YearIndicatorFactory(emulation_year=year, indicator=indicator, order=order)
    return indicator


@pytest.fixture
def grid(
    year_a: EmulationYear,
    unit_of_binh: Unit,
    unit_of_chi: Unit,
    growth: Indicator,
    income: Indicator,
    communes: Indicator,
) -> EmulationYear:
    """The year whose grid has one figure: rows Hà Nam, Nam Định, Toàn cụm from row 4."""
    IndicatorValueFactory(
        emulation_year=year_a, indicator=growth, unit=unit_of_chi, value=Decimal("9.5")
    )
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    IndicatorValueFactory(
        emulation_year=before, indicator=growth, unit=unit_of_chi, value=Decimal("9.41")
    )
    return year_a


@pytest.fixture
def lans(lan: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(lan)


@pytest.fixture
def chis(chi: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(chi)
