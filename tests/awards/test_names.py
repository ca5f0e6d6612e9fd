"""Names of private persons: what the public sees, and what those who work with them see."""

import io

import openpyxl
import pytest

from awards.models import RecipientKind
from cluster_portal.vietnamese.persons import initials
from tests.factories.awards import AwardFactory

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Thị Lệnh"
ADDRESS = "/khen-thuong/"


@pytest.fixture
def award(year_a):
    return AwardFactory(
        emulation_year=year_a, recipient_name=NAME, unit__name="Nam Định", note="mẹ của bà Lành"
    )


def page_of(client, **query):
    return client.get(ADDRESS, query).content.decode()


def sheet_of(client):
    content = client.get("/khen-thuong.xlsx").content
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return str(list(rows))


def test_by_default_the_public_reads_initials_on_the_page_and_in_the_file(visitor, award):
    for text in (page_of(visitor), sheet_of(visitor)):
        assert "Nguyễn T. L." in text
        assert NAME not in text
        assert "Lành" not in text


@pytest.mark.parametrize("query", ["lenh", "nguyen thi lenh", "lành", "nguyen*"])
def test_the_public_does_not_find_a_private_person_by_name(visitor, award, query):
    assert "Nguyễn T. L." not in page_of(visitor, q=query)
    assert "Nguyễn T. L." in page_of(visitor, q="nam dinh")


def test_whoever_works_in_the_cluster_reads_and_finds_the_name(client_of, lan, binh, hoa, award):
    for person in (lan, binh, hoa):
        page = page_of(client_of(person), q="lenh")
        assert NAME in page
        assert "mẹ của bà Lành" in page


def test_whoever_works_elsewhere_reads_as_the_public(client_of, dung, award):
    client = client_of(dung)
    assert "Nguyễn T. L." in page_of(client)
    assert NAME not in page_of(client)
    assert "Nguyễn T. L." not in page_of(client, q="lenh")


@pytest.mark.parametrize(("rule", "shown"), [("full", NAME), ("hidden", "Một cá nhân")])
def test_the_setting_decides(visitor, award, settings, rule, shown):
    settings.NAMES_FOR_PUBLIC = rule
    assert shown in page_of(visitor)
    assert (NAME in page_of(visitor, q="lenh")) is (rule == "full")


def test_staff_may_be_shown_less_too(client_of, lan, award, settings):
    settings.NAMES_FOR_STAFF = "initials"
    assert NAME not in page_of(client_of(lan))
    assert "Nguyễn T. L." not in page_of(client_of(lan), q="lenh")


def test_collectives_are_named_and_a_kind_that_is_not_stated_may_be_a_person(visitor, year_a):
    AwardFactory(
        emulation_year=year_a,
        recipient_name="Trường Tiểu học Tân Dân",
        recipient_kind=RecipientKind.COLLECTIVE,
    )
    AwardFactory(
        emulation_year=year_a, recipient_name="Lê Văn Tám", recipient_kind=RecipientKind.UNSTATED
    )
    page = page_of(visitor)
    assert "Trường Tiểu học Tân Dân" in page
    assert "Lê V. T." in page
    assert "Lê Văn Tám" not in page


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nguyễn Thị Lan", "Nguyễn T. L."),
        ("Bà NGUYỄN THỊ Lan, Giám đốc Sở Nội vụ", "Bà NGUYỄN T. L."),
        ("Gia đình ông Đỗ Văn Ất", "Gia đình ông Đỗ V. Ấ."),
        ("Hộ bà Lò Thị Y", "Hộ bà Lò T. Y."),
        ("PGS. TS. Đinh Thế Anh", "PGS. TS. Đinh T. A."),
        ("Lan", "L."),
        ("Lê Văn Tám (liệt sĩ)", "Lê V. T."),
        ("", ""),
    ],
)
def test_initials(name, short):
    assert initials(name) == short
