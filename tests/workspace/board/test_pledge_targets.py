"""Typing a target into an item of the pledge."""

import datetime
from decimal import Decimal

import pytest
import time_machine

from emulation.models import Pledge, YearIndicator
from tests.factories.emulation import IndicatorFactory, PledgeFactory, PledgeItemFactory
from tests.workspace.board.test_pledge_pages import DRAFT, body, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


@pytest.fixture
def poverty(year_a):
    indicator = IndicatorFactory(code="poverty_rate", name="Tỷ lệ hộ nghèo")
    YearIndicator.objects.create(emulation_year=year_a, indicator=indicator, order=1)
    return indicator


def sent(**target):
    whole = {
        "indicator": "poverty_rate",
        "comparison": "between",
        "target": "1.234,5",
        "target_to": "2.000",
        "target_of": "cluster",
    }
    row = {f"items-0-{name}": value for name, value in (whole | target).items()}
    return body(("1", "", "Giảm nghèo."), **row)


def test_a_target_is_typed_as_vietnamese_writes_numbers(client_of, lan, poverty):
    client = client_of(lan)
    assert client.post(DRAFT, sent()).url == DRAFT
    row = Pledge.objects.get().items.get()
    assert (row.target, row.target_to) == (Decimal("1234.5"), Decimal(2000))
    page = text_of(client.get(DRAFT))
    assert 'value="1.234,5"' in page
    assert '<option value="poverty_rate" selected>Tỷ lệ hộ nghèo (%)</option>' in page


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ({"target": "9.5"}, "dùng dấu phẩy cho phần thập phân, ví dụ 9,5"),
        ({"target": "nhiều"}, "không đúng cách viết số"),
        ({"target": "1" * 400}, "quá dài"),
        ({"target": ""}, "Nhập con số cần đạt"),
        ({"indicator": ""}, "Chọn chỉ tiêu, hoặc xóa mức đã ghi."),
        ({"indicator": "khong-co"}, "Không có trong danh sách chỉ tiêu."),
        ({"comparison": ""}, "Chọn cách so"),
        ({"comparison": "hơn"}, "hơn"),
        ({"target_of": ""}, "Chọn mức của từng đơn vị hay của toàn cụm."),
        ({"target_to": ""}, "Nhập số thứ hai của khoảng."),
        ({"target_to": "1.000"}, "Số thứ hai phải lớn hơn 1.234,5."),
        ({"comparison": "at_least"}, "Chỉ ghi khi chọn “từ … đến …”."),
        ({"target": "1,00001", "target_to": "3"}, "thập phân"),
    ],
)
def test_half_a_target_is_refused_beside_its_field(client_of, lan, poverty, target, why):
    page = text_of(client_of(lan).post(DRAFT, sent(**target)))
    assert "Nội dung giao ước có chỗ cần sửa" in page
    assert why in page
    assert "Giảm nghèo." in page
    assert not Pledge.objects.exists()


def test_the_indicator_that_an_item_names_stays_on_offer(client_of, lan, year_a, poverty):
    pledge = PledgeFactory(emulation_year=year_a, draft=True)
    row = PledgeItemFactory(pledge=pledge, targeted=True)
    assert f'<option value="{row.indicator.code}" selected>' in text_of(client_of(lan).get(DRAFT))


def test_an_issued_pledge_shows_its_targets(client_of, lan, year_a):
    pledge = PledgeFactory(emulation_year=year_a, status="issued", signed_on=None)
    row = PledgeItemFactory(pledge=pledge, targeted=True)
    assert f"Mức giao ước: {row.target_text}" in text_of(client_of(lan).get(DRAFT))
