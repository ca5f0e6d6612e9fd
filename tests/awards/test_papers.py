"""The register, its statistics and a recipient on paper: what the pages say, on a day."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from awards import papers
from awards.models import RecipientKind
from awards.register import counting
from cluster_portal.audit.models import AuditEvent
from cluster_portal.record import generated
from cluster_portal.record.models import GeneratedCountry
from tests.documents.reading import text_of
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory, UnitFactory
from tests.tools.verapdf import validate

pytestmark = pytest.mark.django_db
REGISTER, STATISTICS = "/khen-thuong.pdf", "/khen-thuong/thong-ke.pdf"
NAME = "Nguyễn Thị Lệnh"


@pytest.fixture
def unprinted(monkeypatch):
    """Papers come as the HTML that would be printed."""
    monkeypatch.setattr(
        "clusters.downloads.pdf_response", lambda request, html, name: HttpResponse(html)
    )


def said(client: Client, address: str, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response.content.decode()
    told = html.fromstring(response.content.decode()).xpath("//h1 | //p | //caption | //td")
    return " ".join(word for one in told for word in one.text_content().split())


def tables(client: Client, address: str, **query: Any) -> list[list[list[str]]]:
    """The cells of each table, its headings the first row."""
    page = html.fromstring(client.get(address, query).content.decode())
    return [
        [
            [" ".join(cell.text_content().split()) for cell in row.xpath("th | td")]
            for row in table.xpath(".//tr")
        ]
        for table in page.xpath("//table")
    ]


@pytest.fixture
def awards(year_a, unit_of_binh):
    """A person, a school, a number of people, and a line without a number; newest year first."""
    form = AwardFormFactory(name="Huân chương Lao động hạng Ba", code="huan-chuong")
    decision = DecisionFactory(document_number="789/QĐ-BVHTTDL")
    of_2024 = {"emulation_year": year_a, "unit": unit_of_binh, "form": form}
    flag = AwardFormFactory(name="Cờ thi đua", code="co")
    return (
        AwardFactory(
            **of_2024, recipient_name=NAME, decision=decision, is_posthumous=True, note="của Lành"
        ),
        AwardFactory(
            **of_2024,
            recipient_name="Trường Mầm non Sao",
            recipient_kind=RecipientKind.COLLECTIVE,
            note="Khối mầm non",
        ),
        AwardFactory(
            emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=2023),
            counted=True,
            count=1240,
            form=flag,
        ),
        AwardFactory(
            emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=2022),
            counted=True,
            count=None,
            form=flag,
        ),
    )


def test_the_papers_last_and_say_what_the_pages_do(visitor, awards, tmp_path: Path):
    _, school, *_ = awards
    paths = []
    for name, address in (
        ("so", f"{REGISTER}?cum=dong-bang-song-hong"),
        ("thong-ke", STATISTICS),
        ("mot-tap-the", reverse("awards:recipient-pdf", args=[school.pk])),
    ):
        answer = visitor.get(address)
        assert answer.status_code == 200, answer.content.decode()
        assert answer["Content-Type"] == "application/pdf"
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(answer.content)
    for verdict in validate(paths, ("2a", "ua1")):
        assert verdict.compliant, str(verdict)
    register, statistics, recipient = map(text_of, paths)
    for words in (
        "SỐ LIỆU ĐÃ CÔNG BỐ",
        "Cụm, khối: Đồng bằng sông Hồng.",
        "Thứ tự: năm mới nhất trước.",
        "Tổng số: 4 dòng; 1.242 lượt được tặng.",
        "Chưa kể: 1 dòng không nêu số lượng.",
        "Nguyễn T. L.; truy tặng",
        "Trường Mầm non Sao; Khối mầm non",
        "1.240",
    ):
        assert words in register, words
    assert NAME not in register
    assert "Lành" not in register
    assert "Lượt được tặng: hình thức và đối tượng" in statistics
    assert "Tổng số: 1.242 lượt." in statistics
    assert "Trường Mầm non Sao" in recipient
    assert "gồm các dòng cùng tên" in recipient


@pytest.mark.parametrize(
    "query",
    [{}, {"sort": "recipient"}, {"sort": "-count", "nam": "2024"}, {"q": "huan chuong"}],
)
def test_the_rows_are_those_of_the_page_in_its_order(visitor, unprinted, awards, query):
    page = visitor.get("/khen-thuong/", query)
    shown = [row.record.recipient for row in page.context["table"].paginated_rows]
    assert shown
    (table,) = tables(visitor, REGISTER, **query, page=9, cuoi=1)
    hidden = {NAME: "Nguyễn T. L."}
    assert [row[0].split(";")[0] for row in table[1:]] == [hidden.get(one, one) for one in shown]
    assert page.context["counted"].words in said(visitor, REGISTER, **query)


def test_a_row_has_what_a_reader_of_the_page_looks_for(client_of, lan, unprinted, awards):
    table, *_ = tables(client_of(lan), REGISTER)
    headings, person, _, crowd, unknown = table
    assert headings == [
        *("Người, tập thể được khen", "Hình thức", "Năm", "Đơn vị", "Kết quả", "Số lượng"),
    ]
    assert person == [
        f"{NAME}; truy tặng; của Lành",
        "Huân chương Lao động hạng Ba",
        "2024",
        "Tỉnh Nam Định",
        "Được tặng; 789/QĐ-BVHTTDL ngày 1/3/2025",
        "1",
    ]
    assert crowd[3:] == ["chung cả cụm: Đồng bằng sông Hồng", crowd[4], "1.240"]
    assert unknown[-1] == "không nêu"


def test_what_was_asked_for_stands_above_the_rows_in_words(visitor, unprinted, awards):
    text = said(
        visitor, REGISTER, q="mầm non", nam="2024", hinh_thuc="huan-chuong", sort="-recipient"
    )
    assert (
        "Tìm: “mầm non”. Năm: 2024. Hình thức: Huân chương Lao động hạng Ba."
        " Thứ tự: tên người, tập thể được khen, từ Y đến A. Tổng số: 1 dòng;"
    ) in text


def test_words_taken_for_others_and_nothing_found_are_said(visitor, unprinted, awards):
    text = said(visitor, REGISTER, q="truong mam nonj")
    assert "sau đây là kết quả cho: “truong mam non”." in text
    assert "Trường Mầm non Sao" in text
    text = said(visitor, REGISTER, q="khongcogi")
    assert "Tổng số: 0 dòng. Lưu ý: Không có dòng nào như vậy." in text
    text = said(visitor, STATISTICS, doi_tuong="household")
    assert "Lưu ý: Không có khen thưởng nào như vậy." in text


def test_an_empty_register_on_paper_says_so(visitor, unprinted):
    assert "Chưa có khen thưởng nào được công bố." in said(visitor, REGISTER)


def test_more_rows_than_fit_are_told_with_the_way_to_all(
    visitor, unprinted, awards, settings, monkeypatch
):
    settings.PORTAL_ADDRESS = "https://thidua.example.vn"
    monkeypatch.setattr(papers, "MOST_LINES", 1)
    text = said(visitor, REGISTER, nam="2024", sau="", la="x")
    assert (
        "… còn 1 dòng, xem tệp Excel tại https://thidua.example.vn/khen-thuong.xlsx?nam=2024"
    ) in text
    (table,) = tables(visitor, REGISTER)
    assert len(table) == 2
    with monkeypatch.context() as patch:
        patch.setattr(counting, "MOST_COUNTED", 2)
        assert "… còn hơn 1 dòng, xem tệp" in said(visitor, REGISTER, q="dong bang")
    monkeypatch.setattr(papers, "ROWS_OF_FILE", 3)
    assert (
        "… còn 3 dòng; một tệp Excel có nhiều nhất 3, nên lọc bớt tại"
        " https://thidua.example.vn/khen-thuong/"
    ) in said(visitor, REGISTER)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (f"{REGISTER}?nam=1850&ket_qua=granted", "Năm “1850”: Không có trong danh sách."),
        (f"{REGISTER}?sort=luong&ket_qua=granted", "Sổ không sắp xếp được theo cách"),
        (f"{REGISTER}?q={'a' * 300}&ket_qua=granted", "Câu tìm quá dài"),
        (f"{STATISTICS}?cap=X&ket_qua=granted", "Cấp khen thưởng “X”"),
        (f"{STATISTICS}?hang=nam&cot=nam&ket_qua=granted", "Các tiêu chí trong địa chỉ"),
    ],
)
def test_what_a_paper_cannot_follow_it_refuses_with_the_way_back(visitor, awards, address, why):
    refused = visitor.get(address)
    assert refused.status_code == 400
    page = html.fromstring(refused.content.decode())
    assert any(why in told.text_content() for told in page.xpath("//main//p"))
    (back,) = page.xpath("//main//a[contains(@class, 'btn')]/@href")
    assert "ket_qua=granted" in back
    assert visitor.get(back).status_code == 200


def test_the_statistics_are_the_table_of_the_page_with_its_sums(visitor, unprinted, awards):
    drawn = visitor.get("/khen-thuong/thong-ke/").context["drawn"]
    (table,) = tables(visitor, STATISTICS)
    assert table[0] == ["Hình thức", *drawn.columns, "Cộng"]
    (block,) = drawn.blocks
    assert table[1:] == [
        [row.label, *(cell.text for cell in row.cells)] for row in (*block.rows, drawn.sums)
    ]
    assert "Kết quả: Được tặng. Cách đếm: dòng không nêu số lượng không được tính." in said(
        visitor, STATISTICS
    )


def test_each_year_has_its_table_and_all_of_them_their_sum(visitor, unprinted, awards, monkeypatch):
    monkeypatch.setattr("awards.register.statistics.MOST_YEARS", 1)
    query = {"khoi": "nam"}
    text = said(visitor, STATISTICS, **query)
    assert "Các năm: bảng có 1 năm mới nhất; 1 năm trước đó xem bằng cách lọc theo năm." in text
    assert "Theo hình thức và đối tượng, năm 2024" in text
    assert "cộng các năm trong bảng" in text
    of_year, of_all = tables(visitor, STATISTICS, **query)
    assert of_year[-1][0] == "Cộng năm 2024"
    assert of_all[1:] == [["Cộng", *of_year[-1][1:]]]


def test_many_columns_stand_in_several_tables_the_sum_in_the_last(
    visitor, unprinted, year_a, awards
):
    for number in range(8):
        unit = UnitFactory(name=f"Tỉnh {number}", slug=f"tinh-{number}")
        AwardFactory(emulation_year=year_a, unit=unit, form=awards[0].form)
    query = {"hang": "hinh_thuc", "cot": "don_vi"}
    drawn = visitor.get("/khen-thuong/thong-ke/", query).context["drawn"]
    first, last = tables(visitor, STATISTICS, **query)
    assert max(len(first[0]), len(last[0])) <= 1 + papers.NUMBERS_BESIDE
    assert [*first[0][1:], *last[0][1:]] == [*drawn.columns, "Cộng"]
    assert [*first[-1][1:], *last[-1][1:]] == [cell.text for cell in drawn.sums.cells]
    assert "(phần 2 trên 2)" in said(visitor, STATISTICS, **query)


def test_a_table_that_is_too_large_to_print_leads_back_to_the_other_files(
    visitor, awards, monkeypatch
):
    monkeypatch.setattr(papers, "MOST_CELLS", 1)
    refused = visitor.get(STATISTICS)
    assert refused.status_code == 400
    assert "một tệp PDF có nhiều nhất 1 ô" in refused.content.decode()


def test_a_recipient_has_on_paper_what_the_page_tells(client_of, lan, visitor, unprinted, awards):
    person, *_ = awards
    later = AwardFactory(
        emulation_year=EmulationYearFactory(cluster=person.emulation_year.cluster, year=2025),
        recipient_name=f"Bà {NAME}",
        unit=person.unit,
        form=person.form,
    )
    address = reverse("awards:recipient-pdf", args=[person.pk])
    text = said(client_of(lan), address)
    for words in (
        "Thời gian: từ năm 2024 đến năm 2025.",
        "Tổng số: 2 dòng; 2 lượt được tặng; 2 quyết định.",
        f"Tên còn được viết: Bà {NAME}.",
        "Người trùng tên trong một đơn vị có thể đứng chung ở đây.",
    ):
        assert words in text, words
    forms, units, lines = tables(client_of(lan), address)
    assert forms[1:] == [["Huân chương Lao động hạng Ba", "2", "2024–2025"]]
    assert units[1:] == [["Tỉnh Nam Định", "2", "2024–2025"]]
    assert [row[1] for row in lines[1:]] == ["2025", "2024"]
    assert lines[2][-1] == "truy tặng; của Lành"
    assert visitor.get(address).status_code == 404
    response = client_of(lan).get(reverse("awards:recipient", args=[later.pk]))
    assert f'href="{reverse("awards:recipient-pdf", args=[later.pk])}"' in response.content.decode()


def test_whether_drafts_may_be_in_it_stands_on_it_and_who_took_it_is_noted(
    visitor, client_of, lan, unprinted, awards
):
    assert "SỐ LIỆU ĐÃ CÔNG BỐ" in said(visitor, REGISTER)
    assert not AuditEvent.objects.filter(action="download").exists()
    assert "CÓ SỐ LIỆU CHƯA CÔNG BỐ" in said(client_of(lan), STATISTICS)
    event = AuditEvent.objects.get(action="download")
    assert (event.actor, event.changes["file"]) == (lan, [None, "thong-ke-khen-thuong.pdf"])


def test_what_a_machine_made_up_says_so(visitor, unprinted, awards):
    GeneratedCountry.objects.create(seed=1, years=1, awards=4, made_at=timezone.now())
    generated.forget()
    for address in (REGISTER, STATISTICS):
        assert "DỮ LIỆU THỬ" in said(visitor, address)


def test_the_number_of_queries_of_a_paper_does_not_grow(
    visitor, unprinted, awards, year_a, django_assert_num_queries
):
    def asked() -> None:
        said(visitor, REGISTER, nam="2024")

    with django_assert_num_queries(11):
        asked()
    for _ in range(10):
        AwardFactory(emulation_year=year_a, unit=UnitFactory())
    with django_assert_num_queries(11):
        asked()


@pytest.mark.parametrize("page", ["/khen-thuong/", "/khen-thuong/thong-ke/"])
def test_the_paper_is_the_first_of_the_files_asked_as_the_page_is(visitor, awards, page):
    content = visitor.get(page, {"nam": "2024", "hinh_thuc": "khong-co", "page": "1"})
    links = html.fromstring(content.content.decode()).xpath(
        "//p[contains(@class, 'downloads')]/a[position() <= 2]"
    )
    paper, excel = (link.get("href") for link in links)
    assert re.match(r"\s*PDF", links[0].text_content())
    assert paper.replace(".pdf", ".xlsx") == excel
    assert "nam=2024" in paper
    assert "khong-co" not in paper
