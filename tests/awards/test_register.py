import datetime
import html
import io
import re
import unicodedata

import openpyxl
import pytest
from django.test import Client

from awards.models import Award, AwardStatus, CommendationType, RecipientKind
from awards.register import counting, ways
from awards.register.paging import PER_PAGE
from awards.selectors import register_for, totals
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory, SourceFactory, UnitFactory
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/khen-thuong/"


def ask(client, **query):
    return client.get(ADDRESS, query)


def shown(response):
    """The recipients on the page, in order."""
    return [row.record.recipient for row in response.context["table"].paginated_rows]


def text_of(response):
    return " ".join(response.content.decode().split())


def sheet_of(client, **query):
    response = client.get("/khen-thuong.xlsx", query)
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


@pytest.fixture(autouse=True)
def _everybody_reads_names(settings):
    """What becomes of private names is asked in `test_names.py`."""
    settings.NAMES_FOR_PUBLIC = "full"


@pytest.fixture
def lenh(year_a):
    """A named person of 2024."""
    return AwardFactory(
        emulation_year=year_a,
        recipient_name="Đỗ Thị Lệnh",
        form__name="Huân chương Lao động hạng Ba",
        form__code="hc-ld-3",
        unit__name="Nam Định",
        unit__slug="nam-dinh-cu",
        giving_body="Chủ tịch nước",
        commendation_type=CommendationType.MERIT,
    )


@pytest.fixture
def crowd(year_b):
    """A counted group of the other cluster, whose year is not stated."""
    return AwardFactory(
        emulation_year=year_b,
        counted=True,
        form__name="Bằng khen",
        form__code="bang-khen",
        year_is_stated=False,
        giving_body="Thủ tướng Chính phủ",
    )


@pytest.mark.parametrize(
    "query",
    [
        "do thi lenh",
        "ĐỖ LỆNH",
        "huan chuong lao dong",
        "nam dinh",
        "chu tich nuoc",
        "lenh huan chuong nam dinh 2024",
        "dong bang song hong",
        unicodedata.normalize("NFD", "Lệnh"),
        "Lệ\x00nh",
        "“Lệnh”, (Đỗ)",
    ],
)
def test_the_query_needs_no_diacritics_and_spans_the_row(visitor, lenh, crowd, query):
    assert shown(visitor.get(ADDRESS, {"q": query}, follow=True)) == ["Đỗ Thị Lệnh"]


def test_every_word_must_be_there(visitor, lenh, crowd):
    response = ask(visitor, q="lenh tay nguyen")
    assert shown(response) == []
    assert "Không có dòng nào như vậy." in text_of(response)


def test_a_decision_leads_to_its_awards(visitor, crowd):
    decision = DecisionFactory(document_number="1234/QĐ-CTN")
    AwardFactory(decision=decision, recipient_name="Người theo quyết định")
    assert shown(visitor.get(decision.get_absolute_url())) == ["Người theo quyết định"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"nam": "2024", "cum": "dong-bang-song-hong"}, "Đỗ Thị Lệnh"),
        ({"cum": "tay-nguyen"}, "267 tập thể và cá nhân"),
        ({"don_vi": "nam-dinh-cu"}, "Đỗ Thị Lệnh"),
        ({"hinh_thuc": "bang-khen"}, "267 tập thể và cá nhân"),
        ({"loai": "merit"}, "Đỗ Thị Lệnh"),
        ({"doi_tuong": "mixed"}, "267 tập thể và cá nhân"),
    ],
)
def test_filters(visitor, lenh, crowd, query, found):
    assert shown(ask(visitor, **query)) == [found]


def test_filter_by_result(client_of, lan, lenh):
    AwardFactory(emulation_year=lenh.emulation_year, proposed=True, recipient_name="Người đề nghị")
    client = client_of(lan)
    assert shown(ask(client, ket_qua="proposed")) == ["Người đề nghị"]
    assert shown(ask(client, ket_qua="granted")) == ["Đỗ Thị Lệnh"]


