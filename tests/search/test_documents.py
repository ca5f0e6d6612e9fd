"""The text of issued documents: kept when they are issued, found by who may read them."""

import dataclasses

import pytest

from awards.models import RecipientKind
from cluster_portal.documents.contents import Part, Section
from cluster_portal.documents.models import DocumentPassage
from cluster_portal.documents.passages import AWARDS_HEADING, passages_of
from cluster_portal.documents.services import issue_document, withdraw_document
from cluster_portal.search.rebuilding import differences
from emulation.models import ConferenceReport, ConferenceStatus, PledgeStatus
from tests.documents.samples import award_table, report
from tests.factories.awards import AwardFactory
from tests.factories.clusters import HandoverFactory
from tests.factories.emulation import ConferenceFactory, PledgeFactory
from tests.search.test_search import find, hit_of, hits_of, plain, text_of

pytestmark = pytest.mark.django_db


def issue(by, text, *, kind="conference_report", **more):
    content = report(
        subject="Tổng kết",
        parts=(Part(heading="Kết quả", sections=(Section(heading="Y tế", paragraphs=(text,)),)),),
        closing="",
        bases=(),
    )
    arguments = {"document_number": "07/BC-CTĐ", "title": "Báo cáo tổng kết"} | more
    return issue_document(
        kind=kind, content=text.encode(), by=by, made_from=content, code="", **arguments
    )


@pytest.fixture
def conference(year_a):
    return ConferenceFactory(review_year=year_a, title="Hội nghị tổng kết")


@pytest.fixture
def document(lan, conference):
    document = issue(lan, "Vắc xin đã tiêm 1.234.567 liều")
    ConferenceReport.objects.create(conference=conference, document=document)
    return document


@pytest.mark.parametrize(
    "query", ["vac xin", "1234567 liều", "1.234.567", "07/BC-CTĐ vắc xin", "văn bản y te"]
)
def test_the_text_of_a_published_report_is_found(visitor, document, conference, query):
    hit = hit_of(find(visitor, query), "van-ban")
    assert plain(hit.title) == "07/BC-CTĐ Báo cáo tổng kết"
    assert hit.address == conference.get_absolute_url()
    assert [plain(text) for text in hit.snippets] == ["Y tế: Vắc xin đã tiêm 1.234.567 liều"]
    assert "<mark>" in hit.snippets[0]


def test_a_number_is_found_in_threes_and_whole(visitor, document):
    (mark,) = hit_of(find(visitor, "1234567"), "van-ban").snippets
    assert "<mark>1.234.567</mark>" in mark
    assert hits_of(find(visitor, "234567")) == {}
    assert hits_of(find(visitor, "567 1234")) == {}


def test_a_report_that_is_not_published_is_found_by_who_works_there(
    visitor, client_of, lan, dung, hoa, document, conference
):
    type(conference).objects.filter(pk=conference.pk).update(status=ConferenceStatus.FINALISED)
    assert differences() == 0
    for client in (visitor, client_of(dung)):
        response = find(client, "vac xin")
        assert hits_of(response) == {}
        assert "vắc" not in text_of(response).lower().replace('value="vac', "")
    for person in (lan, hoa):
        assert hit_of(find(client_of(person), "vac xin"), "van-ban").is_draft


def test_a_withdrawn_document_is_found_by_who_works_there_alone(
    visitor, client_of, lan, document
):
    withdraw_document(document=document, reason="Ban hành nhầm.", by=lan)
    assert differences() == 0
    assert hits_of(find(visitor, "vac xin")) == {}
    assert "đã thu hồi" in hit_of(find(client_of(lan), "vac xin"), "van-ban").facts


def test_the_next_revision_stands_for_the_one_before(visitor, lan, document, conference):
    newer = issue(lan, "Vắc xin đã tiêm hai liều", replaces=document, reason="Sửa số.")
    ConferenceReport.objects.create(conference=conference, document=newer)
    assert differences() == 0
    response = find(visitor, "vac xin")
    assert "lần 2" in hit_of(response, "van-ban").facts
    assert hits_of(find(visitor, "1234567")) == {}


def test_minutes_of_a_handover_are_for_the_cluster(visitor, client_of, lan, dung, year_a):
    minutes = issue(lan, "Con dấu đã giao", kind="handover", title="Biên bản bàn giao")
    handover = HandoverFactory(emulation_year=year_a)
    handover.document = minutes
    handover.save()
    assert differences() == 0
    for client in (visitor, client_of(dung)):
        assert "van-ban" not in hits_of(find(client, "con dau"))
    hit = hit_of(find(client_of(lan), "con dau"), "van-ban")
    assert hit.address == year_a.get_absolute_url()


def test_a_pledge_becomes_public_with_its_publication(visitor, client_of, lan, year_a):
    pledge = PledgeFactory(emulation_year=year_a, status=PledgeStatus.ISSUED, signed_on=None)
    pledge.document = issue(lan, "Hứa trồng cây", kind="pledge", title="Giao ước")
    pledge.save()
    assert "van-ban" not in hits_of(find(visitor, "trong cay"))
    assert hit_of(find(client_of(lan), "trong cay"), "van-ban").is_draft
    pledge.status, pledge.signed_on = PledgeStatus.PUBLISHED, "2024-03-13"
    pledge.save()
    assert differences() == 0
    assert not hit_of(find(visitor, "trong cay"), "van-ban").is_draft


def test_what_belongs_nowhere_is_found_by_nobody(client_of, lan, hoa):
    issue(lan, "Thư mời hoa hồng", kind="invitation")
    assert hits_of(find(client_of(hoa), "hoa hong")) == {}


def test_names_of_private_persons_in_reports_are_not_searched(visitor, lan, year_a):
    """Decision 27: whoever may read them finds them in the register."""
    conference = ConferenceFactory(review_year=year_a)
    AwardFactory(
        emulation_year=year_a,
        conference=conference,
        recipient_name="Bùi Văn Riêng",
        recipient_kind=RecipientKind.INDIVIDUAL,
    )
    section = Section(heading=AWARDS_HEADING, tables=(award_table(),))
    data = dataclasses.asdict(report(parts=(Part(heading="Kết quả", sections=(section,)),)))
    text = " ".join(text for piece in passages_of(data) for text in piece)
    assert award_table().rows[0][1] not in text
    assert AWARDS_HEADING in text


def test_every_document_issued_keeps_its_text(lan, document):
    """As pieces with their headings, in the transaction that issues."""
    assert list(DocumentPassage.objects.values_list("heading", "text")) == [
        ("Y tế", "Vắc xin đã tiêm 1.234.567 liều")
    ]


def test_documents_without_data_have_no_pieces():
    assert passages_of({}) == []
