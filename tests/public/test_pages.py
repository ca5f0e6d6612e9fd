"""The public pages on the real record: what a reader finds, and what a wrong address answers."""

import re

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from bench.growth import grow
from clusters.models import Cluster
from emulation.models import Conference, ConferenceStatus

PAGES = (
    "/",
    "/cum/",
    "/cum/dong-bang-song-hong/",
    "/cum/dong-bang-song-hong/2023/",
    "/cum/dong-bang-song-hong/2021/giao-uoc/",
    "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/",
    "/hoi-nghi/",
    "/giao-uoc/",
    "/khen-thuong/",
    "/don-vi/",
    "/don-vi/nam-dinh/",
    "/tim-kiem/?q=nam+dinh",
)


class RecordTestCase(TestCase):
    """Tests on the five real conferences."""

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_record", verbosity=0)

    def text(self, address: str, status: int = 200) -> str:
        """The words of the page, without markup, spaces run together."""
        response = self.client.get(address)
        assert response.status_code == status, (address, response.status_code)
        body = response.content.decode().split("<main", 1)[1]
        return " ".join(re.sub(r"<[^>]+>", " ", body).split())


class PagesTest(RecordTestCase):
    def test_front_page_says_who_leads_and_what_met_last(self):
        text = self.text("/")
        assert "Cụm trưởng năm 2024: Nam Định" in text
        assert "13/3/2024 · Tỉnh Thái Bình" in text
        assert "Cụm trưởng năm 2024: Thừa Thiên Huế (suy ra)" in text
        assert "Chưa có lịch hội nghị nào được báo" in text

    def test_an_announced_conference_is_on_the_front_page_but_not_open(self):
        conference = Conference.objects.get(
            cluster__slug="dong-bang-song-hong", slug="tong-ket-2023"
        )
        Conference.objects.create(
            cluster=conference.cluster,
            kind="thematic",
            slug="sap-toi",
            title="Hội nghị chuyên đề sắp tới",
            review_year=conference.review_year,
            held_on="2099-03-13",
            status=ConferenceStatus.DRAFT,
            is_announced=True,
        )
        assert "Hội nghị chuyên đề sắp tới" in self.text("/")
        self.text("/cum/dong-bang-song-hong/hoi-nghi/sap-toi/", status=404)

    def test_cluster_shows_leaders_by_year_and_marks_what_is_inferred(self):
        text = self.text("/cum/dong-bang-song-hong/")
        assert "2023 Thái Bình Cụm phó: Nam Định Cụm phó: Hà Nam" in text
        assert "2022 Bắc Ninh suy ra" in text
        assert "9 đơn vị" in text

    def test_draft_cluster_is_not_shown_to_the_public(self):
        assert Cluster.objects.filter(is_confirmed=False).exists()
        assert "Dự kiến" not in self.text("/cum/")
        self.text("/cum/dong-bang-song-hong-2025/", status=404)

    def test_year_compares_members_and_gives_the_mean_with_completeness(self):
        text = self.text("/cum/dong-bang-song-hong/2020/")
        assert "Trung bình cộng: 5,26 (9/9 đơn vị)" in text
        assert text.index("Quảng Ninh 10,05") < text.index("Bắc Ninh 1,36")
        assert "1.241/1.310 (94,7%)" in text
        assert "lũy kế" in text
        assert "thứ 33/63" in text

    def test_a_missing_member_is_said_and_nothing_is_totalled_silently(self):
        year = Cluster.objects.get(slug="dong-bang-song-hong").years.get(year=2020)
        year.values.filter(unit__slug="bac-ninh", indicator__code="grdp_growth").delete()
        assert "(8/9 đơn vị)" in self.text("/cum/dong-bang-song-hong/2020/")

    def test_conference_and_pledge_never_look_signed(self):
        for address in (
            "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/",
            "/cum/dong-bang-song-hong/2021/giao-uoc/",
            "/cum/khoi-thi-dua-tinh-ha-nam/2023/giao-uoc/",
        ):
            assert "CHƯA KÝ" in self.text(address)

    def test_unit_says_what_it_became_and_where_it_came_from(self):
        assert "Từ 1/7/2025: sáp nhập thành Tỉnh Ninh Bình" in self.text("/don-vi/nam-dinh/")
        text = self.text("/don-vi/ninh-binh-2025/")
        assert "Tỉnh Hà Nam" in text
        assert "Tỉnh Nam Định" in text

    def test_units_of_today_and_those_merged_away(self):
        text = self.text("/don-vi/")
        assert "34 đơn vị" in text
        assert "54 đơn vị đã kết thúc" in text
        assert "đổi loại đơn vị thành Thành phố Huế" in text
        assert text.index("Cao Bằng") < text.index("Cần Thơ") < text.index("Đà Nẵng")


class WrongAddressTest(RecordTestCase):
    def test_garbage_is_answered_sensibly(self):
        for address, status in (
            ("/cum/khong-co/", 404),
            ("/cum/dong-bang-song-hong/1800/", 404),
            ("/cum/dong-bang-song-hong/99999999999999999999/", 404),
            ("/cum/dong-bang-song-hong/2020/giao-uoc/", 404),
            ("/cum/dong-bang-song-hong/hoi-nghi/khong-co/bao-cao.pdf", 404),
            ("/don-vi/%00/", 404),
            ("/don-vi/../../etc/passwd", 404),
            ("/hoi-nghi/?page=999999", 200),
            ("/hoi-nghi/?page=-1", 200),
            ("/hoi-nghi/?page=%27%22%3Cscript%3E", 200),
            ("/giao-uoc/?page=99999999999999999999999999", 200),
            ("/?%E0%A4%A", 200),
            ("/tim-kiem/?q=" + "a" * 20_000, 200),
            ("/tim-kiem/?q=%ff%fe", 200),
            ("/tim-kiem/?q=Đo%CC%82%CC%80ng", 200),
        ):
            response = self.client.get(address)
            assert response.status_code == status, (address, response.status_code)

    def test_a_page_that_is_not_there_is_told_with_the_way_back(self):
        for path in ("/hoi-nghi/", "/giao-uoc/"):
            for page in ("999999", "-1", "hai"):
                told = self.client.get(path, {"page": page}).content.decode()
                assert "Không có trang như địa chỉ đã ghi" in told, (path, page)
                assert '<a href="?">Về trang đầu</a>' in told, (path, page)
            for page in ({}, {"page": "1"}, {"page": "01"}, {"page": ""}):
                assert "Không có trang" not in self.client.get(path, page).content.decode()

    def test_a_nul_byte_is_dropped_from_the_question(self):
        response = self.client.get("/tim-kiem/?q=nam%00+dinh", follow=True)
        assert response.status_code == 200
        assert "Nam" in response.content.decode()

    def test_the_question_of_markup_comes_back_as_text(self):
        page = self.client.get("/tim-kiem/?q=<script>alert(1)</script>").content.decode()
        assert "<script>alert" not in page


class HeadersTest(RecordTestCase):
    def test_policy_allows_no_inline_script_or_style(self):
        for address in PAGES:
            response = self.client.get(address)
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            page = response.content.decode()
            assert "<script" not in page
            assert " style=" not in page
            assert "<style" not in page
            assert not re.search(r"\son[a-z]+=", page)
            assert not re.search(r'(src|href)="(https?:)?//', page)


class QueriesTest(RecordTestCase):
    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        small = {page: self.queries(page) for page in PAGES}
        grow(8)
        large = {page: self.queries(page) for page in PAGES}
        assert large == small

    def queries(self, address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert self.client.get(address).status_code == 200
        return len(queries)