def test_a_unit_that_is_itself_the_recipient_is_found_by_its_unit(visitor, unit_of_binh):
    AwardFactory(of_unit=True, unit=unit_of_binh)
    AwardFactory(
        recipient_name="",
        recipient_unit=unit_of_binh,
        unit=None,
        recipient_kind=RecipientKind.COLLECTIVE,
    )
    assert shown(ask(visitor, don_vi="nam-dinh")) == ["Tỉnh Nam Định"] * 2


def test_one_form_of_two_laws_is_offered_once_and_finds_both(visitor):
    for start in (2003, 2024):
        form = AwardFormFactory(
            code="co", name="Cờ thi đua của Chính phủ", valid_from=datetime.date(start, 1, 1)
        )
        AwardFactory(form=form)
    response = ask(visitor, hinh_thuc="co")
    assert len(shown(response)) == 2
    offered = response.context["form"].fields["hinh_thuc"].choices
    assert [value for value, _ in offered].count("co") == 1


def test_units_of_one_name_are_told_apart(visitor):
    for slug, abolished in (("ninh-binh", True), ("ninh-binh-2025", False)):
        AwardFactory(unit=UnitFactory(name="Ninh Bình", slug=slug, abolished=abolished))
    assert "Ninh Bình (đến 30/6/2025)" in text_of(ask(visitor))


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        ("nam", "1999", "Năm"),
        ("nam", "abc", "Năm"),
        ("cum", "khong-co", "Cụm, khối"),
        ("don_vi", "' OR 1=1 --", "Đơn vị"),
        ("hinh_thuc", "x" * 5000, "Hình thức"),
        ("ket_qua", "<script>", "Kết quả"),
        ("doi_tuong", "é", "Đối tượng"),
        ("loai", "0", "Loại khen thưởng"),
        ("q", "– ! –", "Tìm"),
    ],
)
def test_a_filter_that_makes_no_sense_is_named_and_ignored(
    visitor, lenh, crowd, name, value, label
):
    response = ask(visitor, **{name: value})
    page = text_of(response)
    assert len(shown(response)) == 2
    assert "Bộ lọc sau không dùng được nên đã bỏ qua" in page
    assert f'<a href="#id_{name}">{label}: ' in page
    assert f'id="id_{name}_error"' in page
    assert "<script>" not in page


def test_the_other_filters_hold_when_one_makes_no_sense(visitor, lenh, crowd):
    assert shown(ask(visitor, nam="x", cum="tay-nguyen")) == ["267 tập thể và cá nhân"]


def test_a_query_without_end_is_cut_and_says_so(visitor, lenh):
    response = ask(visitor, q="lệnh " * 2000)
    assert shown(response) == ["Đỗ Thị Lệnh"]
    assert "chỉ dùng 200 ký tự đầu" in text_of(response)
    assert len(response.context["form"]["q"].value()) <= 200


def test_the_query_comes_back_as_text(visitor, lenh):
    page = ask(visitor, q='"><b>lenh').content.decode()
    assert "&quot;&gt;&lt;b&gt;lenh" in page
    assert "<b>lenh" not in page


NAMES = [
    "An Bình",
    "Ăn Mới",
    "Âu Lạc",
    "Bắc Ninh",
    "Cà Mau",
    "Đắk Lắk",
    "Đồng Nai",
    "Huế",
    "Phú Thọ",
    "Quảng Trị",
    "Vĩnh Long",
]


@pytest.mark.parametrize("sort", ["recipient", "-recipient"])
def test_names_sort_in_vietnamese_order(visitor, sort):
    for name in sorted(NAMES, key=lambda name: name[::-1]):
        AwardFactory(recipient_name=name)
    assert shown(ask(visitor, sort=sort)) == (NAMES if sort == "recipient" else NAMES[::-1])


