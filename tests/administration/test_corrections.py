"""A change to a year before the one that is led now says why, and the audit keeps it."""

import datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from awards.models import Award
from cluster_portal.audit.models import AuditEvent
from cluster_portal.pages.administration.corrections import FIELD, NEEDED
from clusters.models import EmulationYear, Leadership
from emulation.models import ConferenceKind, IndicatorValue, PledgeItem
from tests.administration.forms import address, messages_on, post, sent
from tests.factories.awards import AwardFactory
from tests.factories.clusters import (
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    MembershipFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    DelegateFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeItemFactory,
)

pytestmark = pytest.mark.django_db
REASON = "Nhầm số của báo cáo"


@pytest.fixture
def now(year):
    """The year 2025 of the same cluster, whose chair has taken over."""
    now = EmulationYearFactory(cluster=year.cluster, year=2025)
    LeadershipFactory(emulation_year=now)
    HandoverFactory(emulation_year=now, handed_over_on=datetime.date(2025, 3, 20))
    return now


@pytest.fixture
def value(year, now):
    return IndicatorValueFactory(emulation_year=year)


def reason_shown(response):
    return f'name="{FIELD}"' in response.content.decode()


def refused(response):
    assert reason_shown(response)
    assert NEEDED in response.content.decode()
    assert not AuditEvent.objects.exists()


# --- Changing -------------------------------------------------------------------------------


def test_the_reason_is_asked_for_a_year_that_is_over_alone(administrator, value, now):
    assert reason_shown(administrator.get(address(value)))
    assert not reason_shown(administrator.get(address(IndicatorValueFactory(emulation_year=now))))
    assert not reason_shown(administrator.get(address(IndicatorValue, "add")))
    assert not reason_shown(administrator.get(address(value.indicator)))


def test_a_change_without_a_reason_is_refused_beside_the_field(administrator, value):
    response = post(administrator, address(value), value="1,5")
    assert messages_on(response) == [NEEDED]
    refused(response)
    assert response.context["adminform"].form["value"].value() == "1,5"
    value.refresh_from_db()
    assert str(value.value) == "9.7300"


@pytest.mark.parametrize("reason", ["  ", "\u200b", "x" * 301, "Nhầm\u202e số"])
def test_what_is_no_reason(administrator, value, reason):
    response = post(administrator, address(value), value="1,5", **{FIELD: reason})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors[FIELD]
    assert not AuditEvent.objects.exists()


def test_the_reason_stands_in_the_audit_and_not_among_the_changes(administrator, value):
    response = post(administrator, address(value), value="1,5", **{FIELD: f" {REASON} "})
    assert response.status_code == 302
    event = AuditEvent.objects.get()
    assert (event.action, event.reason) == ("change", REASON)
    assert event.changes == {"value": ["9.73", "1.5"]}
    page = administrator.get(address(value, "history")).content.decode()
    assert f"Lý do: {REASON}" in page


def test_a_reason_alone_is_no_change(administrator, value):
    assert post(administrator, address(value), **{FIELD: REASON}).status_code == 302
    assert not AuditEvent.objects.exists()


def test_nothing_changed_asks_for_no_reason_whatever_line_ends_a_browser_sends(
    administrator, year, now
):
    texts = {
        "preamble": "Dòng một\nDòng hai",
        "closing": "Lời\nkết",
        "legal_basis": "Luật\nThông tư",
    }
    pledge = PledgeFactory(emulation_year=year, draft=True, **texts)
    PledgeItemFactory(pledge=pledge, text="Phần một\nPhần hai")
    page = administrator.get(address(pledge))
    typed = {
        name: value.replace("\n", "\r\n") if isinstance(value, str) else value
        for name, value in sent(page).items()
    }
    assert "\r\n" in typed["items-0-text"]
    assert administrator.post(address(pledge), typed).status_code == 302
    assert not AuditEvent.objects.exists()
    pledge.refresh_from_db()
    assert pledge.preamble == texts["preamble"]
    for name in ("closing", "items-0-text"):
        refused(administrator.post(address(pledge), typed | {name: "Lời\r\nkhác"}))
    hidden = administrator.post(address(pledge), typed | {"closing": "Lời\r\n\u202ekết"})
    assert "U+202E" in hidden.content.decode()


def test_moving_a_row_out_of_the_past_or_into_it(administrator, year, now):
    row = IndicatorValueFactory(emulation_year=now)
    refused(post(administrator, address(row), emulation_year=year.pk))
    moved = post(administrator, address(row), emulation_year=year.pk, **{FIELD: REASON})
    assert moved.status_code == 302
    response = post(administrator, address(row), emulation_year=now.pk)
    assert messages_on(response) == [NEEDED]
    assert AuditEvent.objects.count() == 1


def test_a_running_year_is_changed_without_a_reason(administrator, now):
    row = IndicatorValueFactory(emulation_year=now)
    assert post(administrator, address(row), value="1,5").status_code == 302
    assert AuditEvent.objects.get().reason == ""


# --- Adding ---------------------------------------------------------------------------------


