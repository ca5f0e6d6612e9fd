"""Tables by any two filters, with the numbers that the register has."""

import pytest

from awards.models import AwardForm, AwardStatus, CommendationType, RecipientKind
from tests.factories.awards import AwardFactory
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/khen-thuong/thong-ke/"


def table_of(response):
    cross = response.context["cross"]
    return {
        row.choice.label: {
            column.label: cell for column, cell in zip(cross.columns, row.cells, strict=True)
        }
        for row in cross.rows
    }


@pytest.fixture
def three(year_a):
    flag = {"form__name": "Cờ thi đua", "form__code": "co"}
    AwardFactory(emulation_year=year_a, commendation_type=CommendationType.MERIT, **flag)
    AwardFactory(emulation_year=year_a, counted=True, count=20, form__name="Bằng khen")
    AwardFactory(
        emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=2020),
        counted=True,
        count=None,
        form__name="Giấy khen",
    )


def test_by_form_and_recipient_as_the_reports_want_them(visitor, three):
    response = visitor.get(ADDRESS)
    assert table_of(response) == {
        "Cờ thi đua": {"cá nhân": 1, "tập thể và cá nhân": 0},
        "Bằng khen": {"cá nhân": 0, "tập thể và cá nhân": 20},
    }
    assert (response.context["cross"].totals, response.context["cross"].total) == ([1, 20], 21)


def test_by_other_two_under_filters(visitor, three):
    response = visitor.get(ADDRESS, {"hang": "nam", "cot": "loai", "hinh_thuc": "co"})
    assert table_of(response) == {"2024": {"Công trạng": 1}}
    assert table_of(visitor.get(ADDRESS, {"hang": "cap", "cot": "nam"})) == {
        "Chính phủ, Thủ tướng Chính phủ": {"2024": 21}
    }
    every = visitor.get(ADDRESS, {"hang": "nam", "cot": "loai"})
    assert table_of(every) == {"2024": {"Công trạng": 1, "không nêu": 20}}


@pytest.mark.parametrize(
    "query",
    [{"hang": "mật khẩu"}, {"cot": "' OR 1=1 --"}, {"hang": "nam", "cot": "nam"}],
)
def test_sides_that_make_no_sense_are_said_so(visitor, three, query):
    response = visitor.get(ADDRESS, query)
    assert "không dùng được, nên bảng xếp theo hình thức và đối tượng" in response.content.decode()
    assert len(table_of(response)) == 2


def test_a_filter_that_makes_no_sense_is_named_and_one_that_excludes_all_says_so(visitor, three):
    assert "Bộ lọc sau không dùng được" in visitor.get(ADDRESS, {"nam": "x"}).content.decode()
    page = visitor.get(ADDRESS, {"ket_qua": AwardStatus.REVOKED}).content.decode()
    assert "Không có khen thưởng nào như vậy" in page


def test_what_the_page_does_not_read_in_the_address_is_named_with_the_way_back(visitor, three):
    asked = {"dong": "nam", "cot": "nam", "sort": "x", "hinh_thuc": "co"}
    response = visitor.get(ADDRESS, asked)
    page = response.content.decode()
    assert "“dong”, “sort”." in " ".join(page.split())
    back = response.context["without_unread"]
    assert f'<a href="{back.replace("&", "&amp;")}">' in page
    right = visitor.get(back)
    assert "không dùng phần sau của địa chỉ" not in right.content.decode()
    assert table_of(right) == table_of(response) == {"Cờ thi đua": {"2024": 1}}


def test_names_in_the_address_are_shown_as_text_and_not_all_of_them(visitor, three):
    asked = {f"<b>{'x' * 300}{number}": "1" for number in range(30)}
    page = visitor.get(ADDRESS, asked).content.decode()
    assert "&lt;b&gt;xxx" in page
    assert "<b>xxx" not in page
    assert "x" * 50 not in page.partition("Mở địa chỉ đúng")[0].rpartition("không dùng phần sau")[2]
    assert f'<a href="{ADDRESS}">Mở địa chỉ đúng</a>' in page


def totals_at(client, **asked):
    return client.get(ADDRESS, asked).context["cross"].total


def test_what_was_granted_is_counted_unless_another_result_is_asked_for(visitor, three, year_a):
    refused = {"status": AwardStatus.REFUSED, "recipient_kind": RecipientKind.COLLECTIVE}
    AwardFactory(emulation_year=year_a, **refused)
    assert totals_at(visitor) == totals_at(visitor, ket_qua="granted") == 21
    assert totals_at(visitor, ket_qua="x") == 21
    assert totals_at(visitor, ket_qua="refused") == 1
    assert totals_at(visitor, ket_qua="tat-ca") == 22
    assert "Lượt được tặng: hình thức và đối tượng" in visitor.get(ADDRESS).content.decode()
    page = visitor.get(ADDRESS, {"ket_qua": "tat-ca"}).content.decode()
    assert "Lượt khen, mọi kết quả: hình thức" in page
    assert '<option value="tat-ca" selected>Tất cả kết quả</option>' in page
    by_result = table_of(visitor.get(ADDRESS, {"hang": "ket_qua", "cot": "nam"}))
    assert by_result == {"Được tặng": {"2024": 21}, "Không được duyệt": {"2024": 1}}
    data = visitor.get("/khen-thuong/thong-ke.json").json()
    assert (data["status"], data["total"]) == ("granted", 21)
    data = visitor.get("/khen-thuong/thong-ke.json", {"ket_qua": "tat-ca"}).json()
    assert (data["status"], data["total"]) == (None, 22)
    sheet = b"".join(visitor.get("/khen-thuong/thong-ke.csv")).decode()
    assert "Hình thức (lượt được tặng)" in sheet


