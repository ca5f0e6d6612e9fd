import datetime
import re
import unicodedata
from html import unescape

import pytest
from django.urls import reverse

from awards.models import RecipientKind
from clusters.models import SuccessionKind, UnitKind
from emulation.models import ConferenceMovement
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    ClusterFactory,
    EmulationYearFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    ConferenceMovementFactory,
    DelegateFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    MovementFactory,
    PledgeFactory,
    PledgeItemFactory,
    ReportSectionFactory,
    SpeechFactory,
)

pytestmark = pytest.mark.django_db


def find(client, query, **more):
    return client.get("/tim-kiem/", {"q": query, **more}, follow=True)


def text_of(response):
    return " ".join(response.content.decode().split())


def plain(html):
    return unescape(re.sub(r"<[^>]+>", "", str(html)))


def hits_of(response):
    """What was found: group key to titles."""
    return {
        group.key: [plain(hit.title) for hit in group.hits] for group in response.context["groups"]
    }


def hit_of(response, key):
    (group,) = (group for group in response.context["groups"] if group.key == key)
    (hit,) = group.hits
    return hit


@pytest.fixture
def conference(year_a):
    return ConferenceFactory(
        review_year=year_a,
        title="Hội nghị tổng kết công tác thi đua năm 2024",
        venue="Trung tâm hội nghị",
        held_on=datetime.date(2025, 3, 13),
    )


@pytest.mark.parametrize(
    "query",
    [
        "dong bang song hong",
        "Sông Hồng ĐỒNG",
        unicodedata.normalize("NFD", "đồng bằng"),
        "hồ\x00ng",
    ],
)
def test_a_cluster_is_found_without_diacritics(visitor, cluster_a, cluster_b, query):
    response = find(visitor, query)
    assert hits_of(response) == {"cum": [cluster_a.name]}
    assert hit_of(response, "cum").address == cluster_a.get_absolute_url()


def test_only_the_word_typed_last_may_be_unfinished(visitor, cluster_a):
    assert hits_of(find(visitor, "song ho")) == {"cum": [cluster_a.name]}
    assert hits_of(find(visitor, "song ho song")) == {}


def test_an_old_name_says_what_became_of_it(visitor):
    old = UnitFactory(name="Nam Định", slug="nam-dinh-cu", abolished=True)
    new = UnitFactory(name="Ninh Bình", slug="ninh-binh", merged=True)
    SuccessionFactory(predecessor=old, successor=new)
    page = text_of(find(visitor, "nam dinh"))
    assert f'<a href="{old.get_absolute_url()}">Tỉnh <mark>Nam Định</mark></a>' in page
    assert "đến hết 30/6/2025 · từ 1/7/2025 thuộc Tỉnh Ninh Bình" in page
    assert f'<a href="{new.get_absolute_url()}">Tỉnh Ninh Bình</a>' in page
    assert "Sáp nhập từ 1/7/2025: Tỉnh <mark>Nam Định</mark> → Tỉnh Ninh Bình" in page
    for query in ("nam dinh", "ninh binh"):  # each leads to both, its own name first
        names = [old.official_name, new.official_name]
        names = names if query == "nam dinh" else names[::-1]
        assert hits_of(find(visitor, query))["don-vi"] == names
    assert "từ 1/7/2025 · tiền thân: Nam Định" in text_of(find(visitor, "ninh binh"))


def test_a_unit_of_another_status_says_so(visitor):
    old = UnitFactory(name="Thừa Thiên Huế", valid_to=datetime.date(2024, 12, 31))
    new = UnitFactory(name="Huế", kind=UnitKind.CITY, valid_from=datetime.date(2025, 1, 1))
    SuccessionFactory(
        predecessor=old,
        successor=new,
        kind=SuccessionKind.CHANGE_OF_STATUS,
        effective_on=datetime.date(2025, 1, 1),
    )
    assert "từ 1/1/2025 thành Thành phố Huế" in text_of(find(visitor, "thua thien"))


