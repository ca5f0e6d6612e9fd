"""The register's lines and totals are what the awards say, however the awards were written."""

import io
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Sum

from awards import tallies
from awards.models import (
    TALLIES,
    Award,
    AwardStatus,
    CommendationType,
    FullTally,
    RecipientKind,
    RegisterEntry,
    TallyWithoutPlace,
    TallyWithoutUnit,
)
from emulation.models import ConferenceStatus
from tests.factories.awards import AwardFactory, AwardFormFactory, DecisionFactory
from tests.factories.clusters import EmulationYearFactory, UnitFactory
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_is_right_in_the_end():
    yield
    assert tallies.differences() == {}


def lines(**asked):
    """How many lines the kept totals count; the same in each table."""
    counts = {
        table: table.objects.filter(**asked).aggregate(total=Sum("lines"))["total"] or 0
        for table in TALLIES
        if asked.keys() <= {field.name for field in table._meta.fields}
    }
    assert len(set(counts.values())) == 1
    return counts[FullTally]


def public(award):
    return RegisterEntry.objects.get(award=award).is_public


def test_a_table_of_totals_that_came_later_is_filled():
    AwardFactory.create_batch(2)
    TallyWithoutUnit.objects.all().delete()  # as after the migration that made it
    tallies.keep_up(was_migrated=False)
    assert lines() == 2


def test_totals_that_nobody_kept_for_a_while_are_added_up():
    """As after going back before the newest table of them, and forward again."""
    AwardFactory()
    for table in TALLIES:
        table.objects.update(lines=2)  # an award is gone since
    TallyWithoutUnit.objects.all().delete()
    tallies.keep_up(was_migrated=False)
    assert lines() == 1


def test_before_the_newest_table_of_totals_there_is_nothing_to_keep():
    AwardFactory()
    table = TallyWithoutUnit._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO not_made_yet")
        tallies.keep_up(was_migrated=False)
        cursor.execute(f"ALTER TABLE not_made_yet RENAME TO {table}")


def test_an_award_is_counted_when_it_is_saved_and_no_more_when_it_is_removed():
    award = AwardFactory()
    assert lines(status="granted") == 1
    award.status = AwardStatus.REVOKED
    award.save()
    assert (lines(status="granted"), lines(status="revoked")) == (0, 1)
    award.delete()
    assert lines() == RegisterEntry.objects.count() == 0


def test_a_group_counts_its_recipients_and_a_group_without_number_none():
    AwardFactory(counted=True, count=522)
    AwardFactory(counted=True, count=None)
    total = TallyWithoutPlace.objects.aggregate(Sum("lines"), Sum("recipients"), Sum("uncounted"))
    assert total == {"lines__sum": 2, "recipients__sum": 522, "uncounted__sum": 1}


def test_writes_in_bulk_and_by_hand_count_as_well(year_a):
    form = AwardFormFactory()
    made = [AwardFactory.build(emulation_year=year_a, form=form, unit=None) for _ in range(20)]
    decision = DecisionFactory()
    for award in made:
        award.decision = decision
    made = Award.objects.bulk_create(made)
    assert lines() == 20
    for award in made[:7]:
        award.commendation_type = CommendationType.THEMATIC
    Award.objects.bulk_update(made[:7], ["commendation_type"])
    assert lines(commendation_type="thematic") == 7
    Award.objects.filter(pk__lt=made[10].pk).update(status=AwardStatus.REVOKED)
    assert lines(status="revoked") == 10
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE awards_award SET recipient_kind = 'household' WHERE id = %s", [made[0].pk]
        )
    assert lines(recipient_kind="household") == 1
    Award.objects.filter(status=AwardStatus.REVOKED).delete()
    assert lines() == 10


def test_what_is_undone_is_not_counted():
    AwardFactory()
    with transaction.atomic():
        AwardFactory()
        transaction.set_rollback(True)
    assert lines() == 1


def test_publishing_a_conference_makes_its_lines_public(year_a):
    draft = ConferenceFactory(review_year=year_a, draft=True)
    award = AwardFactory(emulation_year=year_a, conference=draft)
    assert not public(award)
    draft.status = ConferenceStatus.PUBLISHED
    draft.save()
    assert public(award)
    assert lines(is_public=True) == 1
    type(draft).objects.update(status=ConferenceStatus.FINALISED)
    assert lines(is_public=True) == 0


def test_a_cluster_that_is_not_confirmed_has_nothing_public(year_a):
    AwardFactory(emulation_year=year_a)
    type(year_a.cluster).objects.update(is_confirmed=False)
    assert lines(is_public=False) == 1
    type(year_a.cluster).objects.update(is_confirmed=True)
    assert lines(is_public=True) == 1


