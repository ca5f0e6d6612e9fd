"""Two people write one pledge at the same moment."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cluster_portal.accounts.models import User
from emulation.models import Pledge
from emulation.services import pledge_signatures, pledge_steps, pledges
from emulation.services.pledge_signatures import PaperSignature
from emulation.services.pledge_steps import move_pledge
from emulation.services.pledges import PledgeItemText, save_pledge
from tests.racing import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.date(2024, 3, 13)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=True):
        yield


@pytest.fixture
def draft(year_a, lan, unit_of_chi):
    return write(year_a, lan, "Cũ")


def write(year, by, theme):
    return save_pledge(
        emulation_year=year,
        texts={"theme": theme, "legal_basis": "Căn cứ Luật"},
        items=[PledgeItemText(1, "", theme)],
        by=User.objects.get(pk=by.pk),
    )


def move(by, to, **more):
    return move_pledge(
        pledge=Pledge.objects.get(), to=to, by=User.objects.get(pk=by.pk), **more
    ).status


def test_who_issues_waits_for_who_writes(monkeypatch, draft, year_a, lan):
    def text():
        return write(year_a, lan, "Mới").theme

    found = meanwhile(monkeypatch, (pledges, "_text_of"), text, lambda: move(lan, "issued"))
    assert found == ["Mới", "issued"]
    pledge = Pledge.objects.get()
    assert (pledge.status, pledge.theme) == ("issued", "Mới")
    assert [item.text for item in pledge.items.all()] == ["Mới"]


def test_an_issued_pledge_stays_issued_and_as_it_was(monkeypatch, draft, year_a, lan):
    found = meanwhile(
        monkeypatch,
        (pledge_steps, "_list_members"),
        lambda: move(lan, "issued"),
        lambda: write(year_a, lan, "Mới"),
    )
    assert found[0] == "issued"
    assert isinstance(found[1], ValidationError)
    pledge = Pledge.objects.get()
    assert (pledge.status, pledge.theme) == ("issued", "Cũ")


def test_signatures_wait_for_the_step_back(monkeypatch, draft, lan):
    move(lan, "issued")

    def sign():
        pledge = Pledge.objects.get()
        rows = [
            PaperSignature(row.unit, "Lê Văn Ký", "Chủ tịch", DAY)
            for row in pledge.signatures.all()
        ]
        return pledge_signatures.save_paper_signatures(
            pledge=pledge, signatures=rows, by=User.objects.get(pk=lan.pk)
        )

    found = meanwhile(
        monkeypatch,
        (pledge_steps, "why_not_yet"),
        lambda: move(lan, "draft", reason="Sửa lời"),
        sign,
    )
    assert found[0] == "draft"
    assert isinstance(found[1], ValidationError)
    assert not Pledge.objects.get().signatures.filter(signed_on__isnull=False).exists()
