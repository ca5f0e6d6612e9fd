"""What a conference file no longer holds leaves the database; what people entered does not."""

from pathlib import Path

import pytest
from django.apps import apps

from awards.models import Award
from awards.tallies import compact
from cluster_portal.record.errors import RecordError
from cluster_portal.record.loading import load_record
from clusters.models import EmulationYear, Handover
from emulation.models import Conference, IndicatorValue, Pledge
from tests.factories.work import (
    AgendaItemFactory,
    AttendanceFactory,
    ConclusionFactory,
    ConferencePhotoFactory,
)
from tests.record.changing import replace, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

CONFERENCE = "conferences/2021-01-18-dong-bang-song-hong.yaml"
HA_NAM = "conferences/2023-03-08-ha-nam.yaml"
SOURCES = {CONFERENCE: "tin-2021-01-19-dong-bang-song-hong", HA_NAM: "tin-2023-03-ha-nam"}


def contents() -> dict[str, list[str]]:
    """Every row of the domain in words, without the keys that the database gave.

    Totals are appended to, so they are joined first.
    """
    compact()
    return {
        model._meta.label: sorted(
            repr(
                [
                    str(getattr(row, field.name))
                    for field in model._meta.concrete_fields
                    if not field.primary_key
                ]
            )
            for row in model.objects.all()
        )
        for name in ("clusters", "emulation", "awards")
        for model in apps.get_app_config(name).get_models()
    }


def move(data: Path, file: str, years: tuple[int, int], to: tuple[int, int]) -> None:
    old, new = (f"review_year: {review}\nlaunch_year: {launch}\n" for review, launch in (years, to))
    replace(data, file, old, new)


@pytest.mark.parametrize(
    ("file", "years", "others"),
    [(CONFERENCE, (2020, 2021), (2021, 2022)), (HA_NAM, (2022, 2023), (2019, 2020))],
)
def test_years_changed_and_changed_back(
    data: Path, file: str, years: tuple[int, int], others: tuple[int, int]
) -> None:
    before = contents()
    move(data, file, years, others)
    load_record(data)
    source = {"source__code": SOURCES[file]}
    for model, year in ((IndicatorValue, others[0]), (Handover, others[1]), (Pledge, others[1])):
        found = model.objects.filter(**source).values_list("emulation_year__year", flat=True)
        assert set(found) <= {year}
    assert Pledge.objects.get(**source).emulation_year.year == others[1]
    assert contents() != before
    move(data, file, others, years)
    load_record(data)
    assert contents() == before


@pytest.mark.parametrize("file", [CONFERENCE, HA_NAM])
def test_conference_of_a_removed_file_is_removed(data: Path, file: str) -> None:
    before = contents()
    text = (data / file).read_text("utf-8")
    (data / file).unlink()
    load_record(data)
    for model in (Conference, IndicatorValue, Award, Handover, Pledge):
        assert not model.objects.filter(source__code=SOURCES[file]).exists()
    assert Conference.objects.count() == 4
    (data / file).write_text(text, "utf-8")
    load_record(data)
    assert contents() == before


def test_pledge_that_left_the_file_is_removed(data: Path) -> None:
    text = (data / HA_NAM).read_text("utf-8")
    (data / HA_NAM).write_text(text.partition("\npledge:")[0] + "\n", "utf-8")
    load_record(data)
    assert not Pledge.objects.filter(source__code=SOURCES[HA_NAM]).exists()
    assert Conference.objects.count() == 5


def test_conference_that_people_use_is_not_removed(data: Path) -> None:
    conference = Conference.objects.get(source__code=SOURCES[HA_NAM])
    Award.objects.create(
        emulation_year=conference.review_year,
        conference=conference,
        form=Award.objects.filter(conference=conference).first().form,
        status="proposed",
        recipient_kind="collective",
        count=2,
    )
    before = rows()
    (data / HA_NAM).unlink()
    with pytest.raises(RecordError) as refused:
        load_record(data)
    assert str(refused.value) == (
        f"data/conferences: không xóa được hội nghị “{conference}”: bản ghi khác còn dùng"
    )
    assert rows() == before


@pytest.mark.parametrize(
    "factory", [AgendaItemFactory, AttendanceFactory, ConclusionFactory, ConferencePhotoFactory]
)
def test_conference_that_people_have_worked_on_stays(data: Path, factory: type) -> None:
    conference = Conference.objects.get(source__code=SOURCES[CONFERENCE])
    factory(conference=conference)
    (data / CONFERENCE).unlink()
    before = rows()
    with pytest.raises(RecordError, match="không xóa được hội nghị"):
        load_record(data)
    assert rows() == before


def test_conference_that_people_entered_stays(data: Path) -> None:
    cluster = Conference.objects.get(source__code=SOURCES[HA_NAM]).cluster
    year = EmulationYear.objects.create(cluster=cluster, year=2030)
    entered = Conference.objects.create(
        cluster=cluster,
        kind="mid_year",
        slug="so-ket-2030",
        title="Hội nghị sơ kết",
        launch_year=year,
        held_on="2030-06-30",
    )
    (data / HA_NAM).unlink()
    load_record(data)
    assert Conference.objects.filter(pk=entered.pk).exists()
