"""The chair's secretariat hands work to vice-chairs and takes it back; others look, or do not."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_portal.audit.models import AuditEvent
from clusters import access
from clusters.models import Delegation
from clusters.roles import DELEGABLE, PERMISSION_LABELS, Permission
from tests.factories.clusters import (
    DelegationFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    SuccessionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/cum/dong-bang-song-hong/2024/giao-viec/"
OF_B = "/cum/tay-nguyen/2024/giao-viec/"
TODAY = datetime.date(2026, 11, 21)
RESULTS, AWARDS = Permission.EDIT_RESULTS, Permission.EDIT_AWARDS


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(9)), tick=False):
        yield


def text_of(response):
    return " ".join(response.content.decode().split())


def data(unit, /, **changes):
    return {
        "unit": unit.pk,
        "permissions": [RESULTS, AWARDS],
        "decision": "Thông báo số 5/TB-CTĐ",
        "valid_from": "21/11/2026",
        "valid_to": "31/12/2026",
    } | changes


def errors_of(response):
    assert response.status_code == 200
    page = response.content.decode()
    errors = response.context["form"].errors
    for messages in errors.values():
        for message in messages:
            assert message in page or message.replace('"', "&quot;") in page
    return {name: list(messages) for name, messages in errors.items()}


# --- Handing over ---------------------------------------------------------------------------


def test_several_kinds_of_work_are_handed_over_at_once(client_of, lan, mai, unit_of_chi, year_a):
    client = client_of(lan)
    response = client.post(ADDRESS, data(unit_of_chi))
    assert response.url == ADDRESS
    assert {
        (row.unit, row.permission, row.valid_from, row.valid_to, row.decision)
        for row in Delegation.objects.all()
    } == {
        (unit_of_chi, one, TODAY, datetime.date(2026, 12, 31), "Thông báo số 5/TB-CTĐ")
        for one in (RESULTS, AWARDS)
    }
    assert access.may(mai, RESULTS, year_a)
    assert not access.may(mai, Permission.EDIT_PLEDGE, year_a)
    assert list(AuditEvent.objects.filter(action="delegate").values_list("actor", flat=True)) == [
        lan.pk,
        lan.pk,
    ]
    page = text_of(client.get(ADDRESS))
    assert "Đã giao việc cho Tỉnh Hà Nam." in page
    assert page.count("từ 21/11/2026 đến hết 31/12/2026") == 2


def test_without_an_end_it_lasts_as_long_as_the_term(client_of, lan, mai, unit_of_chi):
    client_of(lan).post(ADDRESS, data(unit_of_chi, valid_to="", permissions=[RESULTS]))
    assert Delegation.objects.get().valid_to is None


def test_the_form_stands_ready_with_the_only_vice_chair_and_today(client_of, lan, mai, unit_of_chi):
    page = text_of(client_of(lan).get(ADDRESS))
    assert 'value="21/11/2026"' in page
    assert page.count("checked") == 1


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"permissions": []}, "permissions", "Chọn ít nhất một việc."),
        ({"permissions": ["lead"]}, "permissions", "Việc này không giao được."),
        ({"permissions": ["administer"]}, "permissions", "Việc này không giao được."),
        ({"unit": ""}, "unit", "Chọn một dòng."),
        ({"unit": "chair"}, "unit", "Lựa chọn này không có trong danh sách."),
        ({"unit": "elsewhere"}, "unit", "Lựa chọn này không có trong danh sách."),
        ({"unit": "x"}, "unit", "Lựa chọn này không có trong danh sách."),
        ({"decision": " "}, "decision", "Nêu số, ngày của văn bản."),
        ({"decision": "TB\u202e số 5"}, "decision", "Có ký tự ẩn không được dùng (U+202E)"),
        ({"valid_from": "31/2/2026"}, "valid_from", ""),
        ({"valid_from": ""}, "valid_from", "Nhập ngày"),
        ({"valid_to": "20/11/2026"}, "valid_to", "Ngày kết thúc phải bằng hoặc sau"),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_kept(
    client_of, lan, mai, unit_of_binh, unit_of_chi, unit_of_b, changes, field, message
):
    units = {"chair": unit_of_binh.pk, "elsewhere": unit_of_b.pk}
    if changes.get("unit") in units:
        changes = {"unit": units[changes["unit"]]}
    response = client_of(lan).post(ADDRESS, data(unit_of_chi, **changes))
    errors = errors_of(response)
    assert list(errors) == [field]
    assert message in errors[field][0]
    assert response.context["form"]["decision"].value() == data(unit_of_chi, **changes)["decision"]
    assert not Delegation.objects.exists()


def test_one_work_that_is_handed_over_already_stops_all(client_of, lan, mai, year_a, unit_of_chi):
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi, permission=AWARDS)
    response = client_of(lan).post(ADDRESS, data(unit_of_chi))
    assert errors_of(response) == {
        "permissions": [
            "Nhập khen thưởng của cụm: Việc này đã giao cho đơn vị đó trong một phần thời gian này."
        ]
    }
    assert Delegation.objects.count() == 1
    assert not AuditEvent.objects.filter(action="delegate").exists()


def test_a_year_without_vice_chair_has_no_form(client_of, lan):
    response = client_of(lan).get(ADDRESS)
    assert response.context["form"] is None
    assert "chưa có Cụm phó" in text_of(response)
    assert client_of(lan).post(ADDRESS, {}).status_code == 200


# --- Taking back ----------------------------------------------------------------------------


def test_work_is_taken_back_after_a_last_day(client_of, lan, mai, year_a, unit_of_chi):
    delegation = DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    url = f"{ADDRESS}{delegation.pk}/thoi-giao/"
    client = client_of(lan)
    assert url in client.get(ADDRESS).content.decode()
    assert 'value="21/11/2026"' in client.get(url).content.decode()
    assert client.post(url, {"last_day": "20/11/2026"}).url == ADDRESS
    delegation.refresh_from_db()
    assert delegation.valid_to == datetime.date(2026, 11, 20)
    assert not access.may(mai, RESULTS, year_a)
    event = AuditEvent.objects.get()
    assert (event.actor, event.action) == (lan, "end_delegation")
    _, _, past = text_of(client.get(ADDRESS)).partition("Đã thôi giao</h2>")
    assert "Nhập kết quả của cụm: Tỉnh Hà Nam" in past


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("", "Nhập ngày"),
        ("hôm nay", ""),
        ("31/12/2019", "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu"),
        ("1/1/2027", "Đã kết thúc ngày 31/12/2026."),
    ],
)
def test_a_wrong_last_day(client_of, lan, mai, year_a, unit_of_chi, day, message):
    delegation = DelegationFactory(
        emulation_year=year_a, unit=unit_of_chi, valid_to=datetime.date(2026, 12, 31)
    )
    response = client_of(lan).post(f"{ADDRESS}{delegation.pk}/thoi-giao/", {"last_day": day})
    errors = errors_of(response)
    assert list(errors) == ["last_day"]
    assert message in errors["last_day"][0]
    assert response.context["form"]["last_day"].value() == day
    delegation.refresh_from_db()
    assert delegation.valid_to == datetime.date(2026, 12, 31)


# --- Who ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mai", "binh", "chi", "hoa"])
def test_others_of_the_cluster_and_the_centre_look_only(
    request, client_of, mai, year_a, unit_of_chi, name
):
    delegation = DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    client = client_of(request.getfixturevalue(name))
    response = client.get(ADDRESS)
    assert "từ 1/1/2020" in text_of(response)
    assert response.context["form"] is None
    assert "Thôi giao" not in text_of(response)
    url = f"{ADDRESS}{delegation.pk}/thoi-giao/"
    assert client.post(ADDRESS, data(unit_of_chi)).status_code == 403
    assert client.get(url).status_code == 403
    assert client.post(url, {"last_day": "20/11/2026"}).status_code == 403
    assert Delegation.objects.get().valid_to is None


def test_another_clusters_secretary_finds_nothing(client_of, dung, mai, year_a, unit_of_chi):
    delegation = DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    client = client_of(dung)
    for url in (ADDRESS, f"{ADDRESS}{delegation.pk}/thoi-giao/"):
        assert client.get(url).status_code == 404
        assert client.post(url, data(unit_of_chi)).status_code == 404
    # Nor through the own cluster's address.
    assert client.post(f"{OF_B}{delegation.pk}/thoi-giao/", {"last_day": "x"}).status_code == 404
    assert client.get(OF_B).status_code == 200


def test_the_administrator_hands_over_too(client_of, quan, mai, unit_of_chi):
    assert client_of(quan).post(ADDRESS, data(unit_of_chi)).status_code == 302


def test_a_visitor_signs_in_first(visitor, year_a):
    assert visitor.get(ADDRESS).url == f"/dang-nhap/?next={ADDRESS}"
    assert visitor.post(ADDRESS).status_code == 302


def test_the_page_of_the_year_leads_there_for_those_who_may(client_of, visitor, mai, dung):
    year = "/cum/dong-bang-song-hong/2024/"
    assert f'href="{ADDRESS}"' in client_of(mai).get(year).content.decode()
    for client in (visitor, client_of(dung)):
        assert ADDRESS not in client.get(year).content.decode()


# --- Terms ----------------------------------------------------------------------------------


@pytest.fixture
def next_year(cluster_a, unit_of_binh, year_a):
    """2025, led by the same province; the handover is written down."""
    HandoverFactory(emulation_year=year_a, handed_over_on=datetime.date(2024, 3, 13))
    year = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=year, unit=unit_of_binh)
    HandoverFactory(emulation_year=year, handed_over_on=datetime.date(2025, 3, 20))
    return year


def test_work_is_handed_out_in_the_year_led_now_alone(
    client_of, lan, mai, year_a, unit_of_chi, next_year
):
    over = DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    later = EmulationYearFactory(cluster=next_year.cluster, year=2026)
    client = client_of(lan)
    for address in (ADDRESS, f"/cum/dong-bang-song-hong/{later.year}/giao-viec/"):
        page = text_of(client.get(address))
        assert "chỉ giao việc trong năm đó" in page
        assert "Giao thêm việc" not in page
        response = client.post(address, data(unit_of_chi, reason="Ghi sót"))
        assert response.status_code == 200
    assert list(Delegation.objects.all()) == [over]


def test_work_of_a_year_that_is_over_is_taken_back_with_a_reason(
    client_of, lan, mai, year_a, unit_of_chi, next_year
):
    row = DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    url = f"{ADDRESS}{row.pk}/thoi-giao/"
    client = client_of(lan)
    response = client.post(url, {"last_day": "21/11/2026"})
    assert list(errors_of(response)) == ["reason"]
    assert client.post(url, {"last_day": "21/11/2026", "reason": "Nhầm"}).status_code == 302
    assert AuditEvent.objects.first().reason == "Nhầm"


def test_a_cluster_that_nobody_leads_says_so(client_of, quan, cluster_a):
    EmulationYearFactory(cluster=cluster_a, year=2023)
    page = text_of(client_of(quan).get("/cum/dong-bang-song-hong/2023/giao-viec/"))
    assert "chưa có Cụm trưởng đang điều hành" in page


def test_what_a_former_vice_chair_had_stands_in_the_past(client_of, lan, mai, year_a, unit_of_chi):
    DelegationFactory(emulation_year=year_a, unit=unit_of_chi)
    year_a.leaders.filter(unit=unit_of_chi).delete()
    assert "đơn vị không còn là Cụm phó" in text_of(client_of(lan).get(ADDRESS))


def test_a_vice_chair_that_has_become_another_province_is_named_so(
    client_of, lan, mai, unit_of_chi
):
    page = text_of(client_of(lan).get(ADDRESS))
    assert "Chưa có thư ký" not in page
    heir = SuccessionFactory(
        predecessor=unit_of_chi, successor=UnitFactory(name="Ninh Bình")
    ).successor
    name = "Tỉnh Hà Nam, nay là Tỉnh Ninh Bình"
    page = text_of(client_of(lan).get(ADDRESS))
    assert f'role="columnheader">{name}</th>' in page
    assert page.count(name) > len(DELEGABLE)
    mai.appointments.update(unit=heir)
    assert "Chưa có thư ký" not in text_of(client_of(lan).get(ADDRESS))


def test_a_vice_chair_without_a_secretary_is_shown(client_of, lan, mai):
    mai.appointments.update(valid_to=TODAY - datetime.timedelta(1))
    assert "Tỉnh Hà Nam: Chưa có thư ký" in text_of(client_of(lan).get(ADDRESS))


def test_the_number_of_queries_does_not_grow(client_of, lan, year_a):
    def add(number):
        for _ in range(number):
            order = year_a.leaders.count() + 1
            unit = LeadershipFactory(emulation_year=year_a, vice=True, order=order).unit
            SuccessionFactory(predecessor=unit)
            DelegationFactory(emulation_year=year_a, unit=unit)

    add(1)
    client = client_of(lan)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as once:
        client.get(ADDRESS)
    add(4)
    with CaptureQueriesContext(connection) as again:
        client.get(ADDRESS)
    assert len(again) == len(once)


def test_labels_of_work_are_those_of_the_page_of_roles(client_of, lan, mai):
    page = text_of(client_of(lan).get(ADDRESS))
    assert PERMISSION_LABELS[Permission.PUBLISH] in page
    assert PERMISSION_LABELS[Permission.LEAD] not in page


def test_fields_that_the_form_does_not_have_change_nothing(
    client_of, lan, mai, dung, year_a, year_b, unit_of_chi
):
    extra = {
        "permission": Permission.LEAD,
        "emulation_year": year_b.pk,
        "by": dung.pk,
        "user": dung.pk,
        "role": "administrator",
    }
    assert client_of(lan).post(ADDRESS, data(unit_of_chi, **extra)).status_code == 302
    rows = Delegation.objects.all()
    assert {row.permission for row in rows} == {RESULTS, AWARDS}
    assert {row.emulation_year for row in rows} == {year_a}
    assert {event.actor for event in AuditEvent.objects.filter(action="delegate")} == {lan}
