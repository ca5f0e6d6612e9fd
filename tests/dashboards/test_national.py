"""The national board: what it says of each cluster, to whom, in which order."""

import csv
import datetime
import io
import json
import re
from html import unescape

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cluster_portal.dashboards.documents import told_row
from clusters.models import Unit
from emulation.models import PledgeStatus, Task
from tests.dashboards.conftest import ABOLISHED, DAY, province, regions_of
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    EmulationYearFactory,
    LeadershipFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
)
from tests.factories.work import DeadlineFactory

BOARD = "/tong-quan/2024/"
pytestmark = pytest.mark.usefixtures("year_of_a", "year_of_b")


@pytest.fixture
def centre(hoa) -> Client:
    client = Client()
    client.force_login(hoa)
    return client


def rows_of(client: Client, address: str = BOARD) -> dict[str, dict[str, str]]:
    """The rows of the board as its CSV file gives them, by cluster, in order."""
    answer = client.get(address, {"tep": "cac-cum.csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    return {row["Cụm, khối"].split("\n")[0].strip(): row for row in rows}


def test_a_year_that_nobody_opened_between_two_has_a_board_that_says_so(cluster_a, centre):
    EmulationYearFactory(cluster=cluster_a, year=2026)
    page = centre.get("/tong-quan/2025/")
    assert page.status_code == 200
    assert re.search(r'aria-current="page"[^>]*>2025<', page.content.decode())
    assert rows_of(centre, "/tong-quan/2025/")["Đồng bằng sông Hồng"]["Cần chú ý"] == (
        "Chưa mở năm 2025"
    )
    assert centre.get("/tong-quan/2027/").status_code == 404
    EmulationYearFactory(cluster=cluster_a, year=2010)
    links = re.findall(r'href="/tong-quan/(\d+)/"', centre.get("/tong-quan/2026/").content.decode())
    assert {"2010", "2022", "2025"} <= set(links)
    assert "2015" not in links
    assert centre.get("/tong-quan/2015/").status_code == 200


def test_a_row_says_how_far_the_year_of_a_cluster_is(centre):
    row = rows_of(centre)["Đồng bằng sông Hồng"]
    assert "Nam Định" in row["Cụm trưởng"]
    assert "13/3/2025" in row["Hội nghị tổng kết"]
    assert "đã họp" in row["Hội nghị tổng kết – ghi chú"]
    assert row["Giao ước"].startswith("1/2")
    assert row["Kết quả"].startswith("1/2")
    assert row["Đề nghị"] == "1"
    assert row["Được tặng"] == "267"


def test_what_needs_attention_stands_first_and_says_why(centre, year_of_a, year_of_b):
    assert list(rows_of(centre)) == ["Tây Nguyên", "Đồng bằng sông Hồng"]
    DeadlineFactory(emulation_year=year_of_a, task=Task.PLEDGE_SIGNING)
    rows = rows_of(centre)
    assert list(rows) == ["Đồng bằng sông Hồng", "Tây Nguyên"]
    reasons = rows["Đồng bằng sông Hồng"]["Cần chú ý"]
    assert "Trễ hạn: Ký giao ước" in reasons
    assert "1 đơn vị chưa ký giao ước" in reasons
    assert "1 đơn vị chưa có số liệu" in reasons
    assert "Chưa có hội nghị tổng kết" in rows["Tây Nguyên"]["Cần chú ý"]


def test_a_year_that_nobody_has_opened_comes_right_after_late_work(centre, year_of_a):
    DeadlineFactory(emulation_year=year_of_a, task=Task.PLEDGE_SIGNING)
    ClusterFactory(short_name="Bỏ quên")
    rows = rows_of(centre)
    assert list(rows) == ["Đồng bằng sông Hồng", "Bỏ quên", "Tây Nguyên"]
    assert rows["Bỏ quên"]["Cần chú ý"] == "Chưa mở năm 2024"


def test_units_that_were_abolished_in_the_year_are_asked_for_no_figures(centre, year_of_a):
    cluster = year_of_a.cluster
    year = EmulationYearFactory(cluster=cluster, year=2025)
    heir = province("ninh-binh-2025", "Ninh Bình", cluster, since=ABOLISHED + DAY)
    missing = province("hung-yen-2025", "Hưng Yên", cluster, since=ABOLISHED + DAY)
    growth = IndicatorFactory(code="growth", name="Tăng trưởng", aggregation="mean")
    IndicatorValueFactory(emulation_year=year, unit=heir, indicator=growth)
    row = rows_of(centre, "/tong-quan/2025/")["Đồng bằng sông Hồng"]
    assert row["Kết quả"].startswith("1/2")
    assert "1 đơn vị chưa có số liệu" in row["Cần chú ý"]
    board = f"/tong-quan/cum/{cluster.slug}/2025/"
    page = centre.get(board, {"chi-tieu": "growth"}).content.decode()
    assert "Chưa có số liệu: Hưng Yên." in page
    IndicatorValueFactory(emulation_year=year, unit=missing, indicator=growth)
    row = rows_of(centre, "/tong-quan/2025/")["Đồng bằng sông Hồng"]
    assert row["Kết quả"].startswith("2/2")
    assert "chưa có số liệu" not in row["Cần chú ý"]
    assert "trung bình cộng · 2/2 đơn vị" in centre.get(board).content.decode()
    # Who told a figure before it was abolished is one of them.
    former = Unit.objects.get(slug="nam-dinh")
    IndicatorValueFactory(emulation_year=year, unit=former, indicator=growth)
    row = rows_of(centre, "/tong-quan/2025/")["Đồng bằng sông Hồng"]
    assert row["Kết quả"].startswith("3/3")


def test_proposals_count_with_those_that_have_their_outcome(centre, year_of_a):
    [proposal] = year_of_a.awards.filter(status="proposed")
    AwardFactory(
        emulation_year=year_of_a,
        unit=proposal.unit,
        form=proposal.form,
        recipient_name=proposal.recipient_name,
        proposal=proposal,
    )
    row = rows_of(centre)["Đồng bằng sông Hồng"]
    assert (row["Đề nghị"], row["Được tặng"].split("\n")[0]) == ("1", "268")


def test_awards_that_nobody_has_told_of_are_not_none(centre, visitor, year_of_b):
    row = rows_of(centre)["Tây Nguyên"]
    assert (row["Đề nghị"], row["Được tặng"]) == ("chưa có", "chưa có")
    row = rows_of(visitor)["Tây Nguyên"]
    assert (row["Đề nghị"], row["Được tặng"]) == ("chưa công bố", "chưa công bố")
    data = centre.get("/tong-quan/2024/cac-cum.json").json()
    told = next(row for row in data["rows"] if row["cluster"] == "tay-nguyen")
    assert (told["awards_proposed"], told["awards_granted"]) == (None, None)
    [picture] = [one for one in data["pictures"] if one["key"] == "duoc-tang"]
    assert ["Tây Nguyên", "chưa có số liệu", "chưa có số liệu"] in picture["rows"]
    AwardFactory(emulation_year=year_of_b, proposed=True)
    row = rows_of(centre)["Tây Nguyên"]
    assert (row["Đề nghị"], row["Được tặng"]) == ("1", "0")


def test_a_task_that_was_done_is_not_late(centre, year_of_a):
    DeadlineFactory(emulation_year=year_of_a, task=Task.LEADERSHIP)
    assert "Trễ hạn" not in rows_of(centre)["Đồng bằng sông Hồng"]["Cần chú ý"]


def test_the_public_reads_what_is_published_and_no_more(visitor, year_of_a):
    DeadlineFactory(emulation_year=year_of_a)
    row = rows_of(visitor)["Đồng bằng sông Hồng"]
    assert "Cần chú ý" not in row
    assert row["Giao ước"] == "chưa công bố"
    assert row["Kết quả"].startswith("1/2")
    assert row["Được tặng"] == "267"
    page = visitor.get(BOARD).content.decode()
    assert "Trễ hạn" not in page
    assert "Bảng việc" not in page
    year_of_a.pledge.status = PledgeStatus.PUBLISHED
    year_of_a.pledge.signed_on = datetime.date(2024, 3, 13)
    year_of_a.pledge.save()
    assert rows_of(visitor)["Đồng bằng sông Hồng"]["Giao ước"].startswith("1/2")


def test_a_secretary_is_told_of_the_own_cluster_only(year_of_a):
    member = Unit.objects.get(slug="thai-binh")
    client = Client()
    client.force_login(AppointmentFactory(cluster=year_of_a.cluster, unit=member).user)
    data = client.get("/tong-quan/2024/cac-cum.json").json()
    told = {row["cluster"]: row["attention"] is not None for row in data["rows"]}
    assert told == {"tay-nguyen": False, "dong-bang-song-hong": True}


@time_machine.travel("2025-02-01 12:00:00+07:00", tick=False)
def test_an_announced_conference_is_told_with_its_day_but_not_opened(visitor, year_of_b):
    ConferenceFactory(
        review_year=year_of_b,
        draft=True,
        is_announced=True,
        slug="sap-hop",
        held_on=datetime.date(2025, 3, 20),
    )
    row = rows_of(visitor)["Tây Nguyên"]
    assert "20/3/2025" in row["Hội nghị tổng kết"]
    assert "dự kiến" in row["Hội nghị tổng kết – ghi chú"]
    assert "sap-hop" not in visitor.get(BOARD).content.decode()


def test_the_year_before_stands_beside(centre, year_of_a):
    before = EmulationYearFactory(cluster=year_of_a.cluster, year=2023)
    AwardFactory(emulation_year=before, counted=True, count=198)
    IndicatorValueFactory(emulation_year=before, unit=year_of_a.leaders.get().unit)
    chair = year_of_a.cluster.memberships.get(unit__slug="thai-binh").unit
    LeadershipFactory(emulation_year=before, unit=chair)
    meeting = ConferenceFactory(review_year=before, held_on=datetime.date(2024, 3, 7))
    row = rows_of(centre)["Đồng bằng sông Hồng"]
    assert "2023: Thái Bình" in row["Cụm trưởng – ghi chú"]
    assert "2023: 7/3/2024" in row["Hội nghị tổng kết – ghi chú"]
    data = centre.get("/tong-quan/2024/cac-cum.json").json()["rows"]
    told = next(one for one in data if one["cluster"] == "dong-bang-song-hong")
    assert told["chair_year_before"] == "thai-binh"
    assert told["conference_held_on_year_before"] == "2024-03-07"
    assert (told["granted_year_before"], told["chair"]) == (198, "nam-dinh")
    rows = centre.get(BOARD).context["rows"]
    on_paper = told_row(next(one for one in rows if one.cluster == year_of_a.cluster))
    assert on_paper[1] == "Nam Định (2023: Thái Bình)"
    assert on_paper[2] == "13/3/2025, đã họp (2023: 7/3/2024)"
    assert "2023: 198" in row["Được tặng – ghi chú"]
    assert "2023: 1/2" in row["Kết quả – ghi chú"]
    page = centre.get(BOARD).content.decode()
    assert "Lượt được tặng thưởng theo cụm" in page
    assert 'href="/tong-quan/2023/"' in page
    for address in (
        "/tong-quan/2023/#cac-cum-duoc-tang",
        "/cum/dong-bang-song-hong/2023/#ket-qua",
        meeting.get_absolute_url(),
        "/khen-thuong/?cum=dong-bang-song-hong&amp;nam=2023&amp;ket_qua=granted",
    ):
        assert f'href="{address}"' in page, address


def test_every_figure_leads_to_its_record(centre, year_of_a):
    page = centre.get(BOARD).content.decode()
    for address in (
        "/cum/dong-bang-song-hong/2024/#ket-qua",
        "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2024/",
        year_of_a.pledge.get_absolute_url(),
        "/khen-thuong/?cum=dong-bang-song-hong&amp;nam=2024&amp;ket_qua=granted",
        "/khen-thuong/?cum=dong-bang-song-hong&amp;nam=2024&amp;ket_qua=proposed",
        "/don-vi/nam-dinh/",
    ):
        assert f'href="{address}"' in page, address
        assert centre.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_summary_leads_to_what_it_counts(centre, visitor, year_of_a):
    answer = centre.get(BOARD)
    page = answer.content.decode()
    summary = re.findall(r'<a class="value"\s+href="([^"]*)">\s*([0-9.]*)', page)
    assert [count for _, count in summary] == ["2", "2", "1", "0", "267"]
    *columns, register = [address for address, _ in summary]
    for address in columns:
        assert f'id="{address.removeprefix("#")}"' in page, address
    assert ">267<" in centre.get(unescape(register)).content.decode()
    # The register has no filter for what a province organises: the column has each its own way.
    provincial = EmulationYearFactory(year=2024, cluster__provincial=True)
    AwardFactory(emulation_year=provincial, counted=True, count=5)
    page = centre.get(BOARD).content.decode()
    assert re.search(r'href="#cac-cum-duoc-tang">267</a>', page)
    assert 'id="cac-cum-duoc-tang"' in page
    regions = regions_of(page)
    assert "Cụm, khối do tỉnh tổ chức" in regions
    assert len(regions) == len(set(regions))
    assert "#cac-cum-can-chu-y" not in visitor.get(BOARD).content.decode()


def test_the_register_behind_a_figure_adds_up_to_it(centre):
    page = centre.get(
        "/khen-thuong/", {"cum": "dong-bang-song-hong", "nam": 2024, "ket_qua": "granted"}
    ).content.decode()
    assert ">267<" in page


def test_the_spreadsheet_has_the_numbers_of_the_page(centre):
    answer = centre.get(BOARD, {"tep": "cac-cum.xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    headings, *rows = list(sheet.values)
    granted = headings.index("Được tặng")
    assert {row[0].split("\n")[0].strip(): row[granted] for row in rows} == {
        "Tây Nguyên": "chưa có",  # no line in the register: not known, which is not 0
        "Đồng bằng sông Hồng": 267,
    }


def test_programs_read_the_same(centre, visitor):
    data = json.loads(centre.get("/tong-quan/2024/cac-cum.json").content)
    told = next(row for row in data["rows"] if row["cluster"] == "dong-bang-song-hong")
    assert data["year"] == 2024
    assert told["chair"] == "nam-dinh"
    assert (told["pledge_signed"], told["pledge_asked"]) == (1, 2)
    assert (told["members_with_figures"], told["members"]) == (1, 2)
    assert told["conference_held_on"] == "2025-03-13"
    assert (told["awards_proposed"], told["awards_granted"]) == (1, 267)
    public = json.loads(visitor.get("/tong-quan/2024/cac-cum.json").content)["rows"]
    assert public
    assert not any(row["late"] or row["attention"] for row in public)


def test_the_map_shows_the_provinces_of_the_year(centre, year_of_a, year_of_b):
    page = centre.get(BOARD).content.decode()
    assert "Các cụm thi đua ngày 31/12/2024" in page
    assert "thuộc Khánh Hòa" in page
    EmulationYearFactory(cluster=year_of_a.cluster, year=2025)
    province("gia-lai-2025", "Gia Lai", year_of_b.cluster, since=ABOLISHED + DAY)
    page = centre.get("/tong-quan/2025/").content.decode()
    assert page.index("Các cụm thi đua ngày 31/12/2025") < page.index("ngày 30/6/2025")
    assert 'href="/don-vi/gia-lai/"' in page
    assert 'href="/don-vi/gia-lai-2025/"' in page


def test_the_map_is_coloured_by_an_indicator(centre):
    page = centre.get(BOARD, {"chi-tieu": "grdp_growth"}).content.decode()
    assert "Tăng trưởng GRDP năm 2024" in page
    assert "9,73" in page
    [address] = set(re.findall(r'<a href="([^"]*)" aria-label="[^"]*Nam Định', page))
    assert address == "/tong-quan/tinh/nam-dinh/2024/?chi-tieu=grdp_growth#qua-thoi-gian"
    assert 'id="qua-thoi-gian"' in centre.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("/tong-quan/1999/", "Năm 1999 ở trước hồ sơ"),
        ("/tong-quan/2099/", "Năm 2099 ở sau hồ sơ"),
        ("/tong-quan/99999999999999999999/", "ở sau hồ sơ"),
        ("/tong-quan/0/cac-cum.json", "Năm 0 ở trước hồ sơ"),
        ("/tong-quan/2024/?chi-tieu=khong-co", "không có số liệu của chỉ tiêu “khong-co”"),
        ("/tong-quan/2024/?chi-tieu=" + "x" * 5000, "không có số liệu của chỉ tiêu"),
    ],
)
def test_what_is_not_there_is_said_with_the_way_back(visitor, address, why):
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert why in page
    back = re.search(r'class="btn btn-primary" href="([^"]+)"', page)
    assert visitor.get(back[1]).status_code == 200


def test_the_centre_comes_here_after_signing_in(centre):
    assert centre.get("/lam-viec/").url == "/tong-quan/"
    assert centre.get("/lam-viec/?tat-ca").status_code == 200


def test_the_queries_do_not_grow_with_the_clusters(centre, year_of_a):
    DeadlineFactory(emulation_year=year_of_a)
    centre.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        centre.get(BOARD)
    for _ in range(6):
        year = EmulationYearFactory(year=2024)
        LeadershipFactory(emulation_year=year)
        ConferenceFactory(review_year=year)
        PledgeFactory(emulation_year=year)
        IndicatorValueFactory(emulation_year=year)
        DeadlineFactory(emulation_year=year)
    with CaptureQueriesContext(connection) as many:
        page = centre.get(BOARD).content.decode()
    assert page.count("<meter") >= 6
    assert len(many) == len(few)


def test_more_clusters_than_a_map_tells_apart_still_have_a_map(visitor):
    for _ in range(10):
        ClusterFactory()
    assert visitor.get(BOARD).status_code == 200


def test_figures_that_a_cluster_told_of_itself_are_results_too(visitor, cluster_a):
    year = EmulationYearFactory(cluster=cluster_a, year=2023)
    ConferenceFactory(review_year=year, slug="tong-ket-2023")
    IndicatorValueFactory(emulation_year=year, unit=None)
    row = rows_of(visitor, "/tong-quan/2023/")["Đồng bằng sông Hồng"]
    assert row["Kết quả"].startswith("1 toàn cụm")
    page = visitor.get(f"/tong-quan/cum/{cluster_a.slug}/2023/").content.decode()
    assert "1 số liệu toàn cụm" in page


def test_members_and_the_end_of_a_cluster_stand_apart(visitor, year_of_a):
    type(year_of_a.cluster).objects.update(valid_to=ABOLISHED)
    page = " ".join(visitor.get(BOARD).content.decode().split())
    assert "2 thành viên · đến hết 30/6/2025" in page


def test_the_summary_comes_as_a_file(centre, visitor):
    assert 'href="?tep=tom-tat.csv"' in centre.get(BOARD).content.decode()
    headings, *rows = csv.reader(
        io.StringIO(b"".join(visitor.get(BOARD, {"tep": "tom-tat.csv"})).decode("utf-8-sig")),
        delimiter=";",
    )
    assert headings == ["Nội dung", "Năm 2024", "Trong số cụm", "Năm 2023"]
    assert ["Có Cụm trưởng", "2", "2", ""] in rows
    assert ["Lượt được tặng thưởng", "267", "", ""] in rows
    assert "Cụm cần chú ý" not in {row[0] for row in rows}


def test_a_long_unknown_part_of_the_address_does_not_swell_the_page(visitor):
    usual = len(visitor.get(BOARD).content)
    answer = visitor.get(BOARD, {"la": "x" * 5_000})
    assert "“la”" in answer.content.decode()
    assert len(answer.content) < usual + 2_000
