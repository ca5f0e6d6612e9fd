"""Every write through the administration site is in the audit, with it or not at all."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import get_hasher
from django.urls import reverse

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent, record
from cluster_portal.audit.wording import Change, describe, kind_of_target
from cluster_portal.pages.administration import model_admin
from clusters.models import Leadership, Succession, Unit, UnitKind
from tests.administration.forms import address, post, sent
from tests.factories.accounts import PASSWORD, AuditEventFactory, UserFactory
from tests.factories.clusters import (
    EmulationYearFactory,
    LeadershipFactory,
    SourceFactory,
    UnitFactory,
)
from tests.factories.emulation import IndicatorValueFactory

NEW_PASSWORD = "mat-khau-moi-va-that-dai"


def change(client, row, **changes):
    response = post(client, address(row), **changes)
    assert response.status_code == 302, response.context["adminform"].form.errors
    return response


def only_event():
    event = AuditEvent.objects.get()
    assert event.at
    return event


def test_adding_is_recorded(administrator, quan):
    values = {"name": "Nam Định", "kind": UnitKind.PROVINCE, "slug": "nam-dinh"}
    url = reverse("admin:clusters_unit_add")
    administrator.post(url, sent(administrator.get(url), **values, valid_to="30/6/2025"))
    event = only_event()
    assert (event.actor, event.actor_name, event.action) == (quan, quan.full_name, "add")
    assert event.target_type == "clusters.unit"
    assert event.target_id == str(Unit.objects.get().pk)
    assert event.target_name == "Tỉnh Nam Định"
    assert event.changes == {
        "name": [None, "Nam Định"],
        "kind": [None, "province"],
        "slug": [None, "nam-dinh"],
        "valid_to": [None, "2025-06-30"],
    }


def test_a_change_keeps_before_and_after_of_what_changed_only(administrator):
    unit = UnitFactory(name="Huế", valid_from=datetime.date(2025, 1, 1))
    change(administrator, unit, kind=UnitKind.CITY, valid_from="")
    event = only_event()
    assert event.action == "change"
    assert event.changes == {
        "kind": ["province", "city"],
        "valid_from": ["2025-01-01", None],
    }
    assert describe(event) == [
        Change("loại", "Tỉnh", "Thành phố"),
        Change("từ ngày", "1/1/2025", "–"),
    ]


def test_saving_without_a_change_is_not_recorded(administrator):
    unit = UnitFactory(valid_from=datetime.date(2025, 1, 1))
    change(administrator, unit)
    change(administrator, IndicatorValueFactory())
    assert not AuditEvent.objects.exists()


def test_related_rows_are_named_and_numbers_read_as_typed(administrator):
    value = IndicatorValueFactory(source=SourceFactory(title="Nguồn cũ"))
    source = SourceFactory(title="Nguồn mới")
    change(administrator, value, source=source.pk, value="1.234,5", is_estimate="on")
    event = only_event()
    assert event.changes == {
        "value": ["9.73", "1234.5"],
        "is_estimate": [False, True],
        "source": ["Nguồn cũ", "Nguồn mới"],
    }
    assert describe(event) == [
        Change("giá trị", "9,73", "1.234,5"),
        Change("nguồn", "Nguồn cũ", "Nguồn mới"),
        Change("ước thực hiện", "không", "có"),
    ]


def test_rows_of_inlines_are_recorded_with_their_record(administrator):
    year = EmulationYearFactory()
    chair = LeadershipFactory(emulation_year=year)
    vice = LeadershipFactory(emulation_year=year, vice=True)
    unit = vice.unit
    change(
        administrator,
        year,
        **{"leaders-0-note": "Suy từ nơi đăng cai", "leaders-1-DELETE": "on"},
    )
    event = only_event()
    assert event.target_id == str(year.pk)
    assert event.changes == {
        f"leaders.{chair.pk}.note": ["", "Suy từ nơi đăng cai"],
        f"leaders.{vice.pk}": [f"Cụm phó: {unit}", None],
    }
    assert describe(event) == [
        Change("đơn vị lãnh đạo cụm", f"Cụm phó: {unit}", "–"),
        Change("đơn vị lãnh đạo cụm, ghi chú", "–", "Suy từ nơi đăng cai"),
    ]
    rows = {"leaders": [{"unit": unit.pk, "role": "vice_chair", "order": 2}]}
    page = administrator.get(address(year))
    assert administrator.post(address(year), sent(page, rows=rows)).status_code == 302
    added = Leadership.objects.get(emulation_year=year, unit=unit)
    assert AuditEvent.objects.first().changes == {f"leaders.{added.pk}": [None, f"Cụm phó: {unit}"]}


def test_deleting_one_and_several_is_recorded_with_what_they_held(administrator):
    first, *others = [UnitFactory(name=f"Bỏ {number}") for number in range(3)]
    administrator.post(address(first, "delete"), {"post": "yes"})
    event = only_event()
    assert (event.action, event.target_name) == ("delete", "Tỉnh Bỏ 0")
    assert event.changes["name"] == ["Bỏ 0", None]
    administrator.post(
        reverse("admin:clusters_unit_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [unit.pk for unit in others],
            "post": "yes",
        },
    )
    assert not Unit.objects.exists()
    assert sorted(AuditEvent.objects.values_list("target_name", flat=True)) == [
        "Tỉnh Bỏ 0",
        "Tỉnh Bỏ 1",
        "Tỉnh Bỏ 2",
    ]


def test_what_is_not_in_the_audit_is_not_done(administrator, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("the audit is full")

    unit = UnitFactory(name="Cũ")
    page = sent(administrator.get(address(unit)), name="Mới")
    monkeypatch.setattr(model_admin, "record", fail)
    selected = {"action": "delete_selected", "_selected_action": [unit.pk], "post": "yes"}
    for url, data in (
        (address(unit), page),
        (address(unit, "delete"), {"post": "yes"}),
        (reverse("admin:clusters_unit_changelist"), selected),
    ):
        with pytest.raises(RuntimeError):
            administrator.post(url, data)
    assert Unit.objects.get().name == "Cũ"


def test_a_password_is_set_with_the_audit_or_not_at_all(administrator, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("the audit is full")

    user = UserFactory(with_password=True)
    monkeypatch.setattr(model_admin, "record", fail)
    with pytest.raises(RuntimeError):
        administrator.post(
            reverse("admin:auth_user_password_change", args=[user.pk]),
            {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
        )
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_no_password_is_ever_recorded(administrator):
    url = reverse("admin:accounts_user_add")
    administrator.post(
        url,
        {
            "email": "moi@tinh.gov.vn",
            "full_name": "Người Mới",
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
        },
    )
    user = User.objects.get(email="moi@tinh.gov.vn")
    administrator.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {"new_password1": NEW_PASSWORD[::-1], "new_password2": NEW_PASSWORD[::-1]},
    )
    administrator.post(address(user, "delete"), {"post": "yes"})
    deleted, changed, added = AuditEvent.objects.all()
    assert added.changes["password"] == changed.changes["password"]
    assert added.changes["password"] == ["", "đã đặt mật khẩu mới"]
    assert "password" not in deleted.changes
    for event in (deleted, changed, added):
        stored = str(event.changes)
        assert NEW_PASSWORD not in stored
        assert NEW_PASSWORD[::-1] not in stored
        assert get_hasher().algorithm not in stored


def test_djangos_own_log_stays_empty(administrator):
    change(administrator, UnitFactory(), name="Mới")
    assert not LogEntry.objects.exists()


def test_the_history_of_a_record_tells_what_was_done_wherever_it_was_done(administrator, quan, lan):
    unit = UnitFactory(name="Huế")
    change(administrator, unit, kind=UnitKind.CITY)
    record(by=lan, action="end_appointment", target=unit, changes={"x": [None, "<b>"], "y": 3})
    record(by=None, action="change", target=UnitFactory())
    page = administrator.get(address(unit, "history")).content.decode()
    for words in (
        quan.full_name,
        lan.full_name,
        "Sửa",
        "Kết thúc phân công",
        "Loại: Tỉnh → Thành phố",
        "&lt;b&gt;",
    ):
        assert words in page
    assert "Hệ thống" not in page


def test_a_long_history_has_pages(administrator):
    unit = UnitFactory()
    AuditEventFactory.create_batch(51, target_id=str(unit.pk), target_type="clusters.unit")
    assert "Trang 1/2" in administrator.get(address(unit, "history")).content.decode()
    second = administrator.get(address(unit, "history"), {"p": "2"})
    assert len(second.context["events"]) == 1


def test_the_history_of_nothing(administrator):
    page = administrator.get(address(UnitFactory(), "history")).content.decode()
    assert "chưa ghi việc nào" in page
    gone = reverse("admin:clusters_unit_history", args=["999999"])
    assert administrator.get(gone).status_code == 302


def test_the_first_page_shows_what_one_did_oneself(administrator, quan, lan):
    record(by=quan, action="change", target=UnitFactory(name="Của Quân"))
    record(by=lan, action="change", target=UnitFactory(name="Của Lan"))
    page = administrator.get(reverse("admin:index")).content.decode()
    assert "Sửa Tỉnh Của Quân" in page
    assert "Của Lan" not in page


def test_the_audit_can_be_read_searched_and_filtered_and_not_written(administrator):
    event = AuditEventFactory(
        target_name="Tỉnh Đắk Lắk", changes={"name": ["Cũ", "<script>"], "z": ["1", "2"]}
    )
    AuditEventFactory(action="delete", target_type="clusters.succession")
    lists = reverse("admin:audit_auditevent_changelist")
    for query in ({"q": "dak lak"}, {"viec": "change"}, {"loai": "clusters.unit"}):
        found = administrator.get(lists, query).context["cl"].result_list
        assert list(found) == [event], query
    page = administrator.get(address(event)).content.decode()
    assert "tên: Cũ → &lt;script&gt;" in page
    assert "z: 1 → 2" in page
    assert administrator.post(address(event), {"actor_name": "Khác"}).status_code == 403
    listed = administrator.post(
        lists, {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"}
    )
    assert listed.status_code in (200, 302)
    assert AuditEvent.objects.count() == 2


def test_a_kind_of_record_that_is_gone_keeps_its_code():
    assert kind_of_target("clusters.unit") == "đơn vị"
    assert kind_of_target("clusters.gone") == "clusters.gone"
    assert kind_of_target("") == ""
    event = AuditEvent(target_type="clusters.gone", changes={"a": [None, 1]})
    assert describe(event) == [Change("a", "–", "1")]


def test_relations_of_a_deleted_row_are_named(administrator):
    unit = UnitFactory(name="Hà Nam", abolished=True)
    successor = UnitFactory(name="Ninh Bình", merged=True)
    row = Succession.objects.create(
        predecessor=unit,
        successor=successor,
        kind="merger",
        effective_on=datetime.date(2025, 7, 1),
        legal_basis="Nghị quyết",
    )
    administrator.post(address(row, "delete"), {"post": "yes"})
    assert only_event().changes["predecessor"] == ["Tỉnh Hà Nam", None]
    assert only_event().changes["effective_on"] == ["2025-07-01", None]