def test_a_conference_says_what_it_is_and_when(visitor, conference):
    response = find(visitor, "tổng kết 2024")
    hit = hit_of(response, "hoi-nghi")
    assert hit.address == conference.get_absolute_url()
    assert hit.facts[:3] == ["Hội nghị tổng kết", "13/3/2025", "Đồng bằng sông Hồng"]


@pytest.mark.parametrize(
    ("query", "snippet"),
    [
        ("chuyen doi so", "Kết quả: Đẩy mạnh chuyển đổi số toàn diện."),
        ("nông thôn mới", "Tham luận, Trần Phát Biểu: Xây dựng nông thôn mới."),
        ("tran phat bieu", "Đại biểu: Trần Phát Biểu, Phó Chủ tịch"),
        ("chuyển đổi số 2025", "Kết quả: Đẩy mạnh chuyển đổi số toàn diện."),
        ("hoi nghi song hong chuyen doi so", "Kết quả: Đẩy mạnh chuyển đổi số toàn diện."),
    ],
)
def test_what_was_said_leads_to_the_conference_with_a_snippet(visitor, conference, query, snippet):
    ReportSectionFactory(
        conference=conference, heading="Kết quả", body="Đẩy mạnh chuyển đổi số toàn diện."
    )
    ReportSectionFactory(conference=conference, heading="Khác", body="Không liên can.")
    speaker = DelegateFactory(
        conference=conference, full_name="Trần Phát Biểu", title="Phó Chủ tịch"
    )
    SpeechFactory(delegate=speaker, summary="Xây dựng nông thôn mới.")
    ConferenceFactory(title="Hội nghị khác")
    hit = hit_of(find(visitor, query), "hoi-nghi")
    assert hit.address == conference.get_absolute_url()
    assert [plain(text) for text in hit.snippets] == [snippet]
    assert "<mark>" in hit.snippets[0]


def test_words_scattered_over_two_speeches_are_not_a_hit(visitor, conference):
    for summary in ("Nông nghiệp", "Thủy sản"):
        SpeechFactory(delegate=DelegateFactory(conference=conference), summary=summary)
    assert "hoi-nghi" not in hits_of(find(visitor, "nong nghiep thuy san"))


@pytest.mark.parametrize("query", ["giao uoc 2024", "doan ket", "vuot muc", "song hong vuot muc"])
def test_a_pledge_is_found_by_year_theme_and_items(visitor, year_a, query):
    pledge = PledgeFactory(emulation_year=year_a, theme="Đoàn kết, sáng tạo")
    PledgeItemFactory(pledge=pledge, text="Hoàn thành vượt mức các chỉ tiêu.")
    hit = hit_of(find(visitor, query), "giao-uoc")
    assert hit.address == pledge.get_absolute_url()
    assert hit.facts == ["Đã công bố", "ký 13/3/2024"]


def test_a_movement_leads_to_the_newest_conference_that_reports_it(visitor, conference, year_b):
    movement = MovementFactory(name="Cả nước chung tay vì người nghèo")
    ConferenceMovementFactory(conference=conference, movement=movement)
    newer = ConferenceFactory(review_year=year_b, held_on=datetime.date(2026, 3, 1))
    ConferenceMovementFactory(conference=newer, movement=movement)
    hit = hit_of(find(visitor, "vi nguoi ngheo"), "phong-trao")
    assert hit.address == newer.get_absolute_url()
    assert hit.facts[-1] == "nêu tại hội nghị 1/3/2026, Tây Nguyên"


def test_a_movement_is_found_by_what_a_conference_called_it_and_told_of_it(visitor, conference):
    movement = MovementFactory(name="Cả nước chung tay vì người nghèo")
    ConferenceMovementFactory(
        conference=conference,
        movement=movement,
        stated_name="Tất cả vì người nghèo",
        summary="Xóa 1.200 nhà tạm.",
    )
    other = ConferenceFactory(held_on=datetime.date(2026, 1, 1))
    ConferenceMovementFactory(conference=other, movement=movement)
    hit = hit_of(find(visitor, "xoa nha tam"), "phong-trao")
    assert hit.address == conference.get_absolute_url()
    assert plain(hit.snippets[0]) == "Tất cả vì người nghèo: Xóa 1.200 nhà tạm."


