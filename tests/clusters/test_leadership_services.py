"""Leading and handing over: who may, what is refused, and that the audit comes along."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cluster_portal.audit.models import AuditEvent
from clusters import access, services
from clusters.models import Handover, Leadership
from clusters.roles import Permission
from tests.factories.clusters import (
    EmulationYearFactory,
    HandoverFactory,
    LeadershipFactory,
    MembershipFactory,
    SourceFactory,
    UnitFactory,
)

DAY = datetime.date(2025, 3, 13)


@pytest.fixture
def units(cluster_a):
    return [MembershipFactory(cluster=cluster_a).unit for _ in range(4)]


@pytest.fixture
def year(cluster_a, year_a):
    """The year after the one whose chair is in office."""
    HandoverFactory(emulation_year=year_a)
    return EmulationYearFactory(cluster=cluster_a, year=2025)


@pytest.fixture
def broken_audit(monkeypatch):
    """An audit that cannot be written."""

    def fail(**kwargs):
        raise RuntimeError("the audit is full")

    monkeypatch.setattr("clusters.services.leadership.record", fail)


def leaders_of(year):
    return [
        (leader.role, leader.order, leader.unit)
        for leader in year.leaders.order_by("role", "order").select_related("unit")
    ]


def last_event():
    return AuditEvent.objects.first()


def test_leaders_are_set_and_replaced(lan, year, units):
    services.set_leadership(emulation_year=year, chair=units[0], vice_chairs=units[1:3], by=lan)
    assert leaders_of(year) == [
        ("chair", 1, units[0]),
        ("vice_chair", 1, units[1]),
        ("vice_chair", 2, units[2]),
    ]
    # The roles turn round in one call, although each row alone would break a rule.
    services.set_leadership(
        emulation_year=year, chair=units[1], vice_chairs=[units[2], units[0]], by=lan
    )
    assert leaders_of(year) == [
        ("chair", 1, units[1]),
        ("vice_chair", 1, units[2]),
        ("vice_chair", 2, units[0]),
    ]
    services.set_leadership(emulation_year=year, chair=units[3], by=lan)
    assert leaders_of(year) == [("chair", 1, units[3])]


def test_who_stays_in_place_keeps_the_notes(lan, year, units):
    chair = LeadershipFactory(emulation_year=year, unit=units[0], note="Suy từ nơi đăng cai")
    source = SourceFactory()
    leaders = services.set_leadership(
        emulation_year=year, chair=units[0], vice_chairs=[units[1]], by=lan, source=source
    )
    assert leaders[0] == chair
    assert leaders[0].note == "Suy từ nơi đăng cai"
    assert [leader.source for leader in leaders] == [None, source]


def test_a_change_of_leaders_is_in_the_audit_and_no_change_is_not(lan, year, units):
    services.set_leadership(emulation_year=year, chair=units[0], by=lan)
    services.set_leadership(emulation_year=year, chair=units[1], vice_chairs=[units[0]], by=lan)
    event = last_event()
    assert (event.actor, event.action, event.target_id) == (lan, "set_leadership", str(year.pk))
    assert event.changes == {
        "leaders": [
            f"Cụm trưởng: {units[0]}",
            f"Cụm trưởng: {units[1]}; Cụm phó: {units[0]}",
        ]
    }
    services.set_leadership(emulation_year=year, chair=units[1], vice_chairs=[units[0]], by=lan)
    assert AuditEvent.objects.count() == 2


def test_leaders_are_members_and_lead_once(lan, year, units):
    services.set_leadership(emulation_year=year, chair=units[0], by=lan)
    for chair, vice_chairs, message in (
        (UnitFactory(), [], "không phải là thành viên của cụm năm 2025"),
        (units[1], [UnitFactory()], "không phải là thành viên của cụm năm 2025"),
        (units[1], [units[1]], "Mỗi đơn vị chỉ giữ một vai trò"),
        (units[1], [units[2], units[2]], "Mỗi đơn vị chỉ giữ một vai trò"),
    ):
        with pytest.raises(ValidationError, match=message):
            services.set_leadership(
                emulation_year=year, chair=chair, vice_chairs=vice_chairs, by=lan
            )
    assert leaders_of(year) == [("chair", 1, units[0])]
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("name", ["binh", "chi", "dung", "hoa"])
def test_only_the_secretariat_of_the_cluster_sets_leaders(request, year, units, name):
    somebody = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        services.set_leadership(emulation_year=year, chair=units[0], by=somebody)
    with pytest.raises(PermissionDenied):
        services.record_handover(emulation_year=year, handed_over_on=DAY, by=somebody)
    assert not Leadership.objects.filter(emulation_year=year).exists()


def test_an_administrator_may_too(quan, year, units):
    assert services.set_leadership(emulation_year=year, chair=units[0], by=quan)


def test_without_its_audit_row_no_leader_is_changed(lan, year, units, broken_audit):
    LeadershipFactory(emulation_year=year, unit=units[0])
    with pytest.raises(RuntimeError):
        services.set_leadership(emulation_year=year, chair=units[1], by=lan)
    assert leaders_of(year) == [("chair", 1, units[0])]


def test_a_handover_is_written_down_and_corrected(lan, quan, year, units):
    with pytest.raises(ValidationError, match="chưa có Cụm trưởng để nhận bàn giao"):
        services.record_handover(emulation_year=year, handed_over_on=DAY, by=lan)
    services.set_leadership(emulation_year=year, chair=units[0], by=lan)
    services.record_handover(emulation_year=year, handed_over_on=DAY, by=lan, note="Tại hội nghị")
    corrected = DAY + datetime.timedelta(1)
    # The chair that handed over is out of office now.
    handover = services.record_handover(emulation_year=year, handed_over_on=corrected, by=quan)
    assert Handover.objects.get(emulation_year=year) == handover
    assert (handover.handed_over_on, handover.note) == (corrected, "")
    event = last_event()
    assert (event.action, event.changes) == (
        "record_handover",
        {"handed_over_on": ["2025-03-13", "2025-03-14"]},
    )


def test_without_its_audit_row_no_handover_is_kept(lan, year, units, broken_audit):
    LeadershipFactory(emulation_year=year, unit=units[0])
    with pytest.raises(RuntimeError):
        services.record_handover(emulation_year=year, handed_over_on=DAY, by=lan)
    assert not Handover.objects.filter(emulation_year=year).exists()


# --- Years that are over --------------------------------------------------------------------


def test_an_earlier_year_is_corrected_with_a_reason(lan, year_a, units):
    HandoverFactory(emulation_year=year_a)
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    with pytest.raises(ValidationError, match="nêu lý do đính chính") as refusal:
        services.set_leadership(emulation_year=before, chair=units[0], by=lan, reason="  ")
    assert "reason" in refusal.value.message_dict
    services.set_leadership(
        emulation_year=before, chair=units[0], by=lan, reason="Theo biên bản năm 2023"
    )
    with pytest.raises(ValidationError, match="nêu lý do đính chính"):
        services.record_handover(emulation_year=before, handed_over_on=DAY, by=lan)
    assert last_event().reason == "Theo biên bản năm 2023"


def test_handing_over_ends_the_right_to_write(lan, year, units):
    services.set_leadership(emulation_year=year, chair=units[0], by=lan)
    assert access.may(lan, Permission.LEAD, year)
    services.record_handover(emulation_year=year, handed_over_on=DAY, by=lan)
    assert not access.may(lan, Permission.LEAD, year)
    assert access.may(lan, Permission.VIEW_DRAFTS, year)
    with pytest.raises(PermissionDenied):
        services.set_leadership(emulation_year=year, chair=units[1], by=lan)