def test_adding_to_a_year_that_is_over(administrator, year, now):
    url = address(IndicatorValue, "add")
    values = {"emulation_year": year.pk, "indicator": IndicatorFactory().pk, "value": "1,5"}
    response = post(administrator, url, **values)
    assert messages_on(response) == [NEEDED]
    refused(response)
    assert not IndicatorValue.objects.exists()
    # The page that was answered holds the field and what was typed.
    again = administrator.post(url, sent(response, **{FIELD: REASON}))
    assert again.status_code == 302
    assert AuditEvent.objects.get().reason == REASON
    assert post(administrator, url, **values | {"emulation_year": now.pk}).status_code == 302


def test_adding_what_is_wrong_otherwise_too_says_both(administrator, year, now):
    response = post(administrator, address(Award, "add"), emulation_year=year.pk, recipient_name="")
    assert NEEDED in messages_on(response)
    assert len(messages_on(response)) > 1


def test_an_empty_form_is_no_server_error(administrator, now):
    for model in (IndicatorValue, Award, EmulationYear, Leadership, PledgeItem):
        assert administrator.post(address(model, "add"), {}).status_code == 200


# --- Rows on their record's page ------------------------------------------------------------


def test_a_new_vice_chair_of_a_year_that_is_over(administrator, year, now):
    unit = MembershipFactory(cluster=year.cluster).unit
    rows = {"leaders": [{"unit": unit.pk, "role": "vice_chair", "order": 1}]}
    refused(post(administrator, address(year), rows=rows))
    assert post(administrator, address(year), rows=rows, **{FIELD: REASON}).status_code == 302
    assert AuditEvent.objects.get().reason == REASON


def test_a_removed_item_of_a_pledge_of_a_year_that_is_over(administrator, year, now):
    item = PledgeItemFactory(pledge=PledgeFactory(emulation_year=year, draft=True))
    pledge = item.pledge
    refused(post(administrator, address(pledge), **{"items-0-DELETE": "on"}))
    changes = {"items-0-DELETE": "on", FIELD: REASON}
    assert post(administrator, address(pledge), **changes).status_code == 302
    assert not pledge.items.exists()
    assert AuditEvent.objects.get().reason == REASON


def test_a_part_belongs_to_the_year_of_its_whole(administrator, year, now):
    delegate = DelegateFactory(conference=ConferenceFactory(review_year=year))
    refused(post(administrator, address(delegate), title="Chủ tịch"))
    between = ConferenceFactory(review_year=year, launch_year=now, kind=ConferenceKind.THEMATIC)
    assert not reason_shown(administrator.get(address(between)))


# --- Removing -------------------------------------------------------------------------------


def test_removing_one(administrator, value):
    url = address(value, "delete")
    assert reason_shown(administrator.get(url))
    refused(administrator.post(url, {"post": "yes", FIELD: " "}))
    refused(administrator.post(url, {}))
    assert IndicatorValue.objects.exists()
    assert administrator.post(url, {"post": "yes", FIELD: REASON}).status_code == 302
    assert not IndicatorValue.objects.exists()
    event = AuditEvent.objects.get()
    assert (event.action, event.reason) == ("delete", REASON)


def test_removing_one_of_the_running_year(administrator, now):
    row = IndicatorValueFactory(emulation_year=now)
    url = address(row, "delete")
    assert not reason_shown(administrator.get(url))
    assert administrator.post(url, {"post": "yes"}).status_code == 302


def test_removing_what_is_not_there(administrator, value):
    url = address(value, "delete")
    value.delete()
    assert administrator.get(url).status_code == 302
    assert administrator.post(url, {"post": "yes"}).status_code == 302


def test_removing_several_of_which_one_is_of_a_year_that_is_over(administrator, value, now):
    rows = [value, IndicatorValueFactory(emulation_year=now)]
    url = address(IndicatorValue, "changelist")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    assert reason_shown(administrator.post(url, chosen))
    response = administrator.post(url, chosen | {"post": "yes"})
    refused(response)
    for row in rows:
        assert f'name="_selected_action" value="{row.pk}"' in response.content.decode()
    assert IndicatorValue.objects.count() == 2
    done = administrator.post(url, chosen | {"post": "yes", FIELD: REASON})
    assert done.status_code == 302
    assert not IndicatorValue.objects.exists()
    assert {event.reason for event in AuditEvent.objects.all()} == {REASON}


def test_removing_several_of_the_running_year(administrator, now):
    rows = [AwardFactory(emulation_year=now) for _ in range(2)]
    url = address(Award, "changelist")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    assert not reason_shown(administrator.post(url, chosen))
    assert administrator.post(url, chosen | {"post": "yes"}).status_code == 302
    assert not Award.objects.exists()


# --- Nothing is left out --------------------------------------------------------------------


def has_a_place(model):
    return hasattr(model, "access_year") or hasattr(model, "access_whole")


def test_a_row_of_a_year_is_saved_and_removed_only_with_others_of_a_year():
    """Inlines and cascades stay within one place: who asks for the record asks for its parts."""
    found = 0
    for model, model_admin in admin.site._registry.items():
        for inline in model_admin.inlines:
            if has_a_place(inline.model):
                found += 1
                assert has_a_place(model), inline
    for model in filter(has_a_place, apps.get_models()):
        for field in model._meta.concrete_fields:
            if field.is_relation and field.remote_field.on_delete is models.CASCADE:
                found += 1
                assert has_a_place(field.related_model), field
    assert found > 10


def test_other_records_need_no_reason(administrator, now):
    unit = UnitFactory()
    assert not reason_shown(administrator.get(address(unit)))
    assert post(administrator, address(unit), name="Tên mới").status_code == 302
