"""What waits for a province, the nearest day first, wherever it is done."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from cluster_portal.accounts.models import User
from cluster_portal.documents.models import SignatureUpload
from cluster_portal.workspace.unit_work.places import places_of
from cluster_portal.workspace.unit_work.selectors import done_lately, waiting_for
from emulation.models import Task
from emulation.services.pledge_comments import comment_on_pledge, comment_token
from emulation.signing_order import who_may_sign
from emulation.signing_turns import awaited_chairs
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    SubstitutionFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.factories.emulation import ConferenceFactory
from tests.factories.work import ConclusionFactory, DeadlineFactory, UnitReportFactory
from tests.workspace.unit_work.conftest import TODAY, circulated, issued

pytestmark = pytest.mark.django_db
ADDRESS = "/viec-cua-tinh/"
YEAR = "/cum/dong-bang-song-hong/2024/"


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split("<main", 1)[1].split())


def rows_of(response):
    assert response.status_code == 200
    return response.context["rows"]


def kinds_of(response):
    return [str(row.item.kind) for row in rows_of(response)]


def bring(pledge, unit, by, state, message=""):
    """A signed file that was brought for `unit` and got `message`."""
    is_over = state in ("refused", "accepted")
    return SignatureUpload.objects.create(
        document=pledge.document,
        field=f"ky_{unit.slug}",
        content=None if is_over else b"%PDF",
        sha256="0" * 64,
        length=4,
        state=state,
        message=message,
        uploaded_by=by,
    )


# --- Who gets there ---------------------------------------------------------------------------


def test_an_officer_lands_there_after_signing_in(client_of, binh, year_a):
    client = client_of(binh)
    assert client.get("/lam-viec/").url == ADDRESS
    page = client.get(ADDRESS).content.decode()
    assert f'href="{ADDRESS}"' in page
    assert 'href="/lam-viec/"' not in page
    assert "/lam-viec/?tat-ca=1" in page
    assert client.get("/lam-viec/?tat-ca=1").status_code == 200


def test_a_secretary_keeps_the_board_and_who_is_both_has_both(client_of, lan, unit_of_binh):
    assert client_of(lan).get("/lam-viec/").url == f"{YEAR}viec/"
    assert f'href="{ADDRESS}"' not in client_of(lan).get("/").content.decode()
    AppointmentFactory(officer=True, user=lan, unit=unit_of_binh)
    client = client_of(lan)
    assert client.get("/lam-viec/").status_code == 200
    page = client.get(ADDRESS).content.decode()
    assert f'href="{ADDRESS}"' in page
    assert 'href="/lam-viec/"' in page


@pytest.mark.parametrize("name", ["lan", "dung", "hoa", "quan"])
def test_who_works_for_no_province_is_led_to_the_own_work(request, client_of, name):
    assert client_of(request.getfixturevalue(name)).get(ADDRESS).url == "/lam-viec/"


def test_a_visitor_is_asked_to_sign_in(visitor):
    assert visitor.get(ADDRESS).url.startswith("/dang-nhap/")


def test_a_substitute_finds_the_same(client_of, binh, to_sign, to_comment):
    row = SubstitutionFactory(appointment=binh.appointments.get())
    assert kinds_of(client_of(row.substitute).get(ADDRESS)) == kinds_of(
        client_of(binh).get(ADDRESS)
    )


def test_nobody_sees_the_work_of_another_province(client_of, chi, to_sign, unit_of_binh):
    page = text_of(client_of(chi).get(ADDRESS))
    assert f"{YEAR}giao-uoc/ky/ha-nam/" in page
    assert "nam-dinh" not in page


# --- What stands there ------------------------------------------------------------------------


def test_the_nearest_day_stands_first_and_late_is_a_word_and_a_sign(
    client_of, binh, year_a, next_year, unit_of_binh
):
    issued(year_a, unit_of_binh, sign_by=datetime.date(2024, 5, 29))
    circulated(next_year, comments_by=TODAY)
    DeadlineFactory(emulation_year=year_a, task=Task.UNIT_REPORTS, due_on=datetime.date(2024, 6, 6))
    conference = ConferenceFactory(
        cluster=year_a.cluster, review_year=None, launch_year=year_a, kind="thematic"
    )
    ConclusionFactory(
        conference=conference,
        owner=unit_of_binh,
        text="Lập quỹ khen thưởng.",
        due_on=datetime.date(2025, 6, 30),
    )
    response = client_of(binh).get(ADDRESS)
    assert [(str(row.item.kind), row.item.year.year, row.words) for row in rows_of(response)] == [
        ("Ký giao ước", 2024, "trễ 3 ngày"),
        ("Góp ý giao ước", 2025, "hạn hôm nay"),
        ("Nộp báo cáo", 2024, "còn 5 ngày"),
        ("Thực hiện kết luận", 2024, "còn 394 ngày"),
    ]
    page = text_of(response)
    assert "4 việc đang chờ, 1 việc trễ" in page
    assert '<span class="tag tag-late">! trễ 3 ngày</span>' in page
    assert "Lập quỹ khen thưởng." in page


def test_every_link_opens_where_the_thing_is_done(
    client_of, binh, to_sign, to_comment, year_a, unit_of_binh
):
    conference = ConferenceFactory(
        cluster=year_a.cluster, review_year=None, launch_year=year_a, kind="thematic"
    )
    ConclusionFactory(conference=conference, owner=unit_of_binh)
    client = client_of(binh)
    rows = rows_of(client.get(ADDRESS))
    addresses = [link.url for row in rows for link in (row.item.link, *row.item.also)]
    assert addresses[:3] == [
        f"{YEAR}giao-uoc/ky/nam-dinh/",
        f"{YEAR}giao-uoc/ky/nam-dinh/giao-uoc.pdf",
        "/cum/dong-bang-song-hong/2025/giao-uoc/gop-y/nam-dinh/",
    ]
    assert len(addresses) == 5
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        answer.getvalue()


def test_an_opinion_is_asked_for_until_it_is_given_and_again_of_a_new_text(
    client_of, binh, lan, to_comment, unit_of_binh
):
    client = client_of(binh)
    assert "Góp ý giao ước" in kinds_of(client.get(ADDRESS))
    comment_on_pledge(
        pledge=to_comment,
        unit=unit_of_binh,
        has_none=True,
        seen=comment_token(to_comment),
        by=User.objects.get(pk=binh.pk),
    )
    assert "Góp ý giao ước" not in kinds_of(client.get(ADDRESS))
    version = to_comment.versions.get()
    version.pk, version.number = None, 2
    version.save(force_insert=True)
    assert "Góp ý giao ước" in kinds_of(client.get(ADDRESS))


def test_what_became_of_a_file_is_told_with_its_reason(client_of, binh, to_sign, unit_of_binh):
    client = client_of(binh)
    bring(to_sign, unit_of_binh, binh, "refused", "Chứng thư đã hết hạn.")
    assert "Không nhận tệp đã gửi: Chứng thư đã hết hạn." in text_of(client.get(ADDRESS))
    bring(to_sign, unit_of_binh, binh, "outdated", "Đơn vị khác đã ký trước.")
    page = text_of(client.get(ADDRESS))
    assert "Tệp đã gửi không dùng được nữa: Đơn vị khác đã ký trước." in page
    assert "Chứng thư đã hết hạn." not in page
    bring(to_sign, unit_of_binh, binh, "examining")
    page = text_of(client.get(ADDRESS))
    assert "đang kiểm tra tệp đã gửi" in page
    assert "Đơn vị khác đã ký trước." not in page


def test_the_others_are_told_that_they_wait_for_the_chair(client_of, binh, chi, to_sign, cluster_a):
    waits = "Cụm trưởng ký trước: còn chờ Nam Định."
    assert waits not in text_of(client_of(chi).get(ADDRESS))
    cluster_a.signing_order = "chair_first"
    cluster_a.save()
    assert waits in text_of(client_of(chi).get(ADDRESS))
    assert waits not in text_of(client_of(binh).get(ADDRESS))


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("order", ["all_at_once", "chair_first"])
def test_asked_for_several_pledges_the_chair_is_the_same(
    to_sign, cluster_a, unit_of_binh, unit_of_chi, order, signed
):
    cluster_a.signing_order = order
    cluster_a.save()
    to_sign.emulation_year.cluster.refresh_from_db()
    if signed:
        to_sign.signatures.filter(unit=unit_of_binh).update(signed_on=TODAY, method="paper")
    awaited = awaited_chairs([to_sign])
    waits = order == "chair_first" and not signed
    assert [row.unit for row in awaited.values()] == [unit_of_binh] * waits
    assert bool(who_may_sign(to_sign, unit_of_chi)) == waits


def test_a_pledge_on_paper_leads_to_its_signatures(client_of, chi, year_a, unit_of_chi):
    issued(year_a, unit_of_chi, digital=False)
    [row, *_] = rows_of(client_of(chi).get(ADDRESS))
    assert row.item.link.url == f"{YEAR}giao-uoc/chu-ky/"
    assert row.item.also == ()
    assert "bản giấy" in row.item.state


def test_who_has_declined_or_signed_is_asked_no_more(
    client_of, binh, chi, to_sign, unit_of_binh, unit_of_chi
):
    to_sign.signatures.filter(unit=unit_of_binh).update(
        declined_at=timezone.now(), declined_by=binh, decline_reason="Chưa thống nhất"
    )
    to_sign.signatures.filter(unit=unit_of_chi).update(signed_on=TODAY, method="paper")
    assert "Ký giao ước" not in kinds_of(client_of(binh).get(ADDRESS))
    response = client_of(chi).get(ADDRESS)
    assert "Ký giao ước" not in kinds_of(response)
    assert [one.what for one in response.context["done"]] == ["Giao ước: ký trên bản giấy"]


@pytest.mark.parametrize(
    ("fields", "is_there"),
    [
        ({}, True),
        ({"submitted": True}, False),
        ({"status": "returned", "submitted": True, "return_reason": "Thiếu nguồn"}, True),
    ],
)
def test_a_report_waits_until_it_is_handed_in(
    client_of, chi, lan, year_a, unit_of_chi, fields, is_there
):
    decided = {"decided_by": lan, "decided_at": timezone.now()} if "return_reason" in fields else {}
    UnitReportFactory(emulation_year=year_a, unit=unit_of_chi, **fields, **decided)
    response = client_of(chi).get(ADDRESS)
    assert (kinds_of(response) == ["Nộp báo cáo"]) == is_there
    assert ("Lý do: Thiếu nguồn" in text_of(response)) == ("return_reason" in fields)


def test_a_year_beside_asks_for_a_report_that_was_begun_or_has_a_day(
    client_of, chi, next_year, unit_of_chi
):
    client = client_of(chi)
    assert [row.item.year.year for row in rows_of(client.get(ADDRESS))] == [2024]
    report = UnitReportFactory(emulation_year=next_year, unit=unit_of_chi)
    assert [row.item.year.year for row in rows_of(client.get(ADDRESS))] == [2024, 2025]
    report.delete()
    day = datetime.date(2025, 12, 20)
    DeadlineFactory(emulation_year=next_year, task=Task.UNIT_REPORTS, due_on=day)
    assert [row.item.due_on for row in rows_of(client.get(ADDRESS))] == [day, None]


def test_a_settled_year_and_the_years_before_the_office_ask_for_nothing(
    client_of, chi, year_a, unit_of_chi
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2022)
    issued(before, unit_of_chi)
    assert kinds_of(client_of(chi).get(ADDRESS)) == ["Nộp báo cáo"]
    ConferenceFactory(review_year=year_a)
    response = client_of(chi).get(ADDRESS)
    assert rows_of(response) == []
    assert "Không có giao ước, báo cáo hay kết luận nào" in text_of(response)


def test_an_accepted_report_is_among_what_was_done_five_at_most(
    client_of, chi, lan, year_a, unit_of_chi
):
    for number in range(2016, 2023):
        UnitReportFactory(
            emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=number),
            unit=unit_of_chi,
            submitted=True,
            status="accepted",
            decided_by=lan,
            decided_at=datetime.datetime(number + 1, 2, 3, 9, tzinfo=datetime.UTC),
        )
    response = client_of(chi).get(ADDRESS)
    assert [one.year.year for one in response.context["done"]] == [2022, 2021, 2020, 2019, 2018]
    assert "/cum/dong-bang-song-hong/2022/bao-cao-tinh/ha-nam/" in text_of(response)


def test_the_heir_works_on_for_the_province_that_has_gone(client_of):
    """The cluster ended with the merger; its pledge still lacks the name of the old province."""
    with_cluster = {"cluster": ClusterFactory(slug="cum-cu", valid_to=datetime.date(2024, 5, 31))}
    unit = UnitFactory(name="Hải Dương", slug="hai-duong", valid_to=datetime.date(2024, 5, 31))
    MembershipFactory(**with_cluster, unit=unit)
    year = EmulationYearFactory(**with_cluster, year=2024)
    LeadershipFactory(emulation_year=year)
    heir = SuccessionFactory(
        predecessor=unit,
        successor=UnitFactory(name="Hải Phòng", valid_from=TODAY),
        effective_on=TODAY,
    ).successor
    issued(year, unit)
    officer = AppointmentFactory(officer=True, unit=heir).user
    rows = rows_of(client_of(officer).get(ADDRESS))
    assert [(str(row.item.kind), row.item.unit) for row in rows] == [
        ("Ký giao ước", unit),
        ("Nộp báo cáo", unit),
    ]
    # Nobody signs digitally for a province that is no more.
    assert rows[0].item.link.url == "/cum/cum-cu/2024/giao-uoc/chu-ky/"


# --- How it is read ---------------------------------------------------------------------------


def test_the_page_takes_as_many_queries_for_many(
    client_of, binh, to_sign, to_comment, unit_of_binh, cluster_a
):
    cluster_a.signing_order = "chair_first"
    cluster_a.save()

    def cost() -> tuple[int, int]:
        person = User.objects.get(pk=binh.pk)
        with CaptureQueriesContext(connection) as queries:
            places = places_of(person, TODAY)
            rows = waiting_for(person, places, TODAY)
            done_lately(places)
        return len(queries), len(rows)

    few = cost()
    for number in range(6):
        cluster = ClusterFactory(signing_order="chair_first")
        MembershipFactory(cluster=cluster, unit=unit_of_binh)
        year = EmulationYearFactory(cluster=cluster, year=2024)
        LeadershipFactory(emulation_year=year)
        pledge = issued(year, unit_of_binh)
        bring(pledge, unit_of_binh, binh, "refused", "Không ký")
        circulated(EmulationYearFactory(cluster=cluster, year=2025 + number))
        conference = ConferenceFactory(review_year=year, kind="thematic")
        ConclusionFactory(conference=conference, owner=unit_of_binh)
    many = cost()
    assert many[0] == few[0] <= 22
    assert many[1] >= few[1] + 24


def test_the_table_comes_as_a_file_without_its_links(client_of, binh, to_sign, to_comment):
    response = client_of(binh).get(f"{ADDRESS}?tep=viec-cua-tinh.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0] == ("Việc", "Hạn", "Cụm, năm", "Đơn vị", "Tình trạng")
    assert [row[0] for row in rows[1:3]] == ["Ký giao ước", "Góp ý giao ước"]


def test_an_officer_of_a_province_in_no_cluster_sees_an_empty_page(client_of):
    officer = AppointmentFactory(officer=True).user
    assert "không có việc nào đang chờ" in text_of(client_of(officer).get(ADDRESS))