def test_years_and_numbers_sort_too(visitor, year_a):
    AwardFactory(recipient_name="Đinh Ất", emulation_year=year_a)
    AwardFactory(recipient_name="Dương Giáp", emulation_year=EmulationYearFactory(year=2019))
    AwardFactory(counted=True, count=None, emulation_year=EmulationYearFactory(year=2015))
    AwardFactory(counted=True, count=12, emulation_year=EmulationYearFactory(year=2023))
    nobody, twelve = "Tập thể và cá nhân (không nêu số lượng)", "12 tập thể và cá nhân"
    newest_first = ["Đinh Ất", twelve, "Dương Giáp", nobody]

    assert shown(ask(visitor)) == shown(ask(visitor, sort="-year")) == newest_first
    assert shown(ask(visitor, sort="year")) == newest_first[::-1]
    assert shown(ask(visitor, sort="-count"))[0] == twelve
    assert shown(ask(visitor, sort="-count"))[-1] == nobody
    assert shown(ask(visitor, sort="count")) == shown(ask(visitor, sort="-count"))[::-1]


@pytest.mark.parametrize("sort", ["unit", "password", "-", "' OR 1=1 --", "é" * 300])
def test_an_order_that_is_none_is_said_so(visitor, lenh, crowd, sort):
    response = ask(visitor, sort=sort)
    assert len(shown(response)) == 2
    assert "Sổ không sắp xếp được theo cách đã ghi trong địa chỉ" in text_of(response)


@pytest.fixture
def many(year_a):
    """Enough rows of one name for three pages, in the order of the register."""
    form, decision = AwardFormFactory(), DecisionFactory()
    rows = [
        AwardFactory.build(
            emulation_year=year_a,
            form=form,
            decision=decision,
            unit=None,
            recipient_name="Cùng Tên" if n % 2 else f"Người {n // 6}",
        )
        for n in range(2 * PER_PAGE + 11)
    ]
    Award.objects.bulk_create(rows)
    return rows


def keys(response):
    return [row.record.pk for row in response.context["table"].paginated_rows]


def follow(client, response, words):
    """Follow the link of the page that says `words`; None without one."""
    found = re.search(rf'href="([^"]*)">{words}', response.content.decode())
    return client.get(ADDRESS + html.unescape(found[1])) if found else None


@pytest.mark.parametrize("query", [{}, {"sort": "recipient"}, {"sort": "count"}, {"q": "ten"}])
def test_pages_forward_and_back_hold_each_row_once(visitor, many, query):
    forward = [ask(visitor, **query)]
    while following := follow(visitor, forward[-1], "Trang sau"):
        forward.append(following)
    pages = [keys(page) for page in forward]
    expected = len(many) if "q" not in query else len(many) // 2
    assert sum(map(len, pages)) == len({key for page in pages for key in page}) == expected
    assert {len(page) for page in pages[:-1]} == {PER_PAGE}
    last = follow(visitor, forward[0], "Trang cuối")
    assert keys(last) == pages[-1]
    back = [last]
    while previous := follow(visitor, back[-1], "← Trang trước"):
        back.append(previous)
    assert [keys(page) for page in reversed(back)] == pages
    assert keys(follow(visitor, last, "⇤ Trang đầu")) == pages[0]


@pytest.mark.parametrize(
    "query",
    [
        {"sau": "0"},
        {"sau": "abc"},
        {"truoc": "9" * 400},
        {"sau": "987654321"},
        {"truoc": "987654321"},
        {"page": "999"},
        {"page": "-1"},
    ],
)
def test_a_page_that_is_not_there_says_so_and_is_the_first(visitor, many, query):
    response = ask(visitor, **query)
    assert "Đây là trang đầu" in text_of(response) or "nên đây là trang đầu" in text_of(response)
    assert keys(response) == keys(ask(visitor))


def test_beyond_the_last_row_there_is_a_way_back(visitor, many):
    last = keys(follow(visitor, ask(visitor), "Trang cuối"))[-1]
    response = ask(visitor, sau=last)
    assert keys(response) == []
    assert "Trang đầu" in text_of(response)


def test_a_page_does_not_tell_where_a_draft_stands(client_of, dung, year_a):
    draft = ConferenceFactory(review_year=year_a, draft=True)
    hidden = AwardFactory(emulation_year=year_a, conference=draft)
    response = ask(client_of(dung), sau=hidden.pk)
    assert "Dòng mà trang này bắt đầu từ đó không còn" in text_of(response)


