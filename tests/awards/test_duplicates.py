"""The same recipient entered twice is asked about, however the name is written."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Award, RecipientKind
from awards.services.entries import AwardEntry, EntryStatus
from awards.services.rows import check_entries, save_entries
from cluster_portal.vietnamese.persons import collective_key, recipient_key
from tests.factories.awards import AwardFactory, AwardFormFactory
from tests.factories.clusters import EmulationYearFactory
from tests.factories.emulation import ConferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forms(db):
    AwardFormFactory(code="BK_TTCP", name="Bằng khen của Thủ tướng Chính phủ")
    AwardFormFactory(code="CSTD_TOAN_QUOC", name="Chiến sĩ thi đua toàn quốc")


def entry(recipient="Nguyễn Thị Lan", form="BK_TTCP", **changes):
    return AwardEntry(
        **{
            "form": form,
            "recipient_kind": "cá nhân",
            "recipient": recipient,
            "unit": "Nam Định",
            "status": "Đề nghị",
        }
        | changes
    )


def check(year, *entries, **options):
    return check_entries(emulation_year=year, entries=entries, **options)


@pytest.mark.parametrize(
    "written",
    [
        "nguyen thi lan",
        "NGUYỄN THỊ LAN",
        "Bà Nguyễn Thị Lan",
        "Đồng chí Nguyễn Thị Lan",
        "Đ/c bà Nguyễn Thị Lan",
        "Lan Nguyễn Thị",
        "Nguyễn  Thị-Lan.",
        "Nguyễn Thị Lan, Chủ tịch UBND xã Tân Dân",
        "Bà Nguyễn Thị Lan - Giám đốc Sở Nội vụ",
        "PGS.TS. Nguyễn Thị Lan (Đại học Nam Định)",
        "Đại tá Nguyễn Thị Lan; Công an tỉnh",
        "Hộ bà Nguyễn Thị Lan",
        "Hộ gia đình bà Nguyễn Thị Lan, xã Tân Dân",
    ],
)
def test_one_person_however_the_name_is_written(written):
    assert recipient_key(written) == recipient_key("Nguyễn Thị Lan")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Sở Nội vụ tỉnh Hưng Yên", "Hưng Yên"),
        ("Sở Nội vụ", "Hưng Yên"),
        ("SỞ NỘI VỤ, TỈNH HƯNG YÊN", ""),
        ("so noi vu tinh hung yen", "Hưng Yên"),
    ],
)
def test_one_office_with_its_province_or_without(name, place):
    assert collective_key(name, place) == collective_key("Sở Nội vụ Hưng Yên")
    assert collective_key(name, "Hà Nam") != collective_key("Sở Nội vụ Hưng Yên")


def test_places_in_the_name_of_a_collective():
    full = "Ủy ban nhân dân xã Tân Dân, huyện Khoái Châu, tỉnh Hưng Yên"
    assert collective_key(full, "Hưng Yên") == collective_key("UBND xã Tân Dân", "Hưng Yên")
    assert collective_key("Sở Y tế TP. Hải Phòng") == collective_key("Sở Y tế Hải Phòng")
    assert collective_key("Sở Y tế tỉnh Hà Tĩnh") == collective_key("Sở Y tế Hà Tĩnh")
    assert collective_key("Sở Y tế Hà Tĩnh") != collective_key("Sở Y tế Hà")


@pytest.mark.parametrize("other", ["Nguyễn Thị Lan Anh", "Nguyễn Thị Loan", "Nguyễn Lan"])
def test_another_name_is_another_person(other):
    assert recipient_key(other) != recipient_key("Nguyễn Thị Lan")


def test_a_title_alone_is_kept_as_a_name():
    assert recipient_key("Bà") == "ba"
    assert recipient_key("Ông Ích") == recipient_key("Ích Ông")


def test_a_row_of_the_record_is_shown_before_saving(year_a, lan, unit_of_binh):
    form = AwardFormFactory._meta.model.objects.get(code="BK_TTCP")
    stored = AwardFactory(
        emulation_year=year_a, unit=unit_of_binh, form=form, recipient_name="Nguyễn Thị Lan"
    )
    (result,) = save_entries(emulation_year=year_a, entries=[entry("Đ/c LAN NGUYỄN THỊ")], by=lan)
    assert result.status == EntryStatus.QUESTION
    (duplicate,) = result.duplicates
    assert duplicate.award == stored
    assert "Nguyễn Thị Lan, Tỉnh Nam Định, 2024, được tặng" in duplicate.text
    assert Award.objects.count() == 1
    (result,) = save_entries(
        emulation_year=year_a,
        entries=[entry("Đ/c LAN NGUYỄN THỊ")],
        by=lan,
        confirmed_duplicates={0},
    )
    assert result.status == EntryStatus.SAVED
    assert Award.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "stored", "typed"),
    [
        ("cá nhân", "Nguyễn Văn Bình", "Nguyễn Văn Bình, Chủ tịch UBND xã Tân Dân"),
        ("tập thể", "Sở Nội vụ Nam Định", "Sở Nội vụ tỉnh Nam Định"),
    ],
)
def test_an_office_or_a_province_in_the_name_does_not_hide_a_double(
    year_a, lan, unit_of_binh, kind, stored, typed
):
    for first, second in ((stored, typed), (typed, stored)):
        Award.objects.all().delete()
        first = entry(first, recipient_kind=kind)
        (saved,) = save_entries(emulation_year=year_a, entries=[first], by=lan)
        assert saved.status == EntryStatus.SAVED
        (result,) = check(year_a, entry(second, recipient_kind=kind))
        assert result.status == EntryStatus.QUESTION


def test_rows_of_before_get_the_keys_of_now(year_a, unit_of_binh):
    migration = import_module("awards.migrations.0004_recipient_keys_without_offices_and_places")
    names = {
        RecipientKind.INDIVIDUAL: "Bà Nguyễn Thị Lan, Giám đốc",
        RecipientKind.COLLECTIVE: "Sở Nội vụ tỉnh Nam Định",
    }
    for kind, name in names.items():
        AwardFactory(
            emulation_year=year_a, unit=unit_of_binh, recipient_kind=kind, recipient_name=name
        )
    AwardFactory(emulation_year=year_a, recipient_kind=RecipientKind.COLLECTIVE)
    Award.objects.exclude(recipient_name="").update(recipient_key="như trước")
    migration.fill_keys(apps, None)
    rows = Award.objects.all()
    assert [row.recipient_key for row in rows] == [row.same_recipient for row in rows]


def test_a_wrong_row_tells_its_double_too(year_a, lan, unit_of_binh):
    save_entries(emulation_year=year_a, entries=[entry()], by=lan)
    wrong = entry(commendation_type="lạ", is_posthumous="đúng")
    for confirmed in (set(), {0}):
        (result,) = check(year_a, wrong, confirmed_duplicates=confirmed)
        assert result.status == EntryStatus.WRONG
        assert result.errors.keys() == {"commendation_type", "is_posthumous"}
        assert [one.award.recipient_name for one in result.duplicates] == ["Nguyễn Thị Lan"]
    (result,) = check(year_a, entry(unit="Hà Tây"))  # a person is the same in whatever province
    assert (result.errors.keys(), len(result.duplicates)) == ({"unit"}, 1)
    (result,) = check(year_a, entry(form="Không có", note="x" * 600))
    assert (result.errors.keys(), result.duplicates) == ({"form", "note"}, [])


def test_among_the_rows_entered_the_later_one_asks(year_a, lan):
    results = check(
        year_a,
        entry(),
        entry("Trần Văn Nam"),
        entry("bà nguyễn thị lan"),
        entry(form="CSTD_TOAN_QUOC"),
    )
    assert [result.status for result in results] == ["ready", "ready", "question", "ready"]
    assert results[2].duplicates[0].row == 0
    assert results[2].duplicates[0].text == (
        "dòng 1 trong lần nhập này: Bằng khen của Thủ tướng Chính phủ – Nguyễn Thị Lan"
    )


@pytest.mark.parametrize(
    ("number", "expected"), [(2022, "ready"), (2023, "question"), (2025, "question")]
)
def test_the_same_form_in_the_year_beside(cluster_a, year_a, unit_of_binh, number, expected):
    old_law = AwardFormFactory(code="BK_TTCP", valid_from="2004-07-01", valid_to="2023-12-31")
    AwardFactory(
        emulation_year=EmulationYearFactory(cluster=cluster_a, year=number),
        form=old_law,
        recipient_name="Nguyễn Thị Lan",
    )
    assert check(year_a, entry())[0].status == expected


def test_what_another_cluster_keeps_to_itself_is_not_told(year_a, year_b):
    form = AwardFormFactory._meta.model.objects.get(code="BK_TTCP")
    hidden = ConferenceFactory(cluster=year_b.cluster, review_year=year_b, draft=True)
    award = AwardFactory(
        emulation_year=year_b, form=form, recipient_name="Nguyễn Thị Lan", conference=hidden
    )
    assert check(year_a, entry())[0].status == EntryStatus.READY
    Award.objects.filter(pk=award.pk).update(conference=None)  # a decision makes it public
    assert check(year_a, entry())[0].duplicates[0].award == award


def test_counted_groups_are_compared_within_year_and_unit(year_a, lan, unit_of_chi):
    group = entry("25", recipient_kind="tập thể")
    save_entries(emulation_year=year_a, entries=[group], by=lan)
    again, other_unit, other_count = check(
        year_a,
        group,
        entry("25", recipient_kind="tập thể", unit="Hà Nam"),
        entry("26", recipient_kind="tập thể"),
    )
    assert (again.status, other_unit.status, other_count.status) == ("question", "ready", "ready")


def test_the_answer_to_a_proposal_is_no_duplicate_of_it(year_a, lan):
    (proposed,) = save_entries(emulation_year=year_a, entries=[entry()], by=lan)
    granted = entry(status="Được tặng", no_decision_reason="Chờ văn bản")
    (asked,) = check(year_a, granted)
    assert asked.status == EntryStatus.QUESTION
    assert asked.duplicates[0].is_open_proposal
    answer = entry(
        status="Được tặng", no_decision_reason="Chờ văn bản", proposal=str(proposed.award.pk)
    )
    (result,) = save_entries(emulation_year=year_a, entries=[answer], by=lan)
    assert result.status == EntryStatus.SAVED
    assert result.award.proposal == proposed.award


def test_one_query_finds_them_all(year_a, unit_of_binh):
    def queries(number):
        rows = [entry(f"Người Thứ {index}") for index in range(number)]
        with CaptureQueriesContext(connection) as asked:
            check(year_a, *rows)
        return sum("recipient_key" in query["sql"] and " IN (" in query["sql"] for query in asked)

    assert queries(1) == queries(40) == 1