def test_form_by_recipient_year_by_year(visitor, three, year_a):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2021)
    flag = AwardForm.objects.get(code="co")
    AwardFactory(emulation_year=before, counted=True, count=3, form=flag)
    response = visitor.get(ADDRESS, {"khoi": "nam"})
    blocks = {
        block.choice.label: {row.choice.label: row.total for row in block.rows}
        for block in response.context["cross"].blocks
    }
    assert blocks == {"2024": {"Cờ thi đua": 1, "Bằng khen": 20}, "2021": {"Cờ thi đua": 3}}
    page = response.content.decode()
    assert '<th scope="rowgroup">Năm 2021</th>' in page
    assert "Cộng năm 2024" in page
    rows = visitor.get("/khen-thuong/thong-ke.json", {"khoi": "nam"}).json()
    told = {(row["year"], row["recipients"]) for row in rows["rows"]}
    assert told == {(2024, 1), (2024, 20), (2021, 3)}
    assert [one["recipients"] for one in rows["year_totals"]] == [21, 3]
    sheet = b"".join(visitor.get("/khen-thuong/thong-ke.csv", {"khoi": "nam"})).decode()
    assert "\n2024;Cờ thi đua;" in sheet
    assert sheet.splitlines()[-1].startswith(";Cộng;")


def test_no_more_than_twenty_years_stand_in_a_table(visitor, cluster_a):
    form = AwardFactory(emulation_year=EmulationYearFactory(cluster=cluster_a, year=2000)).form
    for year in range(2001, 2022):
        AwardFactory(emulation_year=EmulationYearFactory(cluster=cluster_a, year=year), form=form)
    response = visitor.get(ADDRESS, {"khoi": "nam"})
    cross = response.context["cross"]
    years = [block.choice.value for block in cross.blocks]
    assert (len(years), years[0], years[-1], cross.years_left_out) == (20, "2021", "2002", 2)
    assert "2 năm trước đó" in response.content.decode()


@pytest.mark.parametrize("query", [{"khoi": "x"}, {"khoi": "nam", "hang": "nam", "cot": "cap"}])
def test_years_that_cannot_be_told_apart_are_said_so(visitor, three, query):
    response = visitor.get(ADDRESS, query)
    assert "trong địa chỉ không dùng được" in response.content.decode()
    assert response.context["cross"].total == 21


@pytest.mark.parametrize("asked", [{}, {"khoi": "nam", "ket_qua": "tat-ca", "cap": "GOVERNMENT"}])
def test_each_number_leads_to_the_lines_that_it_counts(visitor, three, year_a, asked):
    AwardFactory(
        emulation_year=year_a,
        status=AwardStatus.REFUSED,
        recipient_kind=RecipientKind.COLLECTIVE,
    )
    drawn = visitor.get(ADDRESS, asked).context["drawn"]
    rows = [*(row for block in drawn.blocks for row in block.rows), drawn.sums]
    numbers = [cell for row in rows for cell in row.cells if cell.address]
    assert len(numbers) >= 7
    for number in numbers:
        totals = visitor.get(number.address).context["totals"]
        assert str(totals.granted + totals.refused) == number.text
    assert all(cell.address for row in rows for cell in row.cells if cell.text != "0")


def test_drafts_count_for_who_sees_them(visitor, client_of, lan, dung, hoa, year_a):
    draft = ConferenceFactory(review_year=year_a, draft=True)
    AwardFactory(emulation_year=year_a, conference=draft, recipient_kind=RecipientKind.COLLECTIVE)
    totals = [
        client.get(ADDRESS).context["cross"].total
        for client in (visitor, client_of(dung), client_of(lan), client_of(hoa))
    ]
    assert totals == [0, 0, 1, 1]


def test_the_register_names_what_it_does_not_read(visitor, three):
    page = visitor.get("/khen-thuong/", {"foo": "bar", "nam": "2024"}).content.decode()
    assert "“foo”" in page
    assert '<a href="/khen-thuong/?nam=2024">Mở địa chỉ đúng</a>' in page
    known = {"nam": "2024", "sort": "year", "q": "co", "ket_qua": "granted"}
    assert "Trang không dùng" not in visitor.get("/khen-thuong/", known).content.decode()