def counts(response, name):
    return dict(response.context["form"].fields[name].choices)


def test_each_answer_says_how_many_rows_it_leaves(visitor, lenh, crowd, year_a):
    AwardFactory(emulation_year=year_a, form=lenh.form, commendation_type=CommendationType.THEMATIC)
    response = ask(visitor, hinh_thuc="hc-ld-3")
    assert counts(response, "hinh_thuc") == {
        "": "Tất cả",
        "hc-ld-3": "Huân chương Lao động hạng Ba · 2",
        "bang-khen": "Bằng khen · 1",
    }
    assert counts(response, "loai") == {
        "": "Tất cả",
        "merit": "Công trạng · 1",
        "thematic": "Chuyên đề · 1",
    }
    assert counts(response, "cum")["dong-bang-song-hong"] == "Đồng bằng sông Hồng · 2"
    assert "tay-nguyen" not in counts(response, "cum")
    # With words the same numbers are counted from the rows that hold them.
    assert counts(ask(visitor, q="dinh", hinh_thuc="hc-ld-3"), "loai") == {
        "": "Tất cả",
        "merit": "Công trạng · 1",
    }


def test_answers_that_exclude_everything_say_so_and_stay_chosen(visitor, lenh, crowd):
    response = ask(visitor, cum="tay-nguyen", hinh_thuc="hc-ld-3")
    assert shown(response) == []
    assert "Không có dòng nào như vậy." in text_of(response)
    assert counts(response, "cum")["tay-nguyen"] == "Tây Nguyên · 0"
    assert "Bỏ mọi bộ lọc" in text_of(response)


def test_level_is_a_filter_as_well(visitor, lenh, crowd):
    crowd.form.level = "STATE"
    crowd.form.save()
    assert shown(ask(visitor, cap="STATE")) == ["267 tập thể và cá nhân"]
    assert counts(ask(visitor), "cap")["STATE"] == "Nhà nước · 1"


@pytest.mark.parametrize("typed", ["lneh", "lệnhh", "huna chuong", "nam dihn"])
def test_a_word_typed_almost_right_finds_what_was_meant(visitor, lenh, crowd, typed):
    response = ask(visitor, q=typed)
    assert shown(response) == ["Đỗ Thị Lệnh"]
    assert "sau đây là kết quả cho" in text_of(response)


def test_the_last_word_may_be_unfinished(visitor, lenh, crowd):
    assert shown(ask(visitor, q="huan chuong la")) == ["Đỗ Thị Lệnh"]
    assert shown(ask(visitor, q="hu lao")) == []


def test_a_number_and_a_single_letter_are_no_beginnings(visitor, lenh, crowd):
    for name in ("Tổ dân phố 1", "Tổ dân phố 12", "Tổ dân phố A", "Tổ dân phố An Lạc"):
        AwardFactory(
            emulation_year=lenh.emulation_year,
            form=lenh.form,
            recipient_name=name,
            recipient_kind=RecipientKind.COLLECTIVE,
        )
    assert shown(ask(visitor, q="to dan pho 1")) == ["Tổ dân phố 1"]
    assert shown(ask(visitor, q="to dan pho a")) == ["Tổ dân phố A"]
    assert shown(ask(visitor, q="to dan pho")) == [
        "Tổ dân phố 1",
        "Tổ dân phố 12",
        "Tổ dân phố A",
        "Tổ dân phố An Lạc",
    ]


def test_words_in_too_many_rows_are_counted_up_to_a_limit(visitor, many, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 20)
    response = ask(visitor, q="ten")
    assert "Hơn" in text_of(response)
    assert len(keys(response)) == PER_PAGE
    assert counts(response, "nam") == {"": "Tất cả", "2024": "2024"}
    assert follow(visitor, response, "Trang sau")
    assert sorted(keys(follow(visitor, response, "Trang cuối"))) != sorted(keys(response))


