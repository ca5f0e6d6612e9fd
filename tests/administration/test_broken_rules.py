"""A broken rule is said on the form, what was typed stays, nothing is saved, nothing crashes."""

import datetime

import pytest
from django.contrib import admin
from django.db import DataError, IntegrityError
from django.urls import reverse

from cluster_portal.audit.models import AuditEvent
from cluster_portal.pages.administration.refusals import STILL_USED, UNKNOWN_RULE, explain
from clusters.models import Cluster, EmulationYear, Leadership, Membership, Unit
from clusters.rules import LEADER_IS_MEMBER, MEMBERSHIP_NO_OVERLAP
from emulation.models import Conference, Pledge
from tests.administration.forms import address, messages_on, post
from tests.factories.clusters import (
    LeadershipFactory,
    MembershipFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
)

OVERLAP = str(MEMBERSHIP_NO_OVERLAP.violation_error_message)
OUT_OF_ORDER = "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu."
NO_MEMBER = "Đơn vị này không phải là thành viên của cụm năm 2024."


def leader(unit, role="chair", order=1):
    return {"unit": unit.pk, "role": role, "order": order}


# --- One form -------------------------------------------------------------------------------


def test_a_rule_is_said_on_top_and_what_was_typed_stays(administrator, year, members):
    LeadershipFactory(emulation_year=year, unit=members[0])
    values = {"emulation_year": year.pk, **leader(members[1]), "note": "Chờ xác nhận"}
    response = administrator.post(address(Leadership, "add"), values)
    assert messages_on(response) == [
        "Năm thi đua này đã có Cụm trưởng.",
        "Thứ tự này đã có đơn vị khác giữ.",
    ]
    assert 'value="Chờ xác nhận"' in response.content.decode()
    assert str(members[1]) in response.content.decode()
    assert Leadership.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_a_rule_of_one_field_is_said_beside_it(administrator, year):
    stranger = UnitFactory()
    values = {"emulation_year": year.pk, **leader(stranger)}
    response = administrator.post(address(Leadership, "add"), values)
    assert response.context["adminform"].form.errors == {"unit": [NO_MEMBER]}


@pytest.mark.parametrize("model", [Membership, Unit, Cluster])
def test_reversed_days_are_a_message_and_not_an_error_page(administrator, year, model):
    row = model.objects.latest("pk")
    response = post(administrator, address(row), valid_from="2/7/2025", valid_to="1/7/2025")
    assert messages_on(response) == [OUT_OF_ORDER]
    row.refresh_from_db()
    assert row.valid_from is None


def test_reversed_days_in_an_inline_are_a_message(administrator, year):
    response = post(
        administrator,
        address(year.cluster),
        **{"memberships-0-valid_from": "2/7/2025", "memberships-0-valid_to": "1/7/2025"},
    )
    assert messages_on(response) == [OUT_OF_ORDER]


@pytest.mark.parametrize("number", ["0", "-5", "99999", "99999999999999999999", "1e3", "năm nay"])
def test_a_year_that_is_none_is_a_message(administrator, year, members, number):
    LeadershipFactory(emulation_year=year, unit=members[0])
    response = post(administrator, address(year), year=number)
    assert messages_on(response)
    year.refresh_from_db()
    assert year.year == 2024


def test_a_leader_of_a_year_that_is_saved_with_it_is_a_member(administrator, year):
    response = post(
        administrator,
        address(EmulationYear, "add"),
        cluster=year.cluster.pk,
        year=2025,
        rows={"leaders": [leader(UnitFactory())]},
    )
    assert messages_on(response) == [NO_MEMBER.replace("2024", "2025")]
    assert EmulationYear.objects.count() == 1


def test_a_signature_of_a_pledge_that_is_saved_with_it_is_a_members(administrator, year):
    response = post(
        administrator,
        address(Pledge, "add"),
        emulation_year=year.pk,
        status="draft",
        rows={"signatures": [{"unit": UnitFactory().pk}]},
    )
    assert messages_on(response) == [NO_MEMBER]
    assert not Pledge.objects.exists()


def test_a_membership_does_not_end_under_a_leader(administrator, year, members):
    LeadershipFactory(emulation_year=year, unit=members[0])
    membership = Membership.objects.get(unit=members[0])
    response = post(administrator, address(membership), valid_to="31/12/2023")
    assert messages_on(response) == [
        "Đơn vị đã là đơn vị lãnh đạo cụm năm 2024, nên phải là thành viên năm đó."
    ]


# --- What only the database sees ------------------------------------------------------------


