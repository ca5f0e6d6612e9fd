"""What is searched follows what is written, whoever writes it and in whatever way."""

import io

import pytest
from django.core.management import CommandError, call_command

from cluster_portal.search.models import SearchEntry
from cluster_portal.search.rebuilding import differences, rebuild
from clusters.models import Cluster, EmulationYear, Succession, Unit
from emulation.models import (
    Conference,
    ConferenceMovement,
    ConferenceStatus,
    Movement,
    Pledge,
    PledgeItem,
    PledgeStatus,
    ReportSection,
)
from tests.factories.clusters import SuccessionFactory, UnitFactory
from tests.factories.emulation import (
    ConferenceFactory,
    ConferenceMovementFactory,
    DelegateFactory,
    MovementFactory,
    PledgeFactory,
    PledgeItemFactory,
    ReportSectionFactory,
    SpeechFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(year_a):
    host = UnitFactory(name="Chủ Nhà")
    conference = ConferenceFactory(review_year=year_a, host=host)
    ReportSectionFactory(conference=conference)
    SpeechFactory(delegate=DelegateFactory(conference=conference))
    movement = MovementFactory(launching_unit=UnitFactory(name="Phát Động"))
    ConferenceMovementFactory(conference=conference, movement=movement)
    PledgeItemFactory(pledge=PledgeFactory(emulation_year=year_a))
    SuccessionFactory(predecessor=host, successor=UnitFactory(name="Nối Tiếp"))


WRITES = {
    "unit": lambda: rename(Unit, name="Tên mới"),
    "cluster": lambda: rename(Cluster, name="Cụm mới"),
    "cluster hidden": lambda: Cluster.objects.update(is_confirmed=False),
    "year": lambda: EmulationYear.objects.update(year=2019),
    "conference": lambda: rename(Conference, title="Hội nghị khác"),
    "conference hidden": lambda: Conference.objects.update(status=ConferenceStatus.DRAFT),
    "conference without host": lambda: Conference.objects.update(host=None),
    "conference moved": lambda: Conference.objects.update(held_on="2020-02-29"),
    "section": lambda: rename(ReportSection, body="Lời khác"),
    "movement": lambda: rename(Movement, name="Phong trào khác"),
    "launcher": lambda: Movement.objects.update(launching_unit=None),
    "told": lambda: rename(ConferenceMovement, summary="Kể khác"),
    "pledge": lambda: rename(Pledge, theme="Chủ đề khác"),
    "pledge hidden": lambda: Pledge.objects.update(status=PledgeStatus.DRAFT, signed_on=None),
    "item": lambda: rename(PledgeItem, text="Mục khác"),
    "item removed": lambda: PledgeItem.objects.all().delete(),
    "succession removed": lambda: Succession.objects.all().delete(),
    "in bulk": lambda: ReportSection.objects.bulk_update(
        [*ReportSection.objects.all()], ["search_text"]
    ),
}


def rename(model, **texts):
    for row in model.objects.all():
        for name, text in texts.items():
            setattr(row, name, text)
        row.save()


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_entries_follow_every_write(filled, write):
    before = list(SearchEntry.objects.order_by("sort", "part", "part_id").values())
    assert differences() == 0
    write()
    assert differences() == 0
    if write is not WRITES["in bulk"]:
        assert list(SearchEntry.objects.order_by("sort", "part", "part_id").values()) != before


def test_a_difference_is_told_and_mended(filled):
    SearchEntry.objects.filter(part="section").update(open_text="bịa")
    with pytest.raises(CommandError, match="1 dòng"):
        call_command("verify_search")
    out = io.StringIO()
    call_command("verify_search", "--repair", stdout=out)
    assert "đã ghi lại" in out.getvalue()
    call_command("verify_search", stdout=out)
    assert "khớp với hồ sơ" in out.getvalue()


def test_writing_anew_changes_nothing(filled):
    columns = [field.name for field in SearchEntry._meta.fields if field.name != "id"]
    before = set(SearchEntry.objects.values_list(*columns))
    assert rebuild() == len(before)
    assert set(SearchEntry.objects.values_list(*columns)) == before


def test_a_word_longer_than_any_lexeme_is_no_trouble(filled):
    section = ReportSection.objects.get()
    section.body = "x" * 5000 + " dài " + "đ" * 3000
    section.save()
    assert differences() == 0