def test_a_movement_that_no_visible_conference_reports_is_not_shown(
    visitor, client_of, lan, year_a
):
    draft = ConferenceFactory(review_year=year_a, draft=True)
    ConferenceMovementFactory(
        conference=draft, movement=MovementFactory(name="Phong trào sắp phát động")
    )
    assert hits_of(find(visitor, "sap phat dong")) == {}
    assert hit_of(find(client_of(lan), "sap phat dong"), "phong-trao").is_draft


def test_awards_point_to_the_register(visitor, conference, year_a):
    for number in range(12):
        AwardFactory(
            emulation_year=year_a,
            conference=conference,
            recipient_name=f"Phạm Thị {number}",
            form__name="Huân chương Lao động",
        )
    response = find(visitor, "Huân chương")
    (group,) = response.context["groups"]
    assert (group.total, len(group.hits)) == (12, 10)
    assert group.hits[0].address == conference.get_absolute_url()
    assert group.hits[0].facts[:2] == ["Được tặng", "năm 2024"]
    page = text_of(response)
    assert "Xem cả 12 dòng trong sổ khen thưởng" in page
    register = visitor.get(group.all_address)
    assert register.context["totals"].rows == 12


def test_an_award_without_conference_leads_to_the_recipient_or_the_register(visitor):
    school = {"recipient_name": "Trường Riêng", "recipient_kind": RecipientKind.COLLECTIVE}
    award = AwardFactory(**school)
    hit = hit_of(find(visitor, "truong rieng"), "khen-thuong")
    assert hit.address == f"/khen-thuong/duoc-khen/{award.pk}/"
    AwardFactory(recipient_name="Bùi Văn A", form__name="Danh hiệu riêng lẻ")
    hit = hit_of(find(visitor, "rieng le"), "khen-thuong")
    assert hit.address == "/khen-thuong/?q=rieng+le"


def test_private_names_are_found_and_read_by_who_works_in_the_cluster(
    visitor, client_of, lan, dung, hoa, year_a
):
    AwardFactory(
        emulation_year=year_a,
        recipient_name="Bùi Văn Riêng",
        form__name="Danh hiệu Lá xanh",
        note="con ông Lẻ",
    )
    for client in (visitor, client_of(dung)):
        assert hits_of(find(client, "bui van rieng")) == hits_of(find(client, "con ong le")) == {}
        response = find(client, "la xanh")
        assert hits_of(response)["khen-thuong"] == ["Danh hiệu Lá xanh – Bùi V. R."]
        assert "Riêng" not in text_of(response)
    for person in (lan, hoa):
        hits = hits_of(find(client_of(person), "bui van rieng"))
        assert hits["khen-thuong"] == ["Danh hiệu Lá xanh – Bùi Văn Riêng"]
        assert "con ông Lẻ" in plain(text_of(find(client_of(person), "con ong le")))


def test_awards_in_which_the_words_stand_together_come_first_without_telling_names(
    visitor, client_of, lan, year_a
):
    words = {"form__name": "Lan Rừng", "unit": UnitFactory(name="Mộc")}
    AwardFactory(emulation_year=year_a, recipient_name="Mộc Lan", **words)
    AwardFactory(
        emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=2025),
        recipient_name="Tổ Một",
        recipient_kind=RecipientKind.COLLECTIVE,
        **words,
    )

    def titles(client):
        return hits_of(find(client, "moc lan"))["khen-thuong"]

    assert titles(client_of(lan)) == ["Lan Rừng – Mộc Lan", "Lan Rừng – Tổ Một"]
    assert titles(visitor) == ["Lan Rừng – Tổ Một", "Lan Rừng – Mộc L."]


