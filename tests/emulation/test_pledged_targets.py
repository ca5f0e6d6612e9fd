"""A target in an item of a pledge: who writes it, what it leaves behind, when it is fixed."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cluster_portal.audit.models import AuditEvent
from emulation.documents import pledge_content
from emulation.models import Pledge, PledgeVersion
from emulation.pledge_differences import differences
from emulation.selectors import pledges_for, with_text
from emulation.services.pledge_steps import move_pledge
from emulation.services.pledges import PledgeItemText, save_pledge
from tests.factories.emulation import IndicatorFactory

pytestmark = pytest.mark.django_db
TEXTS = {"theme": "Đoàn kết", "legal_basis": "Căn cứ Luật"}
WORDS = "Tỷ lệ hộ nghèo: không quá 2% (từng đơn vị)"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


@pytest.fixture
def poverty():
    return IndicatorFactory(code="poverty_rate", name="Tỷ lệ hộ nghèo")


def item(named, **changes) -> PledgeItemText:
    target = {
        "indicator": named,
        "comparison": "at_most",
        "target": Decimal(2),
        "target_of": "each_unit",
    }
    return PledgeItemText(1, "", "Giảm nghèo.", **target | changes)


@pytest.fixture
def draft(year_a, lan, poverty) -> Pledge:
    return save_pledge(emulation_year=year_a, texts=TEXTS, items=[item(poverty)], by=lan)


def test_the_target_is_kept_with_its_words_in_history_and_audit(year_a, lan, poverty, draft):
    assert draft.items.get().target_text == WORDS
    changed = item(poverty, comparison="between", target=Decimal("1.5"), target_to=Decimal(2))
    save_pledge(emulation_year=year_a, texts=TEXTS, items=[changed], by=lan)
    first, second = PledgeVersion.objects.order_by("number")
    [section] = differences(first.snapshot, second.snapshot)
    told = "".join(run.text for line in section.paragraphs for run in line)
    assert "Mức giao ước: Tỷ lệ hộ nghèo: " in told
    event = AuditEvent.objects.filter(action="save_pledge").order_by("pk").last()
    assert event.changes["items"] == [
        f"1. Giảm nghèo. [{WORDS}]",
        "1. Giảm nghèo. [Tỷ lệ hộ nghèo: từ 1,5 đến 2% (từng đơn vị)]",
    ]


def test_a_target_goes_when_it_is_left_out(year_a, lan, draft):
    words = [PledgeItemText(1, "", "Giảm nghèo.")]
    save_pledge(emulation_year=year_a, texts=TEXTS, items=words, by=lan)
    assert draft.items.get().wanted is None
    assert "target" not in PledgeVersion.objects.order_by("number").last().snapshot["items"][0]


@pytest.mark.parametrize(
    "changes",
    [
        {"target": None},
        {"comparison": ""},
        {"target_of": ""},
        {"indicator": None},
        {"comparison": "between"},
        {"target_to": Decimal(3)},
        {"comparison": "nhiều hơn"},
        {"target": Decimal("1.00001")},
    ],
)
def test_half_a_target_is_refused(year_a, lan, poverty, changes):
    with pytest.raises(ValidationError) as refused:
        save_pledge(emulation_year=year_a, texts=TEXTS, items=[item(poverty, **changes)], by=lan)
    assert refused.value.message_dict["items"][0].startswith("Nội dung 1: ")
    assert not Pledge.objects.exists()


def test_the_target_stands_in_the_document_that_is_signed(lan, draft):
    found = with_text(pledges_for(lan)).get(pk=draft.pk)
    assert [one.target for one in pledge_content(found).items] == [WORDS]


def test_once_issued_no_target_comes_changes_or_goes(lan, unit_of_chi, draft):
    issued = move_pledge(pledge=draft, to="issued", by=lan)
    row = issued.items.get()
    for attempt in (
        lambda: issued.items.update(target=Decimal(5)),
        lambda: issued.items.update(comparison="at_least"),
        lambda: issued.items.update(
            indicator=None, comparison="", target=None, target_of="", text="Khác."
        ),
        row.delete,
        lambda: issued.items.create(
            number=2,
            text="Thêm.",
            indicator=row.indicator,
            comparison="exactly",
            target=1,
            target_of="cluster",
        ),
    ):
        with pytest.raises(DatabaseError, match="pledge_target_frozen"), transaction.atomic():
            attempt()
    assert issued.items.get().target_text == WORDS
