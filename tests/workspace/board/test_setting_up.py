"""Starting a year, its leaders, due days and indicators, as typed on the pages."""

import datetime
import io

import pytest
import time_machine
from openpyxl import load_workbook

from clusters.models import EmulationYear
from emulation.models import Task, YearIndicator
from tests.factories.clusters import (
    ClusterFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    MembershipFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    DelegateFactory,
    IndicatorFactory,
    IndicatorValueFactory,
)

pytestmark = pytest.mark.django_db
CLUSTER = "/cum/dong-bang-song-hong/"
START = f"{CLUSTER}mo-nam/"
LEADERS = f"{CLUSTER}2024/lanh-dao/"
DUE = f"{CLUSTER}2024/han/"
INDICATORS = f"{CLUSTER}2024/chi-tieu/"
ROTATION = f"{CLUSTER}luan-phien/"
NEVER = "không có trong hồ sơ"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime.datetime(2024, 6, 1, 9), tick=False):
        yield


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split("<main", 1)[1].split())


def errors_of(response):
    assert response.status_code == 200
    return {name: list(words) for name, words in response.context["form"].errors.items()}


# --- Starting a year ------------------------------------------------------------------------


def test_the_next_year_is_offered_started_and_told(client_of, lan, year_a):
    merged = UnitFactory(name="Ninh Bình Mới", merged=True)
    old = MembershipFactory(
        cluster=year_a.cluster, unit__name="Ninh Bình", valid_to=datetime.date(2025, 6, 30)
    ).unit
    MembershipFactory(cluster=year_a.cluster, unit=merged, valid_from=datetime.date(2025, 7, 1))
    SuccessionFactory(predecessor=old, successor=merged)
    MembershipFactory(
        cluster=year_a.cluster, unit__name="Thái Bình", valid_from=datetime.date(2025, 1, 1)
    )
    LeadershipFactory(
        emulation_year=year_a,
        vice=True,
        unit=MembershipFactory(cluster=year_a.cluster, unit__name="Hưng Yên").unit,
    )
    conference = ConferenceFactory(
        review_year=EmulationYearFactory(cluster=year_a.cluster, year=2023)
    )
    DelegateFactory.create_batch(3, conference=conference)
    client = client_of(lan)
    assert client.get(START).context["form"]["year"].value() == 2025
    told = client.post(START, {"year": "2025"})
    assert told.url == f"{CLUSTER}2025/da-mo/"
    page = text_of(client.get(told.url))
    assert "Tỉnh Ninh Bình Mới kế thừa Ninh Bình" in page
    assert "Tỉnh Thái Bình là thành viên mới" in page
    assert "Đặt lãnh đạo cụm: 31/3/2025" in page
    assert "3 đại biểu" in page
    assert "<strong>Hưng Yên</strong>" in page  # the proposal for the chair


def test_the_page_that_tells_is_only_of_years_started_here(client_of, lan, year_a):
    assert client_of(lan).get(f"{CLUSTER}2024/da-mo/").status_code == 404


@pytest.mark.parametrize("year", ["", "2024", "1850", "chín"])
def test_a_year_that_is_not_offered_is_refused(client_of, lan, year_a, year):
    assert set(errors_of(client_of(lan).post(START, {"year": year}))) == {"year"}
    assert EmulationYear.objects.count() == 1


def test_a_gap_asks_for_the_reason_beside_its_box(client_of, lan, year_a):
    EmulationYearFactory(cluster=year_a.cluster, year=2022)
    client = client_of(lan)
    assert set(errors_of(client.post(START, {"year": "2023"}))) == {"reason"}
    assert client.post(START, {"year": "2023", "reason": "Bổ sung"}).status_code == 302


def test_a_cluster_without_an_office_is_started_by_the_administrator(
    client_of, lan, quan, cluster_b
):
    MembershipFactory(cluster=cluster_b)
    started = client_of(quan).post("/cum/tay-nguyen/mo-nam/", {"year": "2024"})
    assert started.url == "/cum/tay-nguyen/2024/da-mo/"
    assert client_of(lan).get("/cum/tay-nguyen/mo-nam/").status_code == 404


