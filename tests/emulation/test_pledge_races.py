"""Two people write one pledge at the same moment."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from cluster_portal.accounts.models import User
from emulation.models import Pledge
from emulation.services import (
    pledge_signatures,
    pledge_signing,
    pledge_steps,
    pledge_withdrawals,
    pledges,
)
from emulation.services.pledge_signatures import PaperSignature
from emulation.services.pledge_steps import move_pledge
from emulation.services.pledges import PledgeItemText, save_pledge
from tests.factories.clusters import UnitCertificateFactory
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
        (pledge_steps, "list_members"),
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


def digitally(unit, by, certificate):
    return pledge_signing.record_digital_signature(
        pledge=Pledge.objects.get(),
        unit=unit,
        signer_name="Lê Văn Ký",
        office="Chủ tịch",
        signed_at=timezone.now(),
        certificate=certificate,
        by=User.objects.get(pk=by.pk),
    )


def test_who_declines_while_the_unit_signs_is_told_that_it_has(
    monkeypatch, draft, lan, chi, unit_of_chi
):
    move(lan, "issued")
    certificate = UnitCertificateFactory(unit=unit_of_chi)

    def decline():
        return pledge_signing.decline_to_sign(
            pledge=Pledge.objects.get(),
            unit=unit_of_chi,
            reason="Mục 2",
            by=User.objects.get(pk=chi.pk),
        )

    found = meanwhile(
        monkeypatch,
        (pledge_signing, "_refuse_certificate"),
        lambda: digitally(unit_of_chi, chi, certificate).state,
        decline,
    )
    assert found[0] == "ký số"
    assert isinstance(found[1], ValidationError)
    row = Pledge.objects.get().signatures.get(unit=unit_of_chi)
    assert (row.method, row.has_declined) == ("digital", False)


def test_two_last_signatures_at_once_make_the_pledge_signed(
    monkeypatch, draft, lan, binh, chi, unit_of_binh, unit_of_chi
):
    move(lan, "issued")
    first, second = (UnitCertificateFactory(unit=unit) for unit in (unit_of_binh, unit_of_chi))
    found = meanwhile(
        monkeypatch,
        (pledge_signing, "_refuse_certificate"),
        lambda: digitally(unit_of_binh, binh, first).state,
        lambda: digitally(unit_of_chi, chi, second).state,
    )
    assert found == ["ký số", "ký số"]
    pledge = Pledge.objects.get()
    assert (pledge.status, pledge.signed_on) == ("signed", timezone.localdate())


def test_a_withdrawal_and_a_signature_go_one_after_the_other(
    monkeypatch, draft, lan, chi, unit_of_chi
):
    move(lan, "issued")
    certificate = UnitCertificateFactory(unit=unit_of_chi)
    found = meanwhile(
        monkeypatch,
        (pledge_withdrawals, "keep_what_stands"),
        lambda: (
            pledge_withdrawals.withdraw_pledge(
                pledge=Pledge.objects.get(), reason="Sai", by=User.objects.get(pk=lan.pk)
            ).signatures
        ),
        lambda: digitally(unit_of_chi, chi, certificate),
    )
    assert found[0] == []
    assert isinstance(found[1], ValidationError)
    assert Pledge.objects.get().status == "withdrawn"


def test_two_versions_at_once_get_two_numbers(monkeypatch, draft, year_a, lan):
    meanwhile(
        monkeypatch,
        (pledges, "keep_version"),
        lambda: write(year_a, lan, "Một").theme,
        lambda: write(year_a, lan, "Hai").theme,
    )
    assert list(Pledge.objects.get().versions.values_list("number", flat=True)) == [1, 2, 3]