def test_of_words_in_very_many_lines_the_newest_are_shown(visitor, conference, monkeypatch):
    monkeypatch.setattr("awards.register.finding.MOST_RANKED", 3)
    form = AwardFactory(form__name="Huân chương").form
    for number in range(12):
        AwardFactory(emulation_year=conference.review_year, form=form, recipient_name=f"A {number}")
    response = find(visitor, "huan chuong")
    (group,) = response.context["groups"]
    assert (group.total, group.is_more, len(group.hits)) == (3, True, 10)
    assert "Hơn 3 kết quả" in text_of(response)


def test_an_indicator_leads_to_the_newest_year_that_has_it(visitor, conference, year_a):
    indicator = IndicatorFactory(name="Tổng sản phẩm trên địa bàn")
    IndicatorFactory(name="Tổng sản phẩm không ai báo cáo")
    IndicatorValueFactory(emulation_year=year_a, indicator=indicator)
    hit = hit_of(find(visitor, "san pham"), "chi-tieu")
    assert hit.address == f"{year_a.get_absolute_url()}#ket-qua"
    assert hit.facts == ["%", "mới nhất: năm 2024, Đồng bằng sông Hồng"]


def test_words_side_by_side_come_first(visitor):
    for name in ("An Hà Nam Mới", "Nam Hà", "Hà Nam Mới", "Hà Nam", "Quảng Nam Hà"):
        UnitFactory(name=name)
    assert hits_of(find(visitor, "ha nam"))["don-vi"] == [
        "Tỉnh Hà Nam",
        "Tỉnh Hà Nam Mới",
        "Tỉnh An Hà Nam Mới",
        "Tỉnh Nam Hà",
        "Tỉnh Quảng Nam Hà",
    ]


def test_what_was_said_side_by_side_comes_first_too(visitor):
    ConferenceFactory(held_on=datetime.date(2024, 1, 1), title="Về Nam Định")
    together = ConferenceFactory(held_on=datetime.date(2025, 1, 1), title="Hội nghị B")
    scattered = ConferenceFactory(held_on=datetime.date(2026, 1, 1), title="Hội nghị A")
    ReportSectionFactory(conference=scattered, body="Quy định của năm ngoái", heading="Một")
    ReportSectionFactory(conference=together, body="Quy định của năm ngoái", heading="Một")
    ReportSectionFactory(conference=together, body="Kết quả của Nam Định năm nay", heading="Hai")
    (group,) = find(visitor, "nam dinh").context["groups"]
    assert [plain(hit.title) for hit in group.hits] == ["Về Nam Định", "Hội nghị B", "Hội nghị A"]
    assert [hit.snippets for hit in group.hits] == [
        [],
        ["Hai: Kết quả của <mark>Nam Định</mark> năm nay"],
        ["Một: Quy <mark>định</mark> của <mark>năm</mark> ngoái"],
    ]


def test_a_group_shows_ten_and_says_how_many_more(visitor):
    for number in range(13):
        ClusterFactory(name=f"Cụm số {number}", short_name=f"Số {number}")
    response = find(visitor, "cum so")
    assert len(hits_of(response)["cum"]) == 10
    assert '<a href="?q=cum%20so&loai=cum">Xem cả 13 kết quả</a>' in text_of(response)
    assert "13 kết quả cho <strong>cum so</strong>" in text_of(response)


def test_one_sort_alone_is_read_page_by_page(visitor):
    for number in range(65):
        ClusterFactory(name=f"Cụm số {number:02}", short_name=f"Số {number:02}")
    UnitFactory(name="Cum So")
    shown = []
    for page in (1, 2, 3):
        response = find(visitor, "cum so", loai="cum", page=page)
        assert list(hits_of(response)) == ["cum"]
        shown += hits_of(response)["cum"]
    assert shown == [f"Cụm số {number:02}" for number in range(65)]
    page = text_of(find(visitor, "cum so", loai="cum", page=2))
    assert "Kết quả 31–60 trong 65." in page
    assert 'aria-current="true">Cụm, khối thi đua (65)</a>' in page
    assert "Đơn vị (1)</a>" in page
    beyond = text_of(find(visitor, "cum so", loai="cum", page=9))
    assert 'Không có trang này. <a href="?q=cum%20so&loai=cum">Về trang đầu</a>' in beyond


