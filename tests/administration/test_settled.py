"""What was finalised, issued or signed elsewhere is not changed around its rules here."""

import datetime

import pytest

from awards.models import Award
from emulation.models import Conference, Pledge, PledgeItem, PledgeSignature, ReportSection
from tests.administration.forms import address, messages_on, post
from tests.factories.awards import AwardFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import (
    ConferenceFactory,
    PledgeFactory,
    PledgeItemFactory,
    PledgeSignatureFactory,
    ReportSectionFactory,
)
from tests.factories.work import ConferenceReportFactory

WHY = {"correction_reason": "Sửa"}


@pytest.fixture
def held(year):
    return ConferenceFactory(cluster=year.cluster, review_year=year, status="held")


@pytest.fixture
def settled(year):
    """A finalised conference with its issued report and one section."""
    later = EmulationYearFactory(cluster=year.cluster, year=2025)
    conference = ConferenceFactory(cluster=year.cluster, review_year=later, status="held")
    ReportSectionFactory(conference=conference)
    ConferenceReportFactory(conference=conference)
    Conference.objects.filter(pk=conference.pk).update(status="finalised")
    return Conference.objects.get(pk=conference.pk)


def test_the_status_of_a_conference_and_of_a_pledge_is_read_only(administrator, held, year):
    pledge = PledgeFactory(emulation_year=year, draft=True)
    for row in (held, pledge):
        page = administrator.get(address(row))
        assert "status" not in page.context["adminform"].form.fields
        assert row.get_status_display() in page.content.decode()
        before = row.status
        post(administrator, address(row), status="published", **WHY)
        row.refresh_from_db()
        assert row.status == before
        added = administrator.get(address(type(row), "add")).context["adminform"]
        assert "status" not in added.form.fields
        assert "status" not in [
            name for _, options in added.fieldsets for name in options["fields"]
        ]


def test_no_section_comes_into_a_conference_whose_report_is_issued(administrator, held, settled):
    sections = settled.sections.count()
    wanted = {"conference": settled.pk, "heading": "Chen vào", "body": "Nội dung", "order": 9}
    response = post(administrator, address(ReportSection, "add"), **wanted)
    assert any("không thêm nội dung vào được" in words for words in messages_on(response))
    moved = ReportSectionFactory(conference=held)
    response = post(administrator, address(moved), conference=settled.pk, order=9, **WHY)
    assert any("không thêm nội dung vào được" in words for words in messages_on(response))
    award = AwardFactory(emulation_year=held.review_year)
    response = post(administrator, address(award), conference=settled.pk, **WHY)
    assert any("không thêm nội dung vào được" in words for words in messages_on(response))
    assert settled.sections.count() == sections
    assert not settled.awards.exists()


def test_an_award_of_an_issued_report_is_read_here(administrator, settled):
    decision = DecisionFactory()
    award = AwardFactory(emulation_year=settled.review_year, conference=settled, decision=decision)
    page = administrator.get(address(award)).content.decode()
    assert "đã chốt và báo cáo đã ban hành" in page
    assert administrator.post(address(award), {"note": "Khác"} | WHY).status_code == 403
    assert administrator.post(address(award, "delete"), {"post": "yes"} | WHY).status_code == 403
    assert Award.objects.get().note == award.note
    # Its decision keeps what the report says of it.
    post(administrator, address(decision), document_number="9/QĐ", subject="Trích yếu", **WHY)
    before = decision.document_number
    decision.refresh_from_db()
    assert (decision.document_number, decision.subject) == (before, "Trích yếu")
    assert administrator.post(address(decision, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("status", ["issued", "signed", "published"])
def test_only_the_draft_of_a_pledge_is_changed(administrator, year, status):
    pledge = PledgeFactory(emulation_year=year, draft=True)
    item, signature = PledgeItemFactory(pledge=pledge), PledgeSignatureFactory(pledge=pledge)
    day = datetime.date(2024, 3, 13)
    Pledge.objects.filter(pk=pledge.pk).update(status=status, signed_on=day)
    page = administrator.get(address(pledge)).content.decode()
    assert "không còn là dự thảo" in page
    for row in (pledge, item, signature):
        assert administrator.post(address(row), WHY).status_code == 403, row
        assert administrator.post(address(row, "delete"), {"post": "yes"}).status_code == 403, row
    wanted = {"pledge": pledge.pk, "number": 7, "text": "Chen vào", **WHY}
    response = post(administrator, address(PledgeItem, "add"), **wanted)
    assert any("không còn là dự thảo" in words for words in messages_on(response))
    assert pledge.items.get() == item
    assert PledgeSignature.objects.count() == 1
