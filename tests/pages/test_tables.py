import re

import django_tables2 as tables
import pytest
from django.conf import settings
from django.http import QueryDict

from cluster_portal.accounts.models import User
from cluster_portal.pages.tables import BaseTable, StableData
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class PeopleTable(BaseTable):
    caption = "Người"
    full_name = tables.Column("Tên")
    active = tables.Column("Đang hoạt động", accessor="is_active")
    email = tables.Column("Thư", orderable=False)

    class Meta(BaseTable.Meta):
        per_page = 3


@pytest.fixture
def ask(rf):
    def ask(query="", data=None):
        request = rf.get("/")
        request.GET = QueryDict(query)
        rows = User.objects.all() if data is None else data
        return PeopleTable(rows).for_request(request)

    return ask


def keys(table):
    return [row.record.pk for row in table.paginated_rows]


def test_rows_of_equal_value_keep_one_order_over_all_pages(ask):
    people = [UserFactory(full_name="Trần Văn An").pk for _ in range(8)]
    for sort in ("", "sort=full_name", "sort=-full_name", "sort=active"):
        seen = [pk for page in (1, 2, 3) for pk in keys(ask(f"{sort}&page={page}"))]
        assert seen == people


@pytest.mark.parametrize("sort", ["", "sort=full_name", "sort=-active"])
def test_every_order_ends_in_the_key(ask, sort):
    assert ask(sort).data.data.query.order_by[-1] == "pk"


def test_a_queryset_without_order_has_one():
    rows = User.objects.order_by()
    assert StableData(rows).data.query.order_by == ("full_name", "pk", "pk")


def test_what_was_the_order_decides_among_equals(ask):
    second, first = UserFactory(full_name="B"), UserFactory(full_name="A")
    assert keys(ask("sort=active", User.objects.order_by("full_name"))) == [first.pk, second.pk]


@pytest.mark.parametrize("sort", ["email", "khong-co", "a.b", "-", "--full_name", "", "pk", "\x00"])
def test_a_sort_that_makes_no_sense_is_ignored(ask, sort):
    table = ask(f"sort={sort}")
    assert not table.order_by


def test_a_page_past_the_end_is_the_last_and_nonsense_is_the_first(ask):
    people = [UserFactory(full_name=f"Người {n}").pk for n in range(4)]
    assert keys(ask("page=99")) == people[3:]
    assert keys(ask("page=abc")) == people[:3]
    assert keys(ask("page=-1")) == people[:3]


def test_the_reader_cannot_choose_how_long_a_page_is(ask):
    UserFactory.create_batch(5)
    assert len(keys(ask("per_page=1000"))) == 3


def test_the_header_says_what_is_sorted_and_links_keep_the_rest(ask):
    UserFactory.create_batch(4)
    table = ask("q=x&page=2&sort=-full_name")
    html = table.as_html(table.request)
    assert html.count("aria-sort") == 1
    assert 'aria-sort="descending"' in html
    assert 'href="?q=x&amp;sort=full_name"' in html
    assert 'href="?q=x&amp;page=1&amp;sort=-full_name"' in html
    assert '<caption class="visually-hidden">Người</caption>' in html
    assert html.count('scope="row"') == 1
    assert "Trang 2 trên 2" in html
    assert "Trang sau" not in html


def test_an_empty_table_says_so(ask):
    table = ask()
    assert "Chưa có dòng nào." in table.as_html(table.request)


def test_a_list_works_too(ask):
    table = ask("sort=full_name", [{"full_name": "B"}, {"full_name": "A"}])
    assert [row.record["full_name"] for row in table.paginated_rows] == ["A", "B"]


def test_what_scrolls_is_reached_by_keyboard_under_a_name():
    """On a telephone any table may be wider than the page."""
    found = []
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        for tag in re.findall(r'<div\s[^>]*class="table-scroll"[^>]*>', text):
            found.append(tag)
            for attribute in ('role="', 'aria-label="', 'tabindex="0"'):
                assert attribute in tag, (template.name, tag)
    assert len(found) > 10
