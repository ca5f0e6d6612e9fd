"""Awards that two people write at the same moment."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from awards.models import Award
from awards.services import outcomes, rows
from awards.services.entries import AwardEntry, EntryStatus, entry_of
from cluster_portal.accounts.models import User
from clusters.models import EmulationYear
from emulation.models import Conference, ConferenceStatus
from tests.factories.awards import AwardFactory, AwardFormFactory
from tests.factories.emulation import ConferenceFactory
from tests.racing import meanwhile


def again(row):
    """The row as another process reads it."""
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def review(cluster_a, year_a):
    return ConferenceFactory(
        cluster=cluster_a, review_year=year_a, slug="tong-ket-2024", status=ConferenceStatus.HELD
    )


@pytest.fixture
def finalised_while_waiting(monkeypatch, review):
    """Somebody finalises the review while the year's lock is waited for."""
    lock = rows.lock_years

    def wait(keys):
        Conference.objects.filter(pk=review.pk).update(status=ConferenceStatus.FINALISED)
        return lock(keys)

    monkeypatch.setattr(rows, "lock_years", wait)


@pytest.mark.django_db
@pytest.mark.usefixtures("finalised_while_waiting")
def test_no_proposal_slips_in_while_the_review_is_finalised(year_a, binh):
    AwardFormFactory(name="Bằng khen của Bộ")
    entry = AwardEntry(
        form="Bằng khen của Bộ",
        recipient_kind="cá nhân",
        recipient="Nguyễn Văn A",
        unit="Nam Định",
        status="Đề nghị",
    )
    with pytest.raises(ValidationError, match="đã chốt"):
        rows.save_entries(emulation_year=year_a, entries=[entry], by=binh)
    assert not Award.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("finalised_while_waiting")
def test_no_proposal_is_taken_back_while_the_review_is_finalised(year_a, unit_of_binh, binh):
    award = AwardFactory(emulation_year=year_a, unit=unit_of_binh, proposed=True)
    with pytest.raises(ValidationError, match="đã chốt"):
        outcomes.remove_award(award=award, by=binh, reason="Nhầm")
    assert Award.objects.filter(pk=award.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_naming_and_saving_a_row_wait_for_one_another(monkeypatch, year_a, review, lan):
    award = AwardFactory(emulation_year=year_a, conference=review)

    def name():
        return outcomes.name_at_conference(award=again(award), conference=None, by=again(lan))

    def save():
        row = Award.objects.select_related(*rows.RELATED).get(pk=award.pk)
        entry = replace(entry_of(row), note="Ghi thêm", token="")
        return rows.save_entries(
            emulation_year=EmulationYear.objects.get(pk=year_a.pk), entries=[entry], by=again(lan)
        )

    named, saved = meanwhile(monkeypatch, (outcomes, "require_open"), name, save)
    assert named == award
    assert [result.status for result in saved] == [EntryStatus.SAVED]
    award.refresh_from_db()
    assert (award.conference, award.note) == (None, "Ghi thêm")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda award, other, by: outcomes.name_at_conference(award=award, conference=other, by=by),
        lambda award, other, by: outcomes.revoke_award(award=award, by=by, reason="Kê khai sai"),
        lambda award, other, by: outcomes.remove_award(award=award, by=by, reason="Nhầm"),
        lambda award, other, by: rows.save_entries(
            emulation_year=award.emulation_year,
            entries=[replace(entry_of(award), note="Ghi thêm")],
            by=by,
            conference=other,
        ),
    ],
    ids=["name", "revoke", "remove", "save"],
)
def test_every_write_locks_year_then_conference_then_award(
    monkeypatch, write, cluster_a, year_a, review, lan: User
):
    award = AwardFactory(emulation_year=year_a, conference=review)
    other = ConferenceFactory(cluster=cluster_a, launch_year=year_a, slug="so-ket", draft=True)
    locked = []
    lock = QuerySet.select_for_update

    def note(rows, **options):
        locked.append(rows.model)
        return lock(rows, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", note)
    write(award, other, lan)
    ours = [model for model in locked if model in (EmulationYear, Conference, Award)]
    assert list(dict.fromkeys(ours)) == [EmulationYear, Conference, Award]