@pytest.mark.parametrize("more", [{"loai": "khong-co"}, {"loai": "\x00"}, {"page": "-1"}])
def test_a_sort_or_a_page_that_is_none_is_left_out(visitor, cluster_a, more):
    assert hits_of(find(visitor, "song hong", **more)) == {"cum": [cluster_a.name]}


@pytest.mark.parametrize("page", ["abc", "0", "-1", "²"])
def test_a_page_that_is_none_is_said(visitor, cluster_a, page):
    said = "Địa chỉ không nêu đúng số trang, nên đây là trang đầu."
    assert said in text_of(find(visitor, "song hong", loai="cum", page=page))
    assert said not in text_of(find(visitor, "song hong", loai="cum", page="1"))
    assert said not in text_of(find(visitor, "song hong", loai="cum"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"loai": "khong-co"}, "Không có loại “khong-co”, nên tìm trong mọi loại."),
        ({"page": "99"}, "“page”"),
        ({"loai": "cum", "la": "1"}, "“la”"),
    ],
)
def test_what_is_left_out_is_said_with_the_right_address(visitor, cluster_a, more, said):
    page = text_of(find(visitor, "song hong", **more))
    assert said in page
    assert "Mở địa chỉ đúng</a>" in page
    assert "Mở địa chỉ đúng" not in text_of(find(visitor, "song hong", loai="cum", page="1"))


def test_a_sort_in_which_nothing_was_found_says_so(visitor, cluster_a):
    page = text_of(find(visitor, "song hong", loai="van-ban"))
    assert 'Không có kết quả nào thuộc loại này. <a href="?q=song+hong">Xem mọi loại</a>' in page


def test_the_sort_with_the_best_hit_comes_first(visitor, conference, year_a):
    IndicatorValueFactory(emulation_year=year_a, indicator__name="Thi đua")
    assert next(iter(hits_of(find(visitor, "thi dua")))) == "chi-tieu"
    assert list(hits_of(find(visitor, "dong bang song hong"))) == ["cum", "hoi-nghi"]


def test_a_slip_is_forgiven_and_said(visitor, cluster_a):
    response = find(visitor, "đồng bằgn sông hồng")
    assert hits_of(response) == {"cum": [cluster_a.name]}
    assert "Đây là kết quả cho <strong>dong bang song hong</strong>" in text_of(response)


def test_a_slip_is_not_mended_by_words_of_drafts(visitor, client_of, hoa, lan, year_a):
    ReportSectionFactory(
        conference=ConferenceFactory(review_year=year_a, draft=True), body="Vitamin"
    )
    assert hits_of(find(visitor, "vitamim")) == {}
    assert "vitamin" not in text_of(find(visitor, "vitamim")).lower()
    assert "hoi-nghi" in hits_of(find(client_of(hoa), "vitamim"))


def test_a_word_begun_finds_what_goes_on_with_it(visitor, cluster_a):
    response = find(visitor, "đồng bằng sông hồ")
    assert hits_of(response) == {"cum": [cluster_a.name]}
    assert "<mark>Đồng bằng sông Hồ</mark>ng" in text_of(response)


def test_a_short_form_stands_for_the_whole(visitor):
    UnitFactory(name="Hồ Chí Minh", kind=UnitKind.CITY)
    assert hits_of(find(visitor, "TP Hồ Chí Minh"))["don-vi"] == ["Thành phố Hồ Chí Minh"]


