"""Who led which cluster in which year, as the sources have it; what is inferred is marked so."""

import pytest

from cluster_portal.record.loading import load_record
from cluster_portal.record.state import DATA_DIRECTORY
from clusters.models import Leadership
from tests.factories.clusters import EmulationYearFactory

CHAIRS = {
    ("dong-bang-song-hong", 2015): ("nam-dinh", True),
    ("dong-bang-song-hong", 2017): ("ninh-binh", True),
    ("dong-bang-song-hong", 2018): ("ha-nam", False),
    ("dong-bang-song-hong", 2019): ("hai-duong", False),
    ("dong-bang-song-hong", 2020): ("quang-ninh", False),
    ("dong-bang-song-hong", 2021): ("hung-yen", False),
    ("dong-bang-song-hong", 2022): ("bac-ninh", True),
    ("dong-bang-song-hong", 2023): ("thai-binh", False),
    ("dong-bang-song-hong", 2024): ("nam-dinh", False),
    ("trung-du-mien-nui-phia-bac", 2010): ("tuyen-quang", True),
    ("trung-du-mien-nui-phia-bac", 2022): ("bac-giang", False),
    ("trung-du-mien-nui-phia-bac", 2023): ("bac-kan", False),
    ("trung-du-mien-nui-phia-bac", 2024): ("tuyen-quang", True),
    ("mien-nui-bien-gioi-phia-bac", 2018): ("cao-bang", True),
    ("mien-nui-bien-gioi-phia-bac", 2024): ("lao-cai", False),
    ("bac-trung-bo", 2024): ("thua-thien-hue", True),
    ("thanh-pho-truc-thuoc-trung-uong", 2024): ("can-tho", True),
    ("dong-nam-bo", 2018): ("dong-nai", False),
    ("tay-nam-bo", 2023): ("soc-trang", False),
}
VICE_CHAIRS = {
    ("dong-bang-song-hong", 2019): ["hung-yen", "quang-ninh"],
    ("dong-bang-song-hong", 2021): ["bac-ninh", "vinh-phuc"],
    ("dong-bang-song-hong", 2023): ["nam-dinh", "ha-nam"],
    ("dong-bang-song-hong", 2024): ["hai-duong"],
    ("trung-du-mien-nui-phia-bac", 2023): ["tuyen-quang"],
    ("mien-nui-bien-gioi-phia-bac", 2024): ["cao-bang"],
    ("bac-trung-bo", 2024): ["ha-tinh"],
}


@pytest.mark.django_db
def test_the_history_is_whole_sourced_and_marked():
    load_record(DATA_DIRECTORY)
    leaders = Leadership.objects.select_related("emulation_year__cluster", "unit", "source")
    chairs, vice_chairs = {}, {}
    for leader in leaders.order_by("order"):
        year = (leader.emulation_year.cluster.slug, leader.emulation_year.year)
        assert leader.source, leader
        assert leader.note or not leader.is_inferred, leader
        if leader.role == "chair":
            chairs[year] = (leader.unit.slug, leader.is_inferred)
        else:
            vice_chairs.setdefault(year, []).append(leader.unit.slug)
    assert chairs == CHAIRS
    assert vice_chairs == VICE_CHAIRS


@pytest.mark.django_db
def test_a_leader_that_somebody_entered_stays_when_the_record_is_loaded_again():
    load_record(DATA_DIRECTORY)
    known = Leadership.objects.get(
        emulation_year__year=2018, emulation_year__cluster__slug="dong-nam-bo"
    )
    year = EmulationYearFactory(cluster=known.emulation_year.cluster, year=2019)
    entered = Leadership.objects.create(emulation_year=year, unit=known.unit, role="chair")
    load_record(DATA_DIRECTORY)
    assert Leadership.objects.filter(pk=entered.pk).exists()
