"""Tables by any two filters, with the numbers that the register has."""

import pytest

from awards.models import AwardStatus, CommendationType, RecipientKind
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


def test_drafts_count_for_who_sees_them(visitor, client_of, lan, dung, hoa, year_a):
    draft = ConferenceFactory(review_year=year_a, draft=True)
    AwardFactory(emulation_year=year_a, conference=draft, recipient_kind=RecipientKind.COLLECTIVE)
    totals = [
        client.get(ADDRESS).context["cross"].total
        for client in (visitor, client_of(dung), client_of(lan), client_of(hoa))
    ]
    assert totals == [0, 0, 1, 1]
