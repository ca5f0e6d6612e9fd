"""The chair passes the cluster on: the checklist, two confirmations, the day it takes effect."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from clusters import access, services
from clusters.models import Handover, HandoverConfirmation, HandoverItem
from clusters.roles import Permission
from clusters.services.handover import Item
from tests.conftest import give_second_factor
from tests.factories.clusters import (
    AppointmentFactory,
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    MembershipFactory,
    SubstitutionFactory,
)

PREPARED = datetime.datetime(2025, 3, 10, 9, tzinfo=datetime.UTC)
DAY = datetime.date(2025, 3, 20)
ITEMS = [Item("Hồ sơ hội nghị năm 2024"), Item("Kết luận về quy chế", "open", "hạn 30/6/2025")]
EDIT = Permission.EDIT_RESULTS


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(PREPARED, tick=False):
        yield


@pytest.fixture
def year(cluster_a, year_a, unit_of_chi):
    """2025, in which Chi's province takes over from Bình's, which took over in March 2024."""
    HandoverFactory(emulation_year=year_a, handed_over_on=datetime.date(2024, 3, 13))
    year = EmulationYearFactory(cluster=cluster_a, year=2025)
    LeadershipFactory(emulation_year=year, unit=unit_of_chi)
    return year


@pytest.fixture
def successor(cluster_a, unit_of_chi):
    """A secretary of the province that takes over."""
    return AppointmentFactory(cluster=cluster_a, unit=unit_of_chi).user


@pytest.fixture
def handover(lan, year):
    return prepare(year, lan)


def prepare(year, by, day=DAY, items=ITEMS, **changes):
    return services.prepare_handover(
        emulation_year=year, handed_over_on=day, items=items, by=by, **changes
    )


def confirm(handover, side, by):
    """As somebody with the second factor that taking over asks for."""
    return services.confirm_handover(handover=handover, side=side, by=give_second_factor(by))


def may_on(day, user, target):
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(9)), tick=False):
        return access.may(User.objects.get(pk=user.pk), EDIT, target)


def test_prepared_it_has_no_effect(lan, successor, handover, year):
    assert not handover.is_effective
    assert [(row.order, row.text, row.state) for row in handover.items.all()] == [
        (1, "Hồ sơ hội nghị năm 2024", "passed_on"),
        (2, "Kết luận về quy chế", "open"),
    ]
    assert may_on(DAY, lan, year)
    assert not may_on(DAY, successor, year)
    event = AuditEvent.objects.get(action="prepare_handover")
    assert event.changes["handed_over_on"] == [None, "2025-03-20"]
    assert "Kết luận về quy chế (Còn dở, chuyển tiếp: hạn 30/6/2025)" in event.changes["items"][1]


def test_with_both_confirmations_the_office_goes_over_on_its_day(lan, successor, handover, year):
    confirm(handover, "gives", lan)
    assert not Handover.objects.get(pk=handover.pk).is_effective
    done = confirm(handover, "takes", successor)
    assert done.is_effective
    eve = DAY - datetime.timedelta(1)
    assert may_on(eve, lan, year)
    assert not may_on(eve, successor, year)
    assert may_on(DAY, successor, year)
    assert not may_on(DAY, lan, year)
    assert access.may(lan, Permission.VIEW_DRAFTS, year)
    events = AuditEvent.objects.filter(action="confirm_handover")
    assert {event.actor for event in events} == {lan, successor}
    assert events.first().changes["is_effective"] == [False, True]


def test_before_the_first_handover_that_is_written_down_the_former_chair_stays(
    lan, successor, year
):
    # The rule of clusters without a word of handovers: the chair of the newest year.
    Handover.objects.all().delete()
    assert access.may(User.objects.get(pk=successor.pk), EDIT, year)
    handover = prepare(year, successor)
    assert access.may(User.objects.get(pk=lan.pk), EDIT, year)
    assert not access.may(successor, EDIT, year)
    confirm(handover, "gives", lan)
    confirm(handover, "takes", successor)
    assert may_on(DAY - datetime.timedelta(1), lan, year)
    assert may_on(DAY, successor, year)


def test_an_officer_speaks_for_the_unit_too(binh, chi, handover):
    confirm(handover, "gives", binh)
    assert confirm(handover, "takes", chi).is_effective


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("lan", "takes"),
        ("successor", "gives"),
        ("chi", "gives"),
        ("binh", "takes"),
        ("dung", "gives"),
        ("hoa", "takes"),
    ],
)
def test_nobody_confirms_for_another_unit(request, handover, name, side):
    with pytest.raises(PermissionDenied):
        confirm(handover, side, request.getfixturevalue(name))
    assert not HandoverConfirmation.objects.exists()


def test_a_substitute_confirms_nothing(lan, handover):
    cover = SubstitutionFactory(appointment=lan.appointments.get())
    with pytest.raises(PermissionDenied):
        confirm(handover, "gives", cover.substitute)


def test_two_people_confirm_even_where_one_speaks_for_both(quan, handover):
    confirm(handover, "gives", quan)
    with pytest.raises(ValidationError, match="hai người"):
        confirm(handover, "takes", quan)


def test_a_side_confirms_once(lan, binh, handover):
    confirm(handover, "gives", lan)
    with pytest.raises(ValidationError, match="Bên này đã xác nhận"):
        confirm(handover, "gives", binh)


@pytest.mark.parametrize(
    "changes",
    [
        {"items": ITEMS[:1]},
        {"items": [*ITEMS, Item("Con dấu")]},
        {"day": datetime.date(2025, 3, 21)},
        {"note": "Tại Hà Nam"},
    ],
)
def test_a_change_takes_the_confirmation_back(lan, handover, year, changes):
    confirm(handover, "gives", lan)
    prepare(year, lan, **changes)
    assert not handover.confirmations.exists()
    [before, after] = AuditEvent.objects.first().changes["confirmations"]
    assert "Nguyễn Thị Lan" in before
    assert after is None


def test_saving_the_same_list_changes_nothing(lan, handover, year):
    confirm(handover, "gives", lan)
    keys = list(HandoverItem.objects.values_list("pk", flat=True))
    prepare(year, lan)
    assert handover.confirmations.count() == 1
    assert list(HandoverItem.objects.values_list("pk", flat=True)) == keys
    assert AuditEvent.objects.first().action == "confirm_handover"


def test_a_chair_that_changed_confirms_anew(lan, chi, successor, handover, year, cluster_a):
    confirm(handover, "takes", successor)
    year.leaders.all().delete()
    unit = MembershipFactory(cluster=cluster_a).unit
    other = AppointmentFactory(cluster=cluster_a, unit=unit)
    LeadershipFactory(emulation_year=year, unit=unit)
    confirm(handover, "gives", lan)
    assert not Handover.objects.get(pk=handover.pk).is_effective
    assert confirm(handover, "takes", other.user).is_effective


def test_once_in_effect_nothing_changes(lan, binh, chi, quan, handover, year):
    confirm(handover, "gives", binh)
    confirm(handover, "takes", chi)
    with pytest.raises(ValidationError, match="đã có hiệu lực"):
        prepare(year, lan)
    with pytest.raises(ValidationError, match="đã có hiệu lực"):
        confirm(handover, "gives", quan)


def test_what_a_source_tells_is_not_prepared_and_what_is_prepared_is_not_told(
    lan, handover, year, year_a, quan
):
    with pytest.raises(ValidationError, match="đã có hiệu lực"):
        prepare(year_a, quan, reason="Ghi lại")
    with pytest.raises(ValidationError, match="làm trên cổng"):
        services.record_handover(emulation_year=year, handed_over_on=DAY, by=lan)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"items": []}, "còn trống"),
        ({"items": [Item(f"Hồ sơ {n}") for n in range(101)]}, "Nhiều nhất 100"),
        ({"items": [Item("Hồ sơ"), Item("Ẩn\u202e")]}, "Dòng 2: .*ký tự ẩn"),
        ({"day": datetime.date(2024, 3, 13)}, "phải sau ngày 13/3/2024"),
    ],
)
def test_what_cannot_be_a_handover_is_refused(lan, year, changes, message):
    with pytest.raises(ValidationError, match=message):
        prepare(year, lan, **changes)
    assert not Handover.objects.filter(emulation_year=year).exists()


def test_without_both_chairs_there_is_nothing_to_hand_over(quan, cluster_a, year):
    alone = EmulationYearFactory(cluster=cluster_a, year=2026)
    with pytest.raises(ValidationError, match="chưa có Cụm trưởng"):
        prepare(alone, quan)
    year.leaders.all().delete()
    first = EmulationYearFactory(cluster=cluster_a, year=2000)
    LeadershipFactory(emulation_year=first)
    with pytest.raises(ValidationError, match="năm trước"):
        prepare(first, quan, day=datetime.date(2000, 3, 1), reason="Ghi lại")


@pytest.mark.parametrize("name", ["mai", "binh", "chi", "dung", "hoa", "successor"])
def test_only_the_chair_prepares(request, year, name):
    with pytest.raises(PermissionDenied):
        prepare(year, request.getfixturevalue(name))