def test_drafts_are_found_by_those_who_may_see_them(visitor, client_of, lan, dung, year_a):
    ClusterFactory(name="Cụm thi đua bí mật", unconfirmed=True)
    draft = ConferenceFactory(review_year=year_a, draft=True, title="Hội nghị bí mật")
    ReportSectionFactory(conference=draft, body="Điều bí mật")
    PledgeFactory(emulation_year=year_a, draft=True, theme="Chủ đề bí mật")
    AwardFactory(emulation_year=year_a, conference=draft, recipient_name="Người bí mật")
    IndicatorValueFactory(emulation_year=year_a, indicator__name="Chỉ tiêu bí mật")
    for client in (visitor, client_of(dung)):
        response = find(client, "bi mat")
        assert hits_of(response) == {}
        assert "Không tìm thấy gì" in text_of(response)
    response = find(client_of(lan), "bi mat")
    assert set(hits_of(response)) == {"hoi-nghi", "giao-uoc", "khen-thuong", "chi-tieu"}
    assert text_of(response).count("chưa công bố") == 3


def test_the_hit_is_marked_and_the_rest_is_text(visitor):
    UnitFactory(name="<script>alert(1)</script> Hồng", kind=UnitKind.BODY)
    page = text_of(find(visitor, "hong"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>Hồng</mark>" in page
    assert "<script>alert" not in text_of(find(visitor, "<script>alert(1)</script>"))


def test_without_a_query_the_page_says_what_can_be_found(visitor, cluster_a):
    for query in ("", "   ", "\u200b"):
        page = text_of(find(visitor, query))
        assert "Tìm được những gì" in page
        assert "Không tìm thấy" not in page


@pytest.mark.parametrize("query", ["a", "Đ", "?!", "-", "½"])
def test_a_query_too_short_says_so(visitor, cluster_a, query):
    response = find(visitor, query)
    expected = "Gõ ít nhất hai chữ cái hoặc chữ số." if query != "½" else "Không tìm thấy gì"
    assert expected in text_of(response)
    assert response.context["groups"] == []


def test_nothing_found_offers_ways_on(visitor):
    page = text_of(find(visitor, "khong co gi <b>"))
    assert "Không tìm thấy gì có đủ các từ <strong>khong co gi &lt;b&gt;</strong>" in page
    for address in ("/cum/", "/hoi-nghi/", "/khen-thuong/", "/don-vi/"):
        assert f'href="{address}"' in page


def test_a_query_without_end_is_cut_and_says_so(visitor, cluster_a):
    response = find(visitor, "hồng " * 2000)
    assert hits_of(response) == {"cum": [cluster_a.name]}
    assert "chỉ dùng 200 ký tự đầu" in text_of(response)


@pytest.mark.parametrize(
    "query",
    [
        *("%", "_", "100%", "\\", "' OR 1=1", "' || ''", '"', '""" NEAR(', "a AND", "NOT NOT"),
        *("{open_text}:xqzw", "xqzw*", "^xqzw", "(xqzw", "xqzw:*", "xqzw & !", "<->", "* *"),
        *("\u0301\u0301\u0301\u0301", "\U0001f600\U0001f600", "\x00\x00ab", "漢字", "ﷺ"),
    ],
)
def test_signs_of_the_database_mean_nothing(visitor, cluster_a, query):
    assert hits_of(find(visitor, query)) == {}


def test_the_longest_query_of_many_words_is_answered(visitor, conference):
    words = " ".join(f"{a}{b}" for a in "abcdefghijklm" for b in "nopqr")
    assert find(visitor, words).status_code == 200


def test_the_number_of_queries_does_not_grow(visitor, django_assert_max_num_queries):
    def fill(count):
        for _ in range(count):
            conference = ConferenceFactory(title="Hội nghị chung")
            ReportSectionFactory(conference=conference, body="chung")
            SpeechFactory(delegate=DelegateFactory(conference=conference), summary="chung")
            ConferenceMovementFactory(
                conference=conference, movement=MovementFactory(), summary="chung"
            )
            PledgeItemFactory(text="chung", pledge=PledgeFactory(theme="chung"))
            AwardFactory(counted=True, note="chung", conference=conference)
            value = IndicatorValueFactory(
                indicator__name="chung", emulation_year=conference.review_year
            )
            SuccessionFactory(predecessor=UnitFactory(name="chung"), successor=value.unit)
            ClusterFactory(name="chung")

    counts = []
    for number in (1, 8):
        fill(number)
        with django_assert_max_num_queries(30) as queries:
            assert len(hits_of(find(visitor, "chung"))) == 7
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert ConferenceMovement.objects.count() == 9


def test_the_search_only_reads(visitor):
    assert visitor.post("/tim-kiem/", {"q": "x"}).status_code == 405


def test_every_page_has_the_search(visitor, client_of, lan, quan):
    box = '<form class="site-search" action="/tim-kiem/" role="search">'
    for client, address in (
        *((visitor, address) for address in ("/", "/dang-nhap/", "/khong-co-trang-nay/")),
        *((client_of(lan), address) for address in ("/", "/khen-thuong/")),
        (client_of(lan), reverse("workspace:profile")),
    ):
        assert box in text_of(client.get(address)), address
    assert '<a href="/tim-kiem/">Tìm trong cổng</a>' in text_of(
        client_of(quan).get(reverse("admin:index"))
    )


def test_of_too_many_texts_none_is_read_and_the_newest_come_first(visitor, monkeypatch):
    monkeypatch.setattr("cluster_portal.search.finding.MOST_READ", 1)
    old = ConferenceFactory(held_on=datetime.date(2024, 1, 1), title="Hội nghị A")
    new = ConferenceFactory(held_on=datetime.date(2025, 1, 1), title="Hội nghị B")
    ReportSectionFactory(conference=old, body="Kết quả của Nam Định")
    ReportSectionFactory(conference=new, body="Quy định của năm ngoái")
    assert hits_of(find(visitor, "nam dinh"))["hoi-nghi"] == ["Hội nghị B", "Hội nghị A"]


def test_of_a_long_text_the_line_that_says_it_is_shown(visitor, conference):
    lines = [f"Dòng {number} không nói gì về việc ấy, chỉ cho dài." for number in range(60)]
    ReportSectionFactory(
        conference=conference, heading="Dài", body="\n".join([*lines, "Cá tra xuất đi."])
    )
    (snippet,) = hit_of(find(visitor, "ca tra"), "hoi-nghi").snippets
    assert snippet == "Dài: <mark>Cá tra</mark> xuất đi."


def test_a_movement_of_many_reports_leads_to_the_newest(visitor):
    movement = MovementFactory(name="Ngày chủ nhật xanh")
    years = [2019, 2023, *range(2009, 2019)]
    for year in years:
        held = ConferenceFactory(held_on=datetime.date(year, 5, 1))
        ConferenceMovementFactory(conference=held, movement=movement)
    hit = hit_of(find(visitor, "chu nhat xanh"), "phong-trao")
    assert any("1/5/2023" in fact for fact in hit.facts)


def test_an_exchange_of_neighbours_is_meant_before_any_other_slip(visitor):
    UnitFactory(name="Nam Điện", slug="nam-dien")
    unit = UnitFactory(name="Nam Định", slug="nam-dinh")
    AwardFactory(unit=unit)
    AwardFactory(unit__name="Nam Điện Mới")
    response = find(visitor, "nam dihn")
    assert response.context["meant"] == "nam dinh"
    assert hits_of(response)["don-vi"] == ["Tỉnh Nam Định"]
    assert len(hits_of(response)["khen-thuong"]) == 1
    assert "Đây là kết quả cho <strong>nam dinh</strong>" in text_of(response)


def test_of_words_that_may_be_meant_the_one_found_most_often_is_named(visitor):
    for slug, name in (("a", "Bình Dương"), ("b", "Hải Dương"), ("c", "Bình Cường")):
        UnitFactory(name=name, slug=slug)
    UnitFactory(name="Đường Lâm", slug="d")
    assert find(visitor, "duongx").context["meant"] == "duong"
    assert find(visitor, "binh xuong").context["meant"] in ("binh duong", "binh cuong")
    assert find(visitor, "hai xuong").context["meant"] == "hai duong"
