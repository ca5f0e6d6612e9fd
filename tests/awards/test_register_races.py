"""Lines and totals of the register while somebody changes what they say, and another the awards."""

import pytest
from django.db import transaction

from awards import keeping, tallies
from awards.models import Award, AwardForm, AwardStatus, RegisterEntry, TallyWithoutUnit
from clusters.models import Cluster, Unit
from emulation.models import Conference, ConferenceStatus
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.emulation import ConferenceFactory
from tests.racing import meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


class Moment:
    """The moment at which the first one holds everything and the second one comes."""

    @staticmethod
    def comes():
        """Nothing by itself: the race waits here."""


@pytest.fixture
def named(year_a, unit_of_binh):
    """What awards name, and three awards that name it."""
    rows = {
        "emulation_year": year_a,
        "conference": ConferenceFactory(
            cluster=year_a.cluster, review_year=year_a, status=ConferenceStatus.FINALISED
        ),
        "unit": unit_of_binh,
        "form": AwardFormFactory(name="Cờ thi đua"),
        "decision": DecisionFactory(document_number="12/QĐ-TTg"),
    }
    for name in ("Lê Văn An", "Lê Văn Ba", "Lê Văn Ca"):
        AwardFactory(**rows, recipient_name=name)
    return rows


def rename(row, **values):
    """Changes the row as its form of the administration does."""
    fresh = type(row).objects.get(pk=row.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save()


CHANGES = {
    "form": lambda rows: rename(rows["form"], name="Bằng khen"),
    "unit": lambda rows: rename(rows["unit"], name="Thành Nam"),
    "decision": lambda rows: rename(rows["decision"], document_number="99/QĐ-TTg"),
    "cluster": lambda rows: rename(rows["emulation_year"].cluster, name="Cụm thi đua mới"),
    "confirmed": lambda rows: rename(rows["emulation_year"].cluster, is_confirmed=False),
    "publish": lambda rows: rename(rows["conference"], status=ConferenceStatus.PUBLISHED),
}


def write_awards(rows):
    """Adds, changes, moves and removes awards, one by one and in bulk."""
    first, second, third = Award.objects.order_by("pk")
    AwardFactory.create(**rows, recipient_name="Lê Văn Dư")
    first.recipient_name = "Lê Văn Anh"
    first.save()
    Award.objects.filter(pk=second.pk).update(
        status=AwardStatus.REVOKED, form=AwardFormFactory(name="Huân chương")
    )
    third.delete()


@pytest.mark.parametrize("is_changed_first", [True, False], ids=["change first", "awards first"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_awards_name_and_a_write_of_awards_see_each_other(
    monkeypatch, named, change, is_changed_first
):
    def changing():
        with transaction.atomic():
            CHANGES[change](named)
            if is_changed_first:
                Moment.comes()

    def writing():
        with transaction.atomic():
            write_awards(named)
            if not is_changed_first:
                Moment.comes()

    two = (changing, writing) if is_changed_first else (writing, changing)
    assert meanwhile(monkeypatch, (Moment, "comes"), *two) == [None, None]
    assert RegisterEntry.objects.count() == Award.objects.count() == 3
    assert tallies.differences() == {}


def test_two_names_of_one_line_are_changed_at_once(monkeypatch, named):
    def one():
        with transaction.atomic():
            CHANGES["form"](named)
            Moment.comes()

    results = meanwhile(monkeypatch, (Moment, "comes"), one, lambda: CHANGES["unit"](named))
    assert results == [None, None]
    assert tallies.differences() == {}
    (words,) = RegisterEntry.objects.filter(award__recipient_name="Lê Văn An").values_list("words")
    assert "bang khen" in words[0]
    assert "thanh nam" in words[0]


def test_two_write_the_same_total_at_once(monkeypatch, named):
    def one():
        with transaction.atomic():
            AwardFactory.create(**named, recipient_name="Lê Văn Dư")
            Moment.comes()

    results = meanwhile(
        monkeypatch,
        (Moment, "comes"),
        one,
        lambda: AwardFactory.create(**named, recipient_name="Lê Văn Em").pk,
    )
    assert results[0] is None
    assert Award.objects.filter(pk=results[1]).exists()
    assert tallies.differences() == {}


def test_totals_are_joined_while_somebody_writes(monkeypatch, named):
    def one():
        with transaction.atomic():
            AwardFactory.create(**named, recipient_name="Lê Văn Dư")
            Moment.comes()

    results = meanwhile(monkeypatch, (Moment, "comes"), one, tallies.compact)
    assert results[0] is None
    assert isinstance(results[1], int)
    assert tallies.differences() == {}


def test_a_table_of_totals_is_filled_while_somebody_publishes(monkeypatch, named):
    TallyWithoutUnit.objects.all().delete()  # as after the migration that made it
    results = meanwhile(
        monkeypatch,
        (keeping, "adding_up"),
        lambda: tallies.keep_up(was_migrated=False),
        lambda: CHANGES["publish"](named),
    )
    assert results == [None, None]
    assert tallies.differences() == {}


@pytest.mark.parametrize("is_written_first", [True, False], ids=["register first", "change first"])
@pytest.mark.parametrize("change", [CHANGES["publish"], write_awards], ids=["publish", "awards"])
def test_the_register_is_written_anew_while_somebody_changes_it(
    monkeypatch, named, change, is_written_first
):
    RegisterEntry.objects.all().delete()  # as in a database older than its register

    def changing():
        with transaction.atomic():
            change(named)
            Moment.comes()

    if is_written_first:
        results = meanwhile(monkeypatch, (keeping, "filling"), tallies.rebuild, changing)
    else:
        results = meanwhile(monkeypatch, (Moment, "comes"), changing, tallies.rebuild)
    assert results == [None, None]
    assert tallies.differences() == {}


@pytest.mark.parametrize("model", [AwardForm, Unit, Cluster, Conference])
def test_an_update_in_a_console_reaches_every_line(named, model):
    values = {"status": ConferenceStatus.PUBLISHED} if model is Conference else {}
    model.objects.update(**(values or {"search_text": "ten moi"}))
    assert tallies.differences() == {}
    lines = RegisterEntry.objects.all()
    assert all(line.is_public if values else "ten moi" in line.words for line in lines)