@pytest.mark.parametrize("start", [0, 1])  # of the newest year's lines: fewer than a page, or more
def test_words_in_too_many_rows_are_read_year_by_year(visitor, year_a, monkeypatch, start):
    monkeypatch.setattr(counting, "MOST_COUNTED", 20)
    monkeypatch.setattr(ways, "WORTH", 0)  # gathered from the index of words
    monkeypatch.setattr(ways, "DENSE", 0)
    form, decision = AwardFormFactory(), DecisionFactory()
    years = [EmulationYearFactory(cluster=year_a.cluster, year=2023 - n) for n in range(4)]
    expected = []
    for year, number in zip(years, (PER_PAGE + 5, 7, 0, PER_PAGE + 1)[start:], strict=False):
        rows = [
            AwardFactory.build(
                emulation_year=year,
                form=form,
                decision=decision,
                unit=None,
                recipient_name=f"Cùng Tên {n:03}",
            )
            for n in range(number)
        ]
        expected += Award.objects.bulk_create(rows)
    pages = [ask(visitor, q="cung ten")]
    while following := follow(visitor, pages[-1], "Trang sau"):
        pages.append(following)
    assert [key for page in pages for key in keys(page)] == [row.pk for row in expected]
    while previous := follow(visitor, pages[-1], "← Trang trước"):
        assert keys(previous) == keys(pages[-2])
        pages.pop()
    assert len(pages) == 1


def test_words_beside_a_year_in_too_many_rows_are_read_in_order(visitor, year_a, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 20)
    monkeypatch.setattr(ways, "WORTH", 0)  # gathered from the index of words
    monkeypatch.setattr(ways, "DENSE", 0)
    form, decision = AwardFormFactory(), DecisionFactory()
    named = {"form": form, "decision": decision, "unit": None}
    AwardFactory(emulation_year=year_a, recipient_name="Cùng Tên", **named)
    newer = AwardFactory(emulation_year=year_a, recipient_name="Cùng Tên Khóa 2023", **named)
    of_year = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    names = [f"Cùng Tên {number:03}" for number in range(PER_PAGE + 5)]
    rows = [AwardFactory.build(emulation_year=of_year, recipient_name=n, **named) for n in names]
    expected = [newer, *Award.objects.bulk_create(rows)]
    page = ask(visitor, q="cung ten 2023")
    assert "Hơn 20 dòng" in text_of(page)
    following = follow(visitor, page, "Trang sau")
    assert keys(page) + keys(following) == [row.pk for row in expected]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        *(("2019", True), ("2019 2024", True), ("2024 lop 2019", True), ("lop 201", False)),
        *(("2019 2023", False), ("2023", False), ("lop 2019 2024 moi", False)),
    ],
)
def test_years_are_words_like_others(visitor, year_a, query, is_found):
    AwardFactory(emulation_year=year_a, recipient_name="Lớp Khóa 2019")
    assert shown(ask(visitor, q=query)) == ["Lớp Khóa 2019"] * is_found


@pytest.mark.parametrize("worth", [0, 2, 1_000])  # never, as it is, always read in order
@pytest.mark.parametrize("words", ["huan chuong", "huan chuo", "nam dinh", "dong bang"])
def test_words_of_a_name_in_too_many_rows_are_known_without_counting(
    lenh, visitor, monkeypatch, words, worth
):
    monkeypatch.setattr(ways, "WORTH", worth)
    for number in range(3):
        AwardFactory(
            emulation_year=lenh.emulation_year,
            form=lenh.form,
            unit=lenh.unit,
            recipient_name=f"Người thứ {number}",
            recipient_kind=RecipientKind.INDIVIDUAL,
        )
    exact = ask(visitor, q=words)
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    response = ask(visitor, q=words)
    assert "Hơn 2 dòng" in text_of(response)
    assert keys(response) == keys(exact)
    assert len(keys(response)) == 4
    # With a filter those that fit are counted, up to the same limit.
    assert "Hơn 2 dòng" in text_of(ask(visitor, q=words, doi_tuong="individual"))
    assert ">0 dòng<" in text_of(ask(visitor, q=words, doi_tuong="household"))