def test_a_member_removed_in_an_inline_under_a_leader(administrator, year, members):
    LeadershipFactory(emulation_year=year, unit=members[0])
    number = list(year.cluster.memberships.values_list("unit", flat=True)).index(members[0].pk)
    response = post(
        administrator,
        address(year.cluster),
        **{f"memberships-{number}-DELETE": "on", "note": "Vẫn còn đây"},
    )
    assert messages_on(response) == [f"Không lưu được, vì trái quy tắc: {LEADER_IS_MEMBER}"]
    assert "Vẫn còn đây" in response.content.decode()
    assert year.cluster.memberships.count() == 3
    year.cluster.refresh_from_db()
    assert year.cluster.note == ""
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (IntegrityError("UNIQUE constraint failed: clusters_unit.slug"), "Đơn vị có Địa chỉ"),
        (DataError("numeric field overflow"), UNKNOWN_RULE),
    ],
)
def test_somebody_was_faster(administrator, monkeypatch, error, message):
    """Between the check of the form and the write another row came in between."""

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(type(admin.site.get_model_admin(Unit)), "save_model", fail)
    unit = UnitFactory()
    response = post(administrator, address(unit), name="Tên mới")
    assert len(messages_on(response)) == 1
    assert message in messages_on(response)[0]
    assert 'value="Tên mới"' in response.content.decode()
    unit.refresh_from_db()
    assert unit.name != "Tên mới"


def test_an_unknown_refusal_is_said_in_general_words():
    assert explain(IntegrityError("FOREIGN KEY constraint failed")) == UNKNOWN_RULE
    # A rule is known by its whole name or its whole list of columns, not by a part of it.
    assert explain(IntegrityError("clusters_unit_slug_once_and_more")) == UNKNOWN_RULE
    assert "Đơn vị có Địa chỉ" in explain(
        IntegrityError('violates unique constraint "clusters_unit_slug_key"')
    )


# --- Deleting -------------------------------------------------------------------------------


def test_what_is_still_used_is_listed_and_stays(administrator, year, members):
    url = reverse("admin:clusters_unit_delete", args=[members[0].pk])
    page = administrator.get(url)
    assert page.context["protected"]
    assert administrator.post(url, {"post": "yes"}).status_code == 200
    listed = administrator.post(
        reverse("admin:clusters_unit_changelist"),
        {"action": "delete_selected", "_selected_action": [members[0].pk], "post": "yes"},
    )
    assert listed.context["protected"]
    assert Unit.objects.filter(pk=members[0].pk).exists()


def test_a_member_under_a_leader_is_not_deleted(administrator, year, members):
    LeadershipFactory(emulation_year=year, unit=members[0])
    membership = Membership.objects.get(unit=members[0])
    one = administrator.post(
        reverse("admin:clusters_membership_delete", args=[membership.pk]),
        {"post": "yes"},
        follow=True,
    )
    assert one.redirect_chain == [(address(membership), 302)]
    listed = administrator.post(
        reverse("admin:clusters_membership_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": list(Membership.objects.values_list("pk", flat=True)),
            "post": "yes",
        },
        follow=True,
    )
    for response in (one, listed):
        assert [str(message) for message in response.context["messages"]] == [
            f"Không lưu được, vì trái quy tắc: {LEADER_IS_MEMBER}"
        ]
    assert Membership.objects.count() == 3
    assert not AuditEvent.objects.exists()


def test_what_became_used_meanwhile_is_not_deleted(administrator, monkeypatch):
    unit = UnitFactory()
    model_admin = admin.site.get_model_admin(Unit)
    monkeypatch.setattr(model_admin, "get_deleted_objects", lambda *args: ([], {}, set(), []))
    MembershipFactory(unit=unit)
    url = reverse("admin:clusters_unit_delete", args=[unit.pk])
    response = administrator.post(url, {"post": "yes"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [STILL_USED]


# --- Days and numbers as people type them ---------------------------------------------------


@pytest.mark.parametrize("typed", ["3/4/2025", "03/04/2025", "3-4-2025", "2025-04-03"])
def test_a_day_is_read_day_first(administrator, typed):
    conference = ConferenceFactory()
    assert post(administrator, address(conference), held_on=typed).status_code == 302
    assert Conference.objects.get().held_on == datetime.date(2025, 4, 3)
    assert 'value="3/4/2025"' in administrator.get(address(conference)).content.decode()


@pytest.mark.parametrize("typed", ["31/2/2025", "2025", "hôm qua", "4/13/2025"])
def test_a_day_that_is_none_is_explained(administrator, typed):
    response = post(administrator, address(ConferenceFactory()), held_on=typed)
    assert typed in messages_on(response)[0]
    assert Conference.objects.get().held_on == datetime.date(2025, 3, 13)
