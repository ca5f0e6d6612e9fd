import unicodedata

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from cluster_portal.pages.query import clean_query, is_cut, page_number


def asking(**parameters):
    request = RequestFactory().get("/")
    request.GET = QueryDict(mutable=True)
    for name, value in parameters.items():
        request.GET[name] = value
    return request


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Nam   Định ", "Nam Định"),
        (unicodedata.normalize("NFD", "Đồng bằng"), "Đồng bằng"),
        ("Hà\x00 Nội\x1b", "Hà Nội"),
        ("", ""),
    ],
)
def test_a_query_is_one_clean_line(typed, cleaned):
    request = asking(q=typed)
    assert clean_query(request, "q") == cleaned
    assert not is_cut(request, "q")


def test_a_missing_query_is_empty():
    assert clean_query(asking(), "q") == ""


@pytest.mark.parametrize("letter", ["a", "ệ", unicodedata.normalize("NFD", "ệ")])
def test_a_long_query_is_cut(letter):
    request = asking(q=letter * 10_000)
    assert len(clean_query(request, "q")) == 200
    assert is_cut(request, "q")


def test_a_query_of_exactly_the_limit_is_whole():
    request = asking(q="a" * 200)
    assert clean_query(request, "q") == "a" * 200
    assert not is_cut(request, "q")


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("3", 3),
        ("0", 1),
        ("-2", 1),
        ("abc", 1),
        ("", 1),
        ("1.5", 1),
        ("٣", 1),
        ("²", 1),
        ("9" * 5000, 10**9),
    ],
)
def test_page_number(asked, number):
    assert page_number(asking(page=asked)) == number


def test_page_number_without_one():
    assert page_number(asking()) == 1
