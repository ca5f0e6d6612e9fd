import datetime
import io
import unicodedata

import openpyxl
import pytest
from django.test import Client

from awards.models import AwardStatus, CommendationType, RecipientKind
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


UNITS = [
    "An Giang",
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


@pytest.mark.parametrize("reverse", [False, True])
def test_units_sort_in_vietnamese_order_and_rows_without_one_come_last(visitor, reverse):
    for name in sorted(UNITS, key=lambda name: name[::-1]):
        AwardFactory(unit__name=name, recipient_name=name)
    AwardFactory(counted=True)
    response = ask(visitor, sort="-unit" if reverse else "unit")
    ordered = UNITS[::-1] if reverse else UNITS
    assert shown(response) == [*ordered, "267 tập thể và cá nhân"]


def test_other_columns_sort(visitor, year_a):
    AwardFactory(recipient_name="Đinh Ất", form__name="Bằng khen", emulation_year=year_a)
    AwardFactory(
        recipient_name="Dương Giáp",
        form__name="Cờ thi đua",
        emulation_year=EmulationYearFactory(year=2019),
    )
    AwardFactory(counted=True, count=None, form__name="Ấn vàng")
    AwardFactory(counted=True, count=12, form__name="Huân chương")
    nobody, twelve = "Tập thể và cá nhân (không nêu số lượng)", "12 tập thể và cá nhân"

    def by(sort):
        return shown(ask(visitor, sort=sort))

    assert by("recipient") == [twelve, "Dương Giáp", "Đinh Ất", nobody]
    assert by("form") == [nobody, "Đinh Ất", "Dương Giáp", twelve]
    assert by("year")[0] == by("-year")[-1] == "Dương Giáp"
    assert by("-count")[0] == twelve
    assert by("count")[-1] == by("-count")[-1] == nobody


def test_results_sort_in_the_order_of_the_process(client_of, hoa):
    for status in (AwardStatus.REVOKED, AwardStatus.GRANTED, AwardStatus.PROPOSED):
        AwardFactory(status=status, recipient_name=status.label)
    assert shown(ask(client_of(hoa), sort="status")) == ["Đề nghị", "Được tặng", "Bị thu hồi"]


def test_pages_of_fifty_hold_each_row_once(visitor, year_a):
    form = AwardFormFactory()
    made = {
        AwardFactory(emulation_year=year_a, form=form, recipient_name="Cùng Tên").pk
        for _ in range(61)
    }
    first, last = ask(visitor, sort="form"), ask(visitor, sort="form", page="2")
    rows = [
        [row.record.pk for row in page.context["table"].paginated_rows] for page in (first, last)
    ]
    assert [len(page) for page in rows] == [50, 11]
    assert set(rows[0]) | set(rows[1]) == made
    assert shown(ask(visitor, page="999", sort="form")) == shown(last)
    assert "Trang 2 trên 2" in text_of(ask(visitor, page="999"))
    assert "Trang 1 trên 2" in text_of(ask(visitor, page="abc"))


def test_totals(visitor, year_a):
    AwardFactory(emulation_year=year_a)
    AwardFactory(emulation_year=year_a, counted=True, count=522)
    AwardFactory(emulation_year=year_a, counted=True, count=None)
    conference = ConferenceFactory(review_year=year_a)
    AwardFactory(emulation_year=year_a, counted=True, count=4, proposed=True, conference=conference)
    page = text_of(ask(visitor))
    assert "4 dòng; 523 lượt được tặng, 4 lượt đề nghị </h2>" in page
    assert "Chưa kể 1 dòng không nêu số lượng." in page
    assert "0 dòng </h2>" in text_of(ask(visitor, q="khong co ai"))


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
    assert "Chưa có: nguồn không nêu" in text_of(ask(visitor))


def test_the_public_sees_what_is_public_and_the_cluster_its_drafts(client_of, lan, dung, year_a):
    draft = ConferenceFactory(review_year=year_a, draft=True)
    AwardFactory(emulation_year=year_a, conference=draft, recipient_name="Người Chờ Công Bố")
    AwardFactory(recipient_name="Người Đã Công Bố")
    for client in (Client(), client_of(dung)):
        response = ask(client)
        assert shown(response) == ["Người Đã Công Bố"]
        assert shown(ask(client, q="cho cong bo")) == []
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
    with django_assert_num_queries(8):
        ask(visitor)
    fill(20)
    with django_assert_num_queries(8):
        ask(visitor)
    with django_assert_num_queries(4):
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