def test_a_line_follows_the_names_that_it_is_found_by():
    award = AwardFactory(unit__name="Nam Định")
    award.unit.name = "Ninh Bình"
    award.unit.save()
    award.form.name = "Cờ truyền thống"
    award.form.save()
    award.decision.document_number = "99/QĐ-UBND"
    award.decision.save()
    words = RegisterEntry.objects.get(award=award).words
    assert "ninh binh" in words
    assert "nam dinh" not in words
    assert "co truyen thong" in words
    assert "99 qd ubnd" in words


def test_a_line_moves_with_its_year_to_another_cluster(cluster_a, cluster_b):
    year = EmulationYearFactory(cluster=cluster_a)
    AwardFactory(emulation_year=year)
    type(year).objects.filter(pk=year.pk).update(cluster=cluster_b, year=2001)
    for table in TALLIES:
        columns = {field.name for field in table._meta.get_fields()}
        if "year" in columns:
            assert {row.year for row in table.objects.all() if row.lines > 0} >= {2001}
    assert RegisterEntry.objects.get().cluster == cluster_b.pk


def test_lines_are_public_exactly_where_the_public_sees_the_award(year_a):
    conferences = [
        None,
        ConferenceFactory(review_year=year_a, draft=True),
        ConferenceFactory(review_year=EmulationYearFactory(cluster=year_a.cluster, year=2020)),
    ]
    for conference in conferences:
        for status in AwardStatus:
            for kind in RecipientKind:
                for decided in (True, False):
                    for name in ("Người Có Tên", ""):
                        AwardFactory(
                            emulation_year=year_a,
                            conference=conference,
                            status=status,
                            recipient_kind=kind,
                            recipient_name=name,
                            decision=DecisionFactory() if decided else None,
                            no_decision_reason="" if decided else "chưa có",
                        )
    seen = set(Award.objects.for_user(AnonymousUser()).values_list("pk", flat=True))
    assert set(RegisterEntry.objects.filter(is_public=True).values_list("pk", flat=True)) == seen
    assert 0 < len(seen) < Award.objects.count()


def test_a_private_name_is_not_among_the_words_that_everybody_searches():
    AwardFactory(recipient_name="Đỗ Thị Lệnh", unit__name="Nam Định")
    AwardFactory(
        recipient_name="Trường Lệnh", recipient_kind=RecipientKind.COLLECTIVE, giving_body="Bộ"
    )
    person, school = RegisterEntry.objects.order_by("pk")
    assert "do thi lenh" in person.words
    assert "lenh" not in person.open_words
    assert "nam dinh" in person.open_words
    assert "truong lenh bo" in school.open_words


def test_joining_the_rows_changes_no_total():
    award = AwardFactory()
    for status in (AwardStatus.REVOKED, AwardStatus.GRANTED) * 3:
        award.status = status
        award.save()
    assert FullTally.objects.count() > 1
    assert tallies.compact() > 0
    assert FullTally.objects.count() == 1
    assert lines(status="granted") == 1
    assert tallies.compact() == 0


def test_many_random_writes_leave_every_total_right():
    choose = random.Random(7)
    units = UnitFactory.create_batch(3)
    forms = AwardFormFactory.create_batch(3)
    years = EmulationYearFactory.create_batch(3)
    for _ in range(120):
        action = choose.random()
        some = list(Award.objects.order_by("?")[:3])
        if action < 0.5 or not some:
            AwardFactory(
                emulation_year=choose.choice(years),
                form=choose.choice(forms),
                unit=choose.choice(units),
                counted=choose.random() < 0.3,
                count=choose.choice([None, 3]) if choose.random() < 0.3 else 1,
                recipient_name="",
            )
        elif action < 0.8:
            Award.objects.filter(pk__in=[award.pk for award in some]).update(
                form=choose.choice(forms),
                unit=choose.choice(units),
                status=choose.choice(AwardStatus.values),
                no_decision_reason="chưa có",
            )
        elif action < 0.9:
            some[0].delete()
        else:
            tallies.compact()
    assert tallies.differences() == {}
    assert lines() == Award.objects.count()


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_command_notices_what_is_wrong_and_mends_it():
    award = AwardFactory()
    assert "khớp" in run("verify_tallies")
    FullTally.objects.update(lines=9)
    TallyWithoutPlace.objects.all().delete()
    RegisterEntry.objects.filter(award=award).update(words="gì khác")
    with pytest.raises(CommandError, match="awards_fulltally: 1 dòng"):
        run("verify_tallies")
    assert "Đã ghi lại" in run("verify_tallies", "--repair")
    assert "khớp" in run("verify_tallies")
    assert lines() == 1


def test_joining_by_command_says_how_many():
    award = AwardFactory()
    award.delete()
    assert f"Đã gộp bớt {2 * len(TALLIES)} dòng" in run("compact_tallies")