def test_totals(visitor, year_a):
    AwardFactory(emulation_year=year_a)
    AwardFactory(emulation_year=year_a, counted=True, count=522)
    AwardFactory(emulation_year=year_a, counted=True, count=None)
    conference = ConferenceFactory(review_year=year_a)
    AwardFactory(emulation_year=year_a, counted=True, count=4, proposed=True, conference=conference)
    page = text_of(ask(visitor))
    assert "4 dòng; 523 lượt được tặng, 4 lượt đề nghị</h2>" in page
    assert "Chưa kể 1 dòng không nêu số lượng." in page
    assert "0 dòng</h2>" in text_of(ask(visitor, q="khong co ai"))


def test_totals_are_of_the_rows_asked_for_and_take_one_query(
    year_a, django_assert_num_queries, hoa
):
    AwardFactory(counted=True, count=1310)
    AwardFactory(counted=True, count=10, status=AwardStatus.REVOKED)
    rows = register_for(hoa).filter(status=AwardStatus.REVOKED)
    with django_assert_num_queries(1):
        total = totals(rows)
    assert (total.rows, total.granted, total.revoked, total.uncounted) == (1, 0, 10, 0)


def test_what_a_row_shows(visitor, year_a, unit_of_binh):
    conference = ConferenceFactory(review_year=year_a, held_on=datetime.date(2025, 3, 13))
    AwardFactory(
        emulation_year=year_a,
        year_is_stated=False,
        is_posthumous=True,
        conference=conference,
        unit=unit_of_binh,
        giving_body="Chủ tịch nước",
        recipient_name="Nguyễn <i>Văn</i> A",
        source=SourceFactory(title="Bài về hội nghị", published_on=datetime.date(2025, 3, 14)),
        decision=DecisionFactory(document_number="9/QĐ", signed_on=datetime.date(2025, 1, 2)),
    )
    page = text_of(ask(visitor))
    assert f'<a href="{conference.get_absolute_url()}">13/3/2025</a>' in page
    assert f'<a href="{unit_of_binh.get_absolute_url()}">Tỉnh Nam Định</a>' in page
    assert "Nguyễn &lt;i&gt;Văn&lt;/i&gt; A" in page
    for words in (
        "năm không nêu rõ",
        "truy tặng",
        "Chủ tịch nước",
        "9/QĐ, 2/1/2025",
    ):
        assert words in page


def test_a_row_of_no_conference_names_its_source(visitor, year_a):
    AwardFactory(
        emulation_year=year_a,
        conference=None,
        source=SourceFactory(title="Bài về hội nghị", published_on=datetime.date(2025, 3, 14)),
        decision=DecisionFactory(),
    )
    assert "Bài về hội nghị, Báo Nhân Dân, 14/3/2025" in text_of(ask(visitor))


def test_a_row_without_decision_says_why(visitor, year_a):
    AwardFactory(
        emulation_year=year_a,
        decision=None,
        no_decision_reason="nguồn không nêu",
        conference=ConferenceFactory(review_year=year_a),
    )
    assert "Chưa có quyết định: nguồn không nêu" in text_of(ask(visitor))


def test_the_public_sees_what_is_public_and_the_cluster_its_drafts(client_of, lan, dung, year_a):
    draft = ConferenceFactory(review_year=year_a, draft=True)
    AwardFactory(emulation_year=year_a, conference=draft, recipient_name="Người Chờ Công Bố")
    AwardFactory(recipient_name="Người Đã Công Bố")
    for client in (Client(), client_of(dung)):
        response = ask(client)
        assert shown(response) == ["Người Đã Công Bố"]
        assert shown(ask(client, q="nguoi cho cong bo")) == []
        assert [row[0].value for row in sheet_of(client).iter_rows(min_row=2)] == [
            "Người Đã Công Bố"
        ]
        assert draft.cluster.slug not in text_of(response)
    response = ask(client_of(lan), sort="-recipient")
    assert shown(response) == ["Người Đã Công Bố", "Người Chờ Công Bố"]
    assert text_of(response).count("chưa công bố") == 1
    notes = [row[-1].value for row in sheet_of(client_of(lan), sort="-recipient").iter_rows()]
    assert notes == ["Ghi chú", None, "Chưa công bố"]


