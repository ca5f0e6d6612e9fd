"""The pages of a conference's steps: what is missing, what a step does, who publishes."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_portal.workspace.lifecycle.checks import checks_before
from cluster_portal.workspace.lifecycle.services import move_conference
from emulation.models import Conference, UnitReport
from tests.factories.clusters import MembershipFactory
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    ReportSectionFactory,
)
from tests.factories.work import UnitReportFactory, YearIndicatorFactory

PAGE = "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2024/"
STEPS = f"{PAGE}trang-thai/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2025, 4, 15, 9, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture
def conference(cluster_a, year_a):
    conference = ConferenceFactory(
        cluster=cluster_a, review_year=year_a, slug="tong-ket-2024", draft=True
    )
    ReportSectionFactory(conference=conference)
    return conference


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_from_draft_to_published_in_the_browser_and_back(client_of, lan, conference, client):
    browser = client_of(lan)
    assert STEPS in text_of(browser.get(PAGE))
    for to, verb, done in (
        ("held", "Ghi là đã họp", "đã họp"),
        ("finalised", "Chốt báo cáo", "đã chốt"),
        ("published", "Công bố", "Đã công bố hội nghị"),
    ):
        assert f"{STEPS}{to}/" in text_of(browser.get(STEPS))
        assert verb in text_of(browser.get(f"{STEPS}{to}/"))
        assert done in text_of(browser.post(f"{STEPS}{to}/", follow=True))
    assert "Trạng thái" not in text_of(client.get(PAGE))
    page = text_of(browser.get(STEPS))
    assert "Số 01/BC, lần 1" in page
    assert "Nguyễn Thị Lan" in page
    back = f"{STEPS}finalised/"
    assert "Công chúng không còn xem được" in text_of(browser.get(back))
    assert "Nêu lý do chuyển lại." in text_of(browser.post(back))
    assert Conference.objects.get().is_published
    page = text_of(browser.post(back, {"reason": "Sai tên đại biểu"}, follow=True))
    assert "Đã công bố → Đã chốt" in page
    assert "Sai tên đại biểu" in page
    assert client.get(PAGE).status_code == 404


def test_finalising_again_says_which_revision_it_makes(client_of, lan, conference):
    for to, reason in (("held", ""), ("finalised", ""), ("held", "Thiếu một mục")):
        found = Conference.objects.get()
        move_conference(conference=found, to=to, by=lan, reason=reason)
    page = text_of(client_of(lan).get(f"{STEPS}finalised/"))
    assert "Báo cáo số 01/BC được ban hành lại, lần 2, thay bản lần 1." in page


def test_what_is_missing_stands_there_with_the_way_to_it(
    client_of, lan, conference, year_a, unit_of_chi
):
    move_conference(conference=conference, to="held", by=lan)
    conference.sections.all().delete()
    UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    browser = client_of(lan)
    page = text_of(browser.get(STEPS))
    assert "Phải xong trước" in page
    assert "/cum/dong-bang-song-hong/2024/bao-cao-tinh/" in page
    assert f"{STEPS}finalised/" not in page
    refused = text_of(browser.post(f"{STEPS}finalised/"))
    assert "chưa có mục nào về kết quả" in refused
    assert Conference.objects.get().status == "held"


def test_an_old_page_leads_back_to_where_the_conference_stands(client_of, lan, conference):
    browser = client_of(lan)
    response = browser.post(f"{STEPS}published/", follow=True)
    assert "Người khác vừa chuyển trạng thái" in text_of(response)
    assert browser.get(f"{STEPS}khong-co/").status_code == 404
    assert Conference.objects.get().status == "draft"


def test_others_look_and_do_nothing(client_of, mai, dung, conference, visitor):
    browser = client_of(mai)
    page = text_of(browser.get(STEPS))
    assert "Việc này cần quyền “Nhập hội nghị của cụm”." in page
    assert f"{STEPS}held/" not in page
    assert browser.get(f"{STEPS}held/").status_code == 403
    assert browser.post(f"{STEPS}held/").status_code == 403
    assert browser.post(f"{STEPS}nguoi-thu-hai/", {"is_needed": "on"}).status_code == 403
    assert client_of(dung).get(STEPS).status_code == 404
    assert visitor.get(STEPS).status_code == 302


def test_the_rule_of_the_second_person(client_of, lan, conference, cluster_a):
    browser = client_of(lan)
    page = text_of(browser.post(f"{STEPS}nguoi-thu-hai/", {"is_needed": "on"}, follow=True))
    assert "Đã lưu quy định công bố của cụm." in page
    cluster_a.refresh_from_db()
    assert cluster_a.second_person_publishes
    for to in ("held", "finalised"):
        browser.post(f"{STEPS}{to}/")
    page = text_of(browser.get(STEPS))
    assert "người đã chốt báo cáo không tự công bố" in page
    assert f"{STEPS}published/" not in page
    assert "người thứ hai" in text_of(browser.post(f"{STEPS}published/"))


def test_an_unexplained_figure_is_counted(client_of, lan, conference, year_a, unit_of_binh):
    move_conference(conference=conference, to="held", by=lan)
    indicator = IndicatorFactory()
    YearIndicatorFactory(emulation_year=year_a, indicator=indicator)
    IndicatorValueFactory(emulation_year=year_a, indicator=indicator, unit=unit_of_binh, value=90)
    IndicatorValueFactory(
        emulation_year__cluster=year_a.cluster,
        emulation_year__year=2023,
        indicator=indicator,
        unit=unit_of_binh,
        value=9,
    )
    page = text_of(client_of(lan).get(STEPS))
    assert "1 số liệu khác thường chưa có lời giải thích." in page


def test_the_page_costs_the_same_for_more_members_and_steps(client_of, lan, conference, year_a):
    browser = client_of(lan)
    found = move_conference(conference=conference, to="held", by=lan)

    def queries():
        with CaptureQueriesContext(connection) as context:
            browser.get(STEPS)
        return len(context)

    queries()  # the first request of a session asks more
    before = queries()
    for to in ("draft", "held", "draft", "held"):
        found = move_conference(conference=found, to=to, by=lan, reason="Thử")
    for _ in range(4):
        unit = MembershipFactory(cluster=year_a.cluster).unit
        UnitReportFactory(emulation_year=year_a, unit=unit)
        IndicatorValueFactory(emulation_year=year_a, unit=unit)
    assert queries() == before


# --- The administration ---------------------------------------------------------------------


def test_the_administration_only_reads_what_was_finalised_here(
    client_of, lan, quan, conference, year_a, unit_of_binh
):
    section = conference.sections.get()
    figure = IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)
    admin = client_of(quan)
    addresses = [
        f"/quan-tri/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
        for row in (conference, section, figure)
    ]
    for address in addresses:
        assert 'name="_save"' in text_of(admin.get(address)), address
    found = move_conference(conference=conference, to="held", by=lan)
    move_conference(conference=found, to="finalised", by=lan)
    for address in addresses:
        page = text_of(admin.get(address))
        assert 'name="_save"' not in page
        assert "nên ở đây chỉ xem" in page
        assert admin.post(address, {"status": "draft"}).status_code == 403
        assert admin.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert STEPS in text_of(admin.get(addresses[0]))
    assert "/cum/dong-bang-song-hong/2024/dinh-chinh/" in text_of(admin.get(addresses[2]))
    assert Conference.objects.get().status == "finalised"


def test_a_figure_that_a_member_says_it_has_not_is_not_missing(conference, year_a, unit_of_chi):
    indicator = YearIndicatorFactory(emulation_year=year_a).indicator
    report = UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, submitted=True)
    report.without_figures.set([indicator])
    UnitReport.objects.filter(pk=report.pk).update(status="accepted")
    shown = [check.text for check in checks_before(conference, "finalised")]
    assert "1 số liệu của các tỉnh còn trống." in shown