# --- Leaders --------------------------------------------------------------------------------


def test_leaders_are_set_in_the_order_of_the_boxes(
    client_of, lan, year_a, unit_of_binh, unit_of_chi
):
    third = MembershipFactory(cluster=year_a.cluster).unit
    body = {"chair": unit_of_binh.pk, "vice_1": third.pk, "vice_2": unit_of_chi.pk}
    assert client_of(lan).post(LEADERS, body).status_code == 302
    assert list(year_a.leaders.order_by("role", "order").values_list("unit", "role", "order")) == [
        (unit_of_binh.pk, "chair", 1),
        (third.pk, "vice_chair", 1),
        (unit_of_chi.pk, "vice_chair", 2),
    ]


def test_an_empty_box_between_two_vice_chairs_leaves_no_gap(
    client_of, lan, year_a, unit_of_binh, unit_of_chi
):
    MembershipFactory(cluster=year_a.cluster)
    body = {"chair": unit_of_binh.pk, "vice_1": "", "vice_2": unit_of_chi.pk}
    assert client_of(lan).post(LEADERS, body).status_code == 302
    assert year_a.leaders.get(role="vice_chair").order == 1


def test_what_cannot_lead_is_said_beside_the_box(client_of, lan, year_a, unit_of_binh, unit_of_b):
    client = client_of(lan)
    assert "chair" in errors_of(client.post(LEADERS, {"chair": ""}))
    assert "chair" in errors_of(client.post(LEADERS, {"chair": unit_of_b.pk}))
    MembershipFactory(cluster=year_a.cluster)
    both = {"chair": unit_of_binh.pk, "vice_1": unit_of_binh.pk}
    assert errors_of(client.post(LEADERS, both)) == {
        "vice_1": ["Tỉnh Nam Định đã được chọn làm Cụm trưởng."]
    }
    assert year_a.leaders.get().unit == unit_of_binh


def test_a_year_that_is_over_needs_a_reason(client_of, lan, year_a, unit_of_binh):
    old = EmulationYearFactory(cluster=year_a.cluster, year=2022)
    client, address = client_of(lan), f"{CLUSTER}2022/lanh-dao/"
    body = {"chair": unit_of_binh.pk}
    assert set(errors_of(client.post(address, body))) == {"reason"}
    assert client.post(address, body | {"reason": "Bổ sung hồ sơ"}).status_code == 302
    assert old.leaders.get().unit == unit_of_binh


def test_the_proposal_fills_the_boxes_and_saves_nothing(client_of, lan, year_a, unit_of_chi):
    LeadershipFactory(emulation_year=year_a, unit=unit_of_chi, vice=True)
    following = EmulationYearFactory(cluster=year_a.cluster, year=2025)
    response = client_of(lan).get(f"{CLUSTER}2025/lanh-dao/?de-nghi=1")
    assert response.context["form"]["chair"].value() == unit_of_chi.pk
    assert not following.leaders.exists()


def test_who_takes_office_at_once_is_warned_of(client_of, lan, year_a):
    client, warning = client_of(lan), "có quyền của ban thư ký ngay"
    assert warning in text_of(client.get(LEADERS))
    HandoverFactory(emulation_year=year_a)
    assert warning not in text_of(client.get(LEADERS))


# --- Rotation -------------------------------------------------------------------------------


def test_the_rotation_proposes_and_leads_to_the_start_of_the_year(client_of, lan, mai, year_a):
    page = text_of(client_of(lan).get(ROTATION))
    assert "Đề nghị cho năm 2025" in page
    assert "Cụm phó năm 2024" in page
    assert START in page
    assert START not in text_of(client_of(mai).get(ROTATION))
    EmulationYearFactory(cluster=year_a.cluster, year=2025)
    assert f"{CLUSTER}2025/lanh-dao/?de-nghi=1" in text_of(client_of(lan).get(ROTATION))


