"""Loading twice is loading once; what left a file leaves the database; units live and die."""

import datetime
from pathlib import Path

import pytest

from awards.models import Award
from cluster_portal.audit.models import AuditEvent
from cluster_portal.record.loading import load_record
from cluster_portal.record.models import RecordLoad
from cluster_portal.record.state import is_loaded
from clusters.models import Cluster, EmulationYear, Leadership, Succession, Unit
from emulation.models import (
    Conference,
    Delegate,
    DelegatePart,
    Indicator,
    IndicatorValue,
    PledgeSignature,
)
from tests.record.changing import replace, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

CONFERENCE = "conferences/2021-01-18-dong-bang-song-hong.yaml"


def test_second_load_changes_nothing() -> None:
    before = rows()
    reports = load_record()
    assert rows() == before
    assert not [report for report in reports if report.done]


def test_one_audit_row_tells_of_the_load() -> None:
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_name) == ("load_record", "Hệ thống")
    assert event.changes["đơn vị"] == [None, "thêm 88"]
    assert event.action_label == "nạp hồ sơ"


@pytest.mark.parametrize(
    ("day", "units", "cities"),
    [
        ("2024-12-31", 63, 5),
        ("2025-01-01", 63, 6),
        ("2025-06-30", 63, 6),
        ("2025-07-01", 34, 6),
        ("2026-04-29", 34, 6),
        ("2026-04-30", 34, 7),
    ],
)
def test_units_of_a_day(day: str, units: int, cities: int) -> None:
    of_day = Unit.objects.on(datetime.date.fromisoformat(day))
    assert of_day.count() == units
    assert of_day.filter(kind="city").count() == cities


def test_every_unit_that_ended_has_a_successor_from_the_next_day() -> None:
    ended = Unit.objects.filter(valid_to__isnull=False)
    assert ended.count() == 54
    for unit in ended:
        [succession] = Succession.objects.filter(predecessor=unit)
        assert succession.effective_on == unit.valid_to + datetime.timedelta(days=1)
        assert succession.successor.valid_from == succession.effective_on
        assert succession.legal_basis == succession.successor.legal_basis


def test_drafts_are_not_confirmed_and_old_clusters_have_ended() -> None:
    drafts = Cluster.objects.filter(is_confirmed=False)
    assert {draft.slug for draft in drafts} == {
        "dong-bang-song-hong-2025",
        "trung-du-mien-nui-phia-bac-2025",
    }
    assert [draft.memberships.count() for draft in drafts.order_by("slug")] == [6, 9]
    closed = Cluster.objects.filter(is_confirmed=True)
    assert {cluster.valid_to for cluster in closed} == {datetime.date(2025, 6, 30)}


def test_what_is_inferred_says_why() -> None:
    inferred = Leadership.objects.filter(is_inferred=True)
    assert inferred.count() == 9
    assert all(leader.note and leader.source for leader in inferred)


def test_row_that_left_the_file_leaves_the_database(data: Path) -> None:
    replace(data, CONFERENCE, "parts: [opened, handed_over]", "parts: [opened]")
    replace(data, CONFERENCE, ", quang-ninh, thai-binh]", ", quang-ninh]")
    replace(data, CONFERENCE, "- indicator: grdp_growth\n  unit: bac-ninh\n  value: 1,36\n", "")
    kept = set(IndicatorValue.objects.exclude(value="1.36").values_list("pk", flat=True))
    load_record(data)
    assert set(IndicatorValue.objects.values_list("pk", flat=True)) == kept
    assert not PledgeSignature.objects.filter(
        pledge__emulation_year__year=2021, unit__slug="thai-binh"
    ).exists()
    opener = Delegate.objects.get(full_name="Nguyễn Tường Văn")
    assert [row.part for row in DelegatePart.objects.filter(delegate=opener)] == ["opened"]


def test_changed_row_keeps_its_key_and_is_audited(data: Path) -> None:
    before = IndicatorValue.objects.get(value="1.36")
    replace(data, CONFERENCE, "value: 1,36", "value: hơn 1,4")
    load_record(data)
    after = IndicatorValue.objects.get(pk=before.pk)
    assert after.text == "hơn 1,4"
    assert AuditEvent.objects.first().changes == {"giá trị chỉ tiêu": [None, "sửa 1"]}


def test_vice_chairs_may_change_places(data: Path) -> None:
    replace(
        data,
        "leadership.yaml",
        "    - unit: bac-ninh\n      role: vice_chair\n"
        "      source: tin-2021-01-19-dong-bang-song-hong\n"
        "    - unit: vinh-phuc\n",
        "    - unit: vinh-phuc\n      role: vice_chair\n"
        "      source: tin-2021-01-19-dong-bang-song-hong\n"
        "    - unit: bac-ninh\n",
    )
    load_record(data)
    vice_chairs = Leadership.objects.filter(
        emulation_year__cluster__slug="dong-bang-song-hong",
        emulation_year__year=2021,
        role="vice_chair",
    )
    assert [vice.unit.slug for vice in vice_chairs.order_by("order")] == ["vinh-phuc", "bac-ninh"]


def test_what_people_entered_stays() -> None:
    conference = Conference.objects.get(slug="tong-ket-2023")
    value = IndicatorValue.objects.create(
        emulation_year=conference.review_year,
        indicator=Indicator.objects.get(code="exports"),
        unit=Unit.objects.get(slug="nam-dinh"),
        value=3,
    )
    award = Award.objects.create(
        emulation_year=conference.review_year,
        form=Award.objects.filter(conference=conference).first().form,
        status="proposed",
        recipient_kind="collective",
        count=2,
    )
    year = EmulationYear.objects.create(cluster=conference.cluster, year=2025)
    load_record()
    assert {type(row).objects.filter(pk=row.pk).count() for row in (value, award, year)} == {1}


def test_load_remembers_the_files(data: Path) -> None:
    assert is_loaded()
    assert RecordLoad.objects.count() == 1
    replace(data, CONFERENCE, "value: 1,36", "value: 1,37")
    assert not is_loaded(data)
    load_record(data)
    assert is_loaded(data)
    assert not is_loaded()
