"""While a pledge is printed others write; what is issued is what was printed."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record
from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.models import IssuedDocument, NumberSeries
from cluster_portal.documents.services import Press, printing_first
from cluster_portal.workspace.signing.issuing import TEXT_CHANGED, issue_for_signing
from emulation.models import Pledge
from emulation.services.pledges import PledgeItemText, save_pledge
from tests.documents.reading import text_of
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import PledgeFactory, PledgeItemFactory
from tests.racing import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
WHILE_PRINTING = (Press, "print")


def issue(pledge, by):
    return issue_for_signing(
        pledge=Pledge.objects.get(pk=pledge.pk), sign_by=None, by=User.objects.get(pk=by.pk)
    ).document_number


def write(year, by):
    return save_pledge(
        emulation_year=year,
        texts={"legal_basis": "Căn cứ Luật", "theme": "Mới"},
        items=[PledgeItemText(1, "", "Mới")],
        by=User.objects.get(pk=by.pk),
    ).theme


def test_others_write_while_it_is_printed(monkeypatch, draft, lan):
    def download():
        with transaction.atomic():
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET LOCAL lock_timeout = 300")
            record(by=User.objects.get(pk=lan.pk), action="download", target=draft)
            NumberSeries.objects.select_for_update().get_or_create(name="khac")
            list(Pledge.objects.select_for_update().filter(pk=draft.pk))
        return "written"

    found = meanwhile(monkeypatch, WHILE_PRINTING, lambda: issue(draft, lan), download)
    assert found == [IssuedDocument.objects.get().document_number, "written"]


def test_a_text_that_is_changed_while_it_is_printed_is_not_issued(monkeypatch, draft, lan):
    year = draft.emulation_year
    found = meanwhile(
        monkeypatch, WHILE_PRINTING, lambda: issue(draft, lan), lambda: write(year, lan)
    )
    if connection.vendor == "sqlite":  # one after the other
        assert isinstance(found[1], ValidationError)
        return
    assert found[0].messages == [TEXT_CHANGED]
    assert found[1] == "Mới"
    assert not IssuedDocument.objects.exists()
    assert Pledge.objects.get().status == "draft"
    assert issue(draft, lan).startswith("01/")


def test_two_of_one_series_get_two_numbers_that_are_printed_in_them(
    monkeypatch, draft, lan, tmp_path
):
    cluster = draft.emulation_year.cluster
    other = PledgeFactory(
        emulation_year=EmulationYearFactory(cluster=cluster, year=2025),
        draft=True,
        legal_basis="Căn cứ Luật",
    )
    PledgeItemFactory(pledge=other)
    found = meanwhile(
        monkeypatch, WHILE_PRINTING, lambda: issue(draft, lan), lambda: issue(other, lan)
    )
    assert sorted(number[:3] for number in found) == ["01/", "02/"]
    assert NumberSeries.objects.get(name__contains="GƯTĐ").last == 2
    for document in IssuedDocument.objects.all():
        file = tmp_path / f"{document.pk}.pdf"
        file.write_bytes(document.content)
        assert document.document_number in text_of(file)


def test_a_number_comes_back_when_nothing_can_be_printed(monkeypatch, draft, lan):
    def fail(html):
        raise DocumentError("Cổng chưa lập được tệp PDF.")

    with monkeypatch.context() as patch:
        patch.setattr(printing_first, "print_document", fail)
        with pytest.raises(ValidationError, match="chưa lập được"):
            issue(draft, lan)
    assert Pledge.objects.get().status == "draft"
    assert not NumberSeries.objects.exists()
    assert issue(draft, lan).startswith("01/")


def test_what_changes_each_time_it_is_printed_is_given_up(draft, lan):
    turns = iter(range(100))
    with pytest.raises(ValidationError) as refused:
        printing_first.issue_printed(lambda press: press(f"<p>{next(turns)}</p>"))
    assert refused.value.messages == [printing_first.CHANGED_MEANWHILE]