def test_what_is_wrong_in_the_record_stands_on_the_page(client_of, lan, year_a):
    EmulationYearFactory(cluster=year_a.cluster, year=2022)
    page = text_of(client_of(lan).get(ROTATION))
    assert "Năm 2022 chưa có Cụm trưởng." in page
    assert "Năm 2023 không có trong hồ sơ" in page


def test_the_spreadsheet_of_the_rotation_holds_its_table(client_of, lan, year_a, unit_of_chi):
    response = client_of(lan).get(f"{ROTATION}?tep=luan-phien.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[1:] == [
        ("Hà Nam", NEVER, "–", NEVER, "–"),
        ("Nam Định", "2024", 1, NEVER, "–"),
    ]


# --- Due days -------------------------------------------------------------------------------


def test_due_days_are_typed_and_those_left_empty_go(client_of, lan, year_a):
    client = client_of(lan)
    assert client.get(DUE).context["form"]["figures"].value() == "31/1/2025"  # the usual day
    assert client.post(DUE, {"figures": "20/1/2025", "handover": "31/3/2025"}).status_code == 302
    assert client.post(DUE, {"figures": "21/1/2025"}).status_code == 302
    assert dict(year_a.deadlines.values_list("task", "due_on")) == {
        Task.FIGURES: datetime.date(2025, 1, 21)
    }


def test_wrong_days_are_said_beside_their_tasks_and_stay_as_typed(client_of, lan, year_a):
    response = client_of(lan).post(DUE, {"figures": "31/2/2025", "handover": "1/3/2031"})
    assert set(errors_of(response)) == {"figures"}
    assert 'value="31/2/2025"' in response.content.decode()
    response = client_of(lan).post(DUE, {"handover": "1/3/2031"})
    assert set(errors_of(response)) == {"handover"}
    assert not year_a.deadlines.exists()


# --- Indicators -----------------------------------------------------------------------------


def chosen(year):
    rows = YearIndicator.objects.filter(emulation_year=year).select_related("indicator")
    return [row.indicator.name for row in rows.order_by("order")]


def test_indicators_are_ticked_and_numbered(client_of, lan, year_a):
    first, second, third = (IndicatorFactory(name=name) for name in ("A", "B", "C"))
    body = {
        f"use_{first.pk}": "on",
        f"use_{second.pk}": "on",
        f"order_{second.pk}": "1",
        f"use_{third.pk}": "on",
        f"order_{third.pk}": "2",
    }
    client = client_of(lan)
    assert client.post(INDICATORS, body).status_code == 302
    assert chosen(year_a) == ["B", "C", "A"]
    shown = [row["indicator"].name for row in client.get(INDICATORS).context["rows"]]
    assert shown == ["B", "C", "A"]


def test_buttons_move_an_indicator_and_nothing_is_saved_yet(client_of, lan, year_a):
    first, second, third, other = (IndicatorFactory(name=name) for name in "ABCD")
    body = {f"use_{row.pk}": "on" for row in (first, second, third)}
    body |= {f"order_{first.pk}": "7", f"order_{second.pk}": "x"}
    client = client_of(lan)
    response = client.post(INDICATORS, body | {"up": second.pk})
    page = text_of(response)
    assert "Đã đổi thứ tự, chưa lưu." in page
    assert "chưa lưu" not in text_of(client.get(INDICATORS))
    form = response.context["form"]
    assert [row["indicator"].name for row in response.context["rows"]] == ["B", "A", "C", "D"]
    order = [form[f"order_{row.pk}"].value() for row in (second, first, third, other)]
    assert order == [1, 2, 3, None]
    assert not form[f"use_{other.pk}"].value()
    assert chosen(year_a) == []
    # What was moved out of the list, or is not in it, stays where it is.
    again = client.post(INDICATORS, body | {"down": other.pk}).context["rows"]
    assert [row["indicator"].name for row in again] == ["A", "B", "C", "D"]
    moved = {f"order_{row.pk}": place for place, row in enumerate((second, first, third), 1)}
    assert client.post(INDICATORS, body | moved).status_code == 302
    assert chosen(year_a) == ["B", "A", "C"]


