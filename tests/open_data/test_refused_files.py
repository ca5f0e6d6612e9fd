"""A file cannot say that a part of its address was ignored: it is refused, with the way back."""

import pytest
from lxml import html

from awards.register.asked import Asked
from awards.register.paging import every_award
from awards.register.sight import Sight
from tests.factories.awards import AwardFactory

pytestmark = pytest.mark.django_db
ENDINGS = ("xlsx", "csv", "json")


@pytest.fixture(autouse=True)
def _awards(year_a):
    AwardFactory.create_batch(3, emulation_year=year_a)


def test_a_file_of_everything_never_stands_for_one_of_what_is_not_there(visitor):
    for query, why in (
        ("nam=1850", "Năm “"),
        ("don_vi=khong-co", "Đơn vị “"),
        ("cap=X", "Cấp khen thưởng “"),
        ("q=!!!", "Tìm “"),
        ("sort=luong", "Sổ không sắp xếp được theo cách đã ghi trong địa chỉ."),
        (f"q={'a' * 9000}", "Câu tìm quá dài"),
    ):
        for ending in ENDINGS:
            refused = visitor.get(f"/khen-thuong.{ending}?{query}&ket_qua=granted")
            assert refused.status_code == 400, query
            page = html.fromstring(refused.content.decode())
            assert any(why in told.text_content() for told in page.xpath("//main//p")), query
            (back,) = page.xpath("//main//a[contains(@class, 'btn')]/@href")
            assert back.startswith("/khen-thuong/?")
            assert "ket_qua=granted" in back
            assert visitor.get(back).status_code == 200
    for query in ("nam=1850", "hang=khong-co&cot=nam", "hang=nam&cot=nam"):
        for ending in ENDINGS:
            refused = visitor.get(f"/khen-thuong/thong-ke.{ending}?{query}")
            assert refused.status_code == 400
            assert 'href="/khen-thuong/thong-ke/' in refused.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/khen-thuong/?nam=1850&don_vi=khong-co&sort=luong&page=7&sau=x",
        "/khen-thuong/?q=!!!&sort=count",
        "/khen-thuong/thong-ke/?nam=1850&hang=nam&cot=nam",
    ],
)
def test_a_page_that_ignores_a_part_of_its_address_offers_files_of_what_it_shows(visitor, address):
    page = html.fromstring(visitor.get(address).content.decode())
    links = page.xpath("//p[contains(@class, 'downloads')]/a[position() <= 4]/@href")
    assert len(links) == 4
    for link in links:
        assert visitor.get(link).status_code == 200, link


def test_data_do_not_begin_anew_where_the_line_before_is_gone(visitor, year_a, monkeypatch):
    monkeypatch.setattr("awards.files.ROWS_OF_DATA", 1)
    following = visitor.get("/khen-thuong.json").json()["next"]
    assert visitor.get(following).status_code == 200
    year_a.awards.all().delete()
    AwardFactory(emulation_year=year_a)
    refused = visitor.get(following)
    assert refused.status_code == 400
    assert "không còn" in refused.content.decode()
    assert visitor.get("/khen-thuong.json?sau=abc").status_code == 400


def test_data_say_which_words_were_looked_for_in_place_of_a_slip(visitor, year_a):
    AwardFactory(
        emulation_year=year_a, recipient_name="Trường Tiểu học Hoa Sữa", recipient_kind="collective"
    )
    found = visitor.get("/khen-thuong.json?q=truong+tieu+hocj").json()
    assert found["lines"] == 1
    assert found["found_instead"] == "truong tieu hoc"
    assert visitor.get("/khen-thuong.json?q=truong+tieu+hoc").json()["found_instead"] is None


def test_what_is_deleted_while_a_file_is_read_takes_nothing_else_with_it(year_a, hoa):
    AwardFactory.create_batch(3, emulation_year=year_a)
    awards = every_award(Asked(), Sight.of(hoa), hoa, batch=2)
    seen = [next(awards), next(awards)]
    seen[-1].delete()
    rest = [award.pk for award in awards]
    assert len(rest) == 4
    assert len({*rest, *(award.pk for award in seen)} - {None}) == 5
