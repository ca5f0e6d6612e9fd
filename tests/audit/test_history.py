"""The history of a record: for those who may see its drafts, with the events of its parts."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Award
from cluster_portal.audit.models import AuditEvent, record
from cluster_portal.audit.origin import coming_from
from cluster_portal.workspace.history import VISIBLE
from clusters.history import WORDS, history_url
from clusters.models import Appointment, Cluster, EmulationYear, Unit
from emulation.models import Conference, IndicatorValue, Pledge
from tests.administration.forms import address, post
from tests.factories.awards import AwardFactory
from tests.factories.clusters import HandoverFactory, LeadershipFactory, MembershipFactory
from tests.factories.emulation import (
    ConferenceFactory,
    DelegateFactory,
    DelegatePartFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeItemFactory,
    PledgeSignatureFactory,
    SpeechFactory,
)

pytestmark = pytest.mark.django_db


def url(row) -> str:
    return reverse("workspace:history", args=[WORDS[row._meta.label_lower], row.pk])


def page(client, row, **query) -> str:
    response = client.get(url(row), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def secretary(client_of, lan):
    return client_of(lan)


@pytest.fixture
def rows(year_a: EmulationYear, unit_of_binh: Unit) -> dict[str, object]:
    """One record of each kind, of the first cluster; those that can be drafts are."""
    conference = ConferenceFactory(review_year=year_a, draft=True)
    return {
        "cum": year_a.cluster,
        "nam": year_a,
        "don-vi": unit_of_binh,
        "hoi-nghi": conference,
        "giao-uoc": PledgeFactory(emulation_year=year_a, draft=True),
        "so-lieu": IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh),
        "khen-thuong": AwardFactory(
            emulation_year=year_a, conference=conference, unit=unit_of_binh
        ),
    }


def test_every_kind_has_a_word_and_rows():
    kinds = {Appointment, Cluster, EmulationYear, Unit, Conference, Pledge, IndicatorValue, Award}
    assert set(WORDS) == {model._meta.label_lower for model in kinds}
    assert set(VISIBLE) == set(WORDS.values())


def test_who_may_see_the_history_of_what(rows, client_of, lan, binh, chi, dung, hoa, quan, visitor):
    public = {"cum", "nam", "don-vi"}
    for kind, row in rows.items():
        for user in (lan, binh, chi, hoa, quan):
            assert client_of(user).get(url(row)).status_code == 200, (user, kind)
        # Dũng sees what is published, not how it came about; of a draft he knows nothing.
        expected = 403 if kind in public else 404
        assert client_of(dung).get(url(row)).status_code == expected, kind
        asked = visitor.get(url(row))
        assert asked.status_code == 302
        assert asked.url.endswith(f"?next={url(row)}")


def test_a_neighbours_history_stays_shut_the_other_way_round(client_of, lan, year_b, unit_of_b):
    client = client_of(lan)
    for row in (year_b, year_b.cluster, unit_of_b):
        assert client.get(url(row)).status_code == 403
    pledge = PledgeFactory(emulation_year=year_b, draft=True)
    assert client.get(url(pledge)).status_code == 404


@pytest.mark.parametrize("rest", ["cum/999999/", "tai-khoan/1/", "cum/99999999999999999999/"])
def test_the_history_of_nothing_is_not_found(secretary, rest):
    assert secretary.get(f"/lich-su/{rest}").status_code == 404


def test_it_tells_when_who_what_before_after_and_why(secretary, year_a, quan):
    conference = ConferenceFactory(review_year=year_a)
    with coming_from("192.0.2.7"):
        record(
            by=quan,
            action="change",
            target=conference,
            changes={"held_on": ["2025-03-13", "2025-03-14"], "venue": ["", "<b>Hội trường</b>"]},
            reason="Theo <công văn> số 1.",
        )
    text = page(secretary, conference)
    for words in (
        quan.full_name,
        "Sửa",
        "Ngày họp: 13/3/2025",
        "14/3/2025",
        "&lt;b&gt;Hội trường&lt;/b&gt;",
        "Lý do: Theo &lt;công văn&gt; số 1.",
    ):
        assert words in text
    assert "192.0.2.7" not in text
    assert "<b>Hội" not in text


def test_a_long_text_shows_its_beginning_and_the_whole_on_demand(secretary, year_a, quan):
    long = "Lời mở đầu dài. " * 30
    changes = {"note": ["Ngắn", long.strip()]}
    record(by=quan, action="change", target=year_a.cluster, changes=changes)
    body = page(secretary, year_a.cluster)
    assert body.count("<details") == 1
    summary = body.partition("<summary>")[2].partition("</summary>")[0]
    assert len(summary) == 200
    assert long.strip() in body
    assert 'data-label="Người thực hiện"' in body


def test_the_address_is_for_administrators(client_of, quan, lan):
    with coming_from("192.0.2.7"):
        event = record(by=lan, action="change", target=lan)
    client = client_of(quan)
    assert "192.0.2.7" in client.get(address(event)).content.decode()
    assert client_of(lan).get(address(event)).status_code == 403


def test_parts_stand_in_it_even_when_they_are_gone(secretary, quan, year_a):
    conference = ConferenceFactory(review_year=year_a)
    delegate = DelegateFactory(conference=conference, full_name="Lý Thị Hạ")
    part = DelegatePartFactory(delegate=delegate)
    for row in (part, delegate):
        record(by=quan, action="delete", target=row, changes={})
    delegate.delete()
    other = DelegateFactory(full_name="Người Khác")
    record(by=quan, action="delete", target=other)
    text = page(secretary, conference)
    assert "Đại biểu: Lý Thị Hạ" in text
    assert "Phần việc của đại biểu: chủ trì" in text
    assert "Người Khác" not in text


def test_a_year_has_its_leaders_handover_figures_and_awards(secretary, quan, year_a, unit_of_chi):
    leader = LeadershipFactory(emulation_year=year_a, unit=unit_of_chi, vice=True)
    figure = IndicatorValueFactory(emulation_year=year_a)
    award = AwardFactory(emulation_year=year_a)
    gone = AwardFactory(emulation_year=year_a, recipient_name="Đã Xóa")
    for row in (leader, HandoverFactory(emulation_year=year_a), figure, award, gone):
        record(by=quan, action="change", target=row)
    url_of_gone = url(gone)
    gone.delete()
    text = page(secretary, year_a)
    for words in ("Cụm phó: Tỉnh Hà Nam", "Bàn giao", str(figure.indicator), "Đã Xóa"):
        assert words in text
    assert f'href="{url(figure)}"' in text
    assert f'href="{url(award)}"' in text
    assert f'href="{url_of_gone}"' not in text
    assert str(award.recipient) in page(secretary, award)


def test_a_pledge_has_its_items_and_signatures_and_a_cluster_its_members(
    secretary, quan, year_a, unit_of_binh
):
    pledge = PledgeFactory(emulation_year=year_a)
    item = PledgeItemFactory(pledge=pledge, heading="Trồng cây")
    signature = PledgeSignatureFactory(pledge=pledge, unit=unit_of_binh)
    for row in (item, signature):
        record(by=quan, action="change", target=row)
    text = page(secretary, pledge)
    assert "Trồng cây" in text
    assert "Tỉnh Nam Định – Giao ước" in text
    member = MembershipFactory(cluster=year_a.cluster)
    record(by=quan, action="add", target=member)
    assert "Thành viên" in page(secretary, year_a.cluster)


def test_a_long_history_has_pages_and_queries_do_not_grow(secretary, quan, year_a):
    conference = ConferenceFactory(review_year=year_a)
    assert "chưa ghi việc nào" in page(secretary, conference)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(secretary, conference)
        return len(seen)

    record(by=quan, action="change", target=conference, changes={"title": ["a", "b"]})
    once = queries()
    for number in range(50):
        target = SpeechFactory(conference=conference, delegate__conference=conference)
        record(by=quan, action="change", target=target, changes={"summary": ["a", str(number)]})
    assert queries() == once
    assert "Trang 1 trên 2" in page(secretary, conference)
    second = page(secretary, conference, page="2")
    assert "Tên hội nghị: a" in second
    assert "Trang 2 trên 2" in page(secretary, conference, page="999")


def test_the_public_page_leads_there_for_those_who_may(rows, client_of, lan, dung, visitor):
    for kind in ("cum", "nam", "don-vi", "hoi-nghi", "giao-uoc"):
        row = rows[kind]
        link = f'href="{url(row)}"'
        assert link in client_of(lan).get(row.get_absolute_url()).content.decode(), kind
    for kind in ("cum", "nam", "don-vi"):
        row = rows[kind]
        for client in (client_of(dung), visitor):
            assert url(row) not in client.get(row.get_absolute_url()).content.decode(), kind


def test_a_visitors_page_asks_nothing_more(rows, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert {history_url(AnonymousUser(), row) for row in rows.values()} == {""}


def test_what_an_administrator_types_stands_there_with_the_parts(client_of, quan, year_a):
    client = client_of(quan)
    conference = ConferenceFactory(review_year=year_a)
    delegate = DelegateFactory(conference=conference, full_name="Lý Thị Hạ")
    DelegatePartFactory(delegate=delegate)
    SpeechFactory(delegate=delegate)
    response = post(client, address(conference), **{"delegates-0-DELETE": "on"})
    assert response.status_code == 302
    changes = AuditEvent.objects.get().changes
    assert {value[0] for value in changes.values()} == {
        "Lý Thị Hạ",
        "chủ trì",
        "Tham luận: Lý Thị Hạ",
    }
    text = page(client, conference)
    assert "Đại biểu, phần việc của đại biểu: chủ trì" in text