def test_dropping_an_indicator_with_values_is_refused_in_words(client_of, lan, year_a):
    kept = IndicatorFactory(name="Tăng trưởng GRDP")
    IndicatorValueFactory(emulation_year=year_a, indicator=kept)
    response = client_of(lan).post(INDICATORS, {})
    assert "không bỏ được: Tăng trưởng GRDP" in text_of(response)


@pytest.mark.parametrize("number", ["x", "0", "-1", "1000", "9" * 400])
def test_a_number_that_is_none_is_said_beside_its_box(client_of, lan, year_a, number):
    row = IndicatorFactory()
    body = {f"use_{row.pk}": "on", f"order_{row.pk}": number}
    assert set(errors_of(client_of(lan).post(INDICATORS, body))) == {f"order_{row.pk}"}
    assert chosen(year_a) == []


def test_settled_figures_show_their_indicators_without_boxes(client_of, lan, year_a):
    ConferenceFactory(review_year=year_a, status="finalised")
    response = client_of(lan).get(INDICATORS)
    assert "đã chốt số liệu" in text_of(response)
    assert 'type="checkbox"' not in response.content.decode()


# --- Those who only look --------------------------------------------------------------------


@pytest.mark.parametrize("address", [LEADERS, DUE, INDICATORS, f"{CLUSTER}2024/giao-uoc/soan/"])
def test_others_of_the_cluster_look_without_a_form(client_of, mai, binh, hoa, year_a, address):
    for person in (mai, binh, hoa):
        client = client_of(person)
        assert "<button" not in text_of(client.get(address))
        assert client.post(address, {}).status_code == 403


# --- A cluster that follows another ---------------------------------------------------------


def test_the_rotation_says_in_which_cluster_a_member_led(client_of, quan, year_a, unit_of_binh):
    follower = ClusterFactory(
        slug="cum-moi", follows=year_a.cluster, valid_from=datetime.date(2025, 7, 1)
    )
    MembershipFactory(cluster=follower, unit=unit_of_binh)
    page = text_of(client_of(quan).get("/cum/cum-moi/luan-phien/"))
    assert "2024 (cụm Đồng bằng sông Hồng)" in page
    assert "Tính cả những năm của cụm Đồng bằng sông Hồng" in page


def test_the_first_year_says_what_comes_from_the_cluster_before(client_of, quan, year_a):
    IndicatorValueFactory(emulation_year=year_a, indicator__name="Tăng trưởng GRDP")
    follower = ClusterFactory(slug="cum-moi", follows=year_a.cluster)
    MembershipFactory(cluster=follower)
    client = client_of(quan)
    asked = text_of(client.get("/cum/cum-moi/mo-nam/"))
    assert "chép từ cụm Đồng bằng sông Hồng, mà cụm này tiếp nối" in asked
    page = text_of(client.post("/cum/cum-moi/mo-nam/", {"year": "2025"}, follow=True))
    assert "1 chỉ tiêu của năm 2024, cụm Đồng bằng sông Hồng" in page
    assert "So với năm 2024 của cụm Đồng bằng sông Hồng, mà cụm này tiếp nối" in page


def test_without_indicators_the_page_says_that_none_were_copied(client_of, lan, year_a):
    page = text_of(client_of(lan).post(START, {"year": "2025"}, follow=True))
    copied, _, rest = page.partition('id="khong-chep"')
    assert "chỉ tiêu" not in copied.partition('id="da-chep"')[2].lower()
    assert "các năm trước chưa có chỉ tiêu nào" in rest