def test_the_number_of_queries_does_not_grow(visitor, year_a, django_assert_num_queries):
    def fill(count):
        conference = ConferenceFactory(review_year=EmulationYearFactory())
        for _ in range(count):
            AwardFactory(conference=conference, source=SourceFactory())
            AwardFactory(of_unit=True)

    fill(1)
    with django_assert_num_queries(7):
        ask(visitor)
    with django_assert_num_queries(14):  # what lines have in common is read once for all
        sheet_of(visitor)
    fill(20)
    with django_assert_num_queries(7):
        ask(visitor)
    with django_assert_num_queries(7):
        ask(visitor, q="thi dua", nam="2024")
    with django_assert_num_queries(14):
        sheet_of(visitor)


def test_an_empty_register_says_what_would_be_here(visitor):
    assert "Chưa có khen thưởng nào được công bố." in text_of(ask(visitor))


def test_the_register_only_reads(visitor):
    assert visitor.post(ADDRESS).status_code == 405
    assert visitor.post("/khen-thuong.xlsx").status_code == 405


def test_a_proposal_shows_the_outcome_that_the_reader_may_see(visitor, client_of, lan, year_a):
    conference = ConferenceFactory(review_year=year_a, cluster=year_a.cluster)
    proposal = AwardFactory(
        emulation_year=year_a, conference=conference, counted=True, count=10, proposed=True
    )
    AwardFactory(emulation_year=year_a, proposal=proposal, counted=True, count=7)
    AwardFactory(
        emulation_year=year_a,
        proposal=proposal,
        counted=True,
        count=3,
        status="refused",
        decision=None,
    )
    public = visitor.get("/khen-thuong/").content.decode()
    assert "→ Được tặng 7" in public
    assert "→ Không được duyệt 3" not in public  # no decision has made it public
    assert "→ Không được duyệt 3" in client_of(lan).get("/khen-thuong/").content.decode()


def test_why_there_is_no_decision_is_said_once(visitor, year_a):
    conference = ConferenceFactory(review_year=year_a)
    for reason in ("Nguồn báo chí không nêu quyết định",) * 3 + ("Đang trình ký",):
        AwardFactory(
            emulation_year=year_a,
            recipient_kind=RecipientKind.COLLECTIVE,
            conference=conference,
            decision=None,
            no_decision_reason=reason,
        )
    page = text_of(ask(visitor))
    assert page.count("Nguồn báo chí không nêu quyết định") == 1
    assert page.count("chưa có quyết định</span>") == 3
    assert page.count("Chưa có quyết định: Đang trình ký") == 1


def test_on_a_telephone_each_cell_says_what_it_is(visitor, crowd):
    page = text_of(ask(visitor))
    assert 'class="table table-stacked" role="table"' in page
    assert 'data-label="Kết quả"' in page


def test_ways_to_other_orders_and_pages_ask_only_what_was_understood(visitor, year_a):
    AwardFactory.create_batch(PER_PAGE + 1, emulation_year=year_a, counted=True)
    asked = {"nam": "2024", "cum": "khong-co", "la": "1"}
    first = ask(visitor, **asked)
    following = follow(visitor, first, "Trang sau")
    for page in (first, following):
        content = html.unescape(page.content.decode())
        ways = [
            *re.findall(r'<th[^>]*>\s*<a href="([^"]*)"', content),
            *re.findall(r'href="([^"]*)">(?:⇤|←|Trang sau|Trang cuối)', content),
        ]
        assert len(ways) > 3
        for way in ways:
            assert "nam=2024" in way
            assert "la=" not in way
            assert "khong-co" not in way
    headings = re.findall(r'<th[^>]*>\s*<a href="([^"]*)"', following.content.decode())
    assert headings
    assert not any("sau=" in way for way in headings)
