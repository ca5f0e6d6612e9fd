"""Whose turn it is: the rule that proposes, years since, and what is wrong in the record."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from clusters.rotation import RecordedYear, Turn, proposal, standings, warnings
from clusters.selectors import turns_before
from tests.factories.clusters import ClusterFactory, EmulationYearFactory, LeadershipFactory

NAM_DINH, HA_NAM, THAI_BINH, HAI_DUONG, NINH_BINH = range(1, 6)
NAMES = {
    NAM_DINH: "Nam Định",
    HA_NAM: "Hà Nam",
    THAI_BINH: "Thái Bình",
    HAI_DUONG: "Hải Dương",
    NINH_BINH: "Ninh Bình",
}


def chair(year: int, unit: int) -> Turn:
    return Turn(year, unit, NAMES[unit], "chair")


def vice(year: int, unit: int, order: int = 1) -> Turn:
    return Turn(year, unit, NAMES[unit], "vice_chair", order)


def proposed(turns, members=tuple(NAMES), year=2025, heirs=None):
    heirs = heirs or {}
    rows = standings([(unit, NAMES[unit]) for unit in members], turns, heirs, year)
    found = proposal(rows, turns, heirs, year)
    return found.chair and found.chair.name, [choice.name for choice in found.vice_chairs], found


def test_years_since_each_member_last_led_the_longest_first():
    turns = [
        chair(2015, NAM_DINH),
        chair(2018, HA_NAM),
        chair(2024, NAM_DINH),
        vice(2023, HA_NAM),
        chair(2025, THAI_BINH),  # not before the year that is asked for
    ]
    rows = standings(list(NAMES.items()), turns, {}, 2025)
    since = [(row.name, row.since_chair, row.since_vice, row.since_either) for row in rows]
    assert since == [
        ("Thái Bình", None, None, None),
        ("Hải Dương", None, None, None),
        ("Ninh Bình", None, None, None),
        ("Hà Nam", 7, 2, 2),
        ("Nam Định", 1, None, 1),
    ]


def test_the_vice_chair_longest_without_the_chair_comes_next():
    turns = [
        chair(2015, HAI_DUONG),
        chair(2018, HA_NAM),
        chair(2024, NAM_DINH),
        vice(2024, HA_NAM, 1),
        vice(2024, HAI_DUONG, 2),
    ]
    name, _, found = proposed(turns)
    assert name == "Hải Dương"
    assert found.chair.why == "Cụm phó năm 2024; làm Cụm trưởng lần gần nhất năm 2015, cách 10 năm"


def test_a_vice_chair_who_never_had_the_chair_goes_first_and_the_order_decides_between_two():
    turns = [chair(2024, NAM_DINH), vice(2024, HA_NAM, 2), vice(2024, THAI_BINH, 1)]
    assert proposed(turns)[0] == "Thái Bình"
    assert proposed([*turns, chair(2000, THAI_BINH)])[0] == "Hà Nam"


def test_only_the_vice_chairs_of_the_last_led_year_are_asked():
    turns = [chair(2010, HA_NAM), chair(2022, THAI_BINH), vice(2022, HA_NAM), chair(2023, NAM_DINH)]
    name, _, found = proposed(turns)
    assert name == "Hải Dương"  # never led; before Ninh Bình, which did not either
    assert "chưa rõ Cụm phó" in found.chair.why


def test_without_a_vice_chair_among_the_members_the_longest_waiting_member_comes_next():
    turns = [chair(2020, HA_NAM), chair(2024, NAM_DINH), vice(2024, HAI_DUONG)]
    name, _, found = proposed(turns, members=(NAM_DINH, HA_NAM))
    assert name == "Hà Nam"
    assert "không Cụm phó nào của năm trước còn là thành viên" in found.chair.why


def test_the_outgoing_chair_comes_last_and_is_taken_only_where_nobody_else_is_left():
    turns = [chair(2024, NAM_DINH)]
    assert proposed(turns, members=(NAM_DINH, HA_NAM))[:2] == ("Hà Nam", [])
    assert proposed(turns, members=(NAM_DINH,))[:2] == ("Nam Định", [])


def test_as_many_vice_chairs_as_in_the_last_year_that_had_any():
    turns = [
        chair(2022, HA_NAM),
        vice(2022, NAM_DINH, 1),
        vice(2022, THAI_BINH, 2),
        chair(2024, NAM_DINH),
    ]
    name, vices, _ = proposed(turns)
    assert (name, vices) == ("Thái Bình", ["Hải Dương", "Ninh Bình"])
    assert proposed([chair(2024, NAM_DINH)])[1] == ["Thái Bình"]


def test_what_a_unit_did_before_a_merger_counts_for_what_it_has_become():
    new = 9
    heirs = {NAM_DINH: {new}, HA_NAM: {new}}
    turns = [chair(2024, THAI_BINH), vice(2024, NAM_DINH), chair(2018, HA_NAM)]
    members = [(new, "Ninh Bình"), (THAI_BINH, "Thái Bình")]
    rows = standings(members, turns, heirs, 2026)
    merged = next(row for row in rows if row.unit_id == new)
    assert (merged.since_chair, merged.chaired.unit_name) == (8, "Hà Nam")
    assert (merged.since_vice, merged.vice.unit_name) == (2, "Nam Định")
    found = proposal(rows, turns, heirs, 2026)
    assert found.chair.unit_id == new
    assert found.chair.why.startswith("Cụm phó năm 2024 (Nam Định);")


def test_the_unit_that_carries_the_outgoing_chair_on_is_not_proposed_again():
    heirs = {NAM_DINH: {NINH_BINH}, HA_NAM: {NINH_BINH}}
    turns = [chair(2024, NAM_DINH), vice(2024, HA_NAM)]
    name, vices, _ = proposed(turns, members=(NINH_BINH, THAI_BINH), year=2026, heirs=heirs)
    assert (name, vices) == ("Thái Bình", [])


@pytest.mark.parametrize("members", [(), (NAM_DINH,)])
def test_an_empty_record_proposes_whoever_is_a_member(members):
    name, vices, _ = proposed([], members=members)
    assert (name, vices) == (NAMES.get(members[0]) if members else None, [])


def test_the_record_is_checked_for_what_cannot_be_right():
    members = frozenset({NAM_DINH, HA_NAM})
    years = [
        RecordedYear(2020, members, (chair(2020, NAM_DINH), vice(2020, HA_NAM))),
        RecordedYear(2023, members, (chair(2023, THAI_BINH),)),
        RecordedYear(2024, members, (vice(2024, HA_NAM),)),
    ]
    assert warnings(years, {}) == [
        "Năm 2024 chưa có Cụm trưởng.",
        "Năm 2023: Thái Bình là Cụm trưởng nhưng không phải thành viên của cụm.",
        "Năm 2022 không có trong hồ sơ nên chưa rõ Cụm trưởng.",
        "Năm 2021 không có trong hồ sơ nên chưa rõ Cụm trưởng.",
    ]


def test_a_unit_and_what_it_has_become_do_not_hold_both_roles():
    both = frozenset({NAM_DINH, NINH_BINH})
    year = RecordedYear(2025, both, (chair(2025, NINH_BINH), vice(2025, NAM_DINH)))
    assert warnings([year], {NAM_DINH: {NINH_BINH}}) == [
        "Năm 2025: Nam Định vừa là Cụm trưởng vừa là Cụm phó."
    ]
    assert warnings([year], {}) == []


# --- A cluster that follows another ---------------------------------------------------------


def elsewhere(turn: Turn) -> Turn:
    return replace(turn, cluster="Đồng bằng sông Hồng")


def test_who_led_in_the_cluster_before_counts_as_having_led():
    turns = [elsewhere(chair(2023, HA_NAM)), elsewhere(vice(2023, THAI_BINH))]
    name, _, found = proposed(turns, year=2026)
    assert name == "Thái Bình"
    assert "Cụm phó năm 2023 (cụm Đồng bằng sông Hồng)" in found.chair.why
    rows = standings(list(NAMES.items()), turns, {}, 2026)
    assert next(row.since_chair for row in rows if row.name == "Hà Nam") == 3


def test_in_the_year_of_the_change_who_led_here_comes_first():
    turns = [
        chair(2025, NINH_BINH),
        vice(2025, HAI_DUONG),
        elsewhere(chair(2025, NAM_DINH)),
        elsewhere(vice(2025, HA_NAM)),
        elsewhere(vice(2025, THAI_BINH, 2)),
    ]
    name, vices, _ = proposed(turns, year=2026)
    assert (name, len(vices)) == ("Hải Dương", 1)


@pytest.mark.django_db
def test_the_turns_before_come_with_the_name_of_their_cluster():
    first = ClusterFactory(short_name="Bắc Bộ")
    second = ClusterFactory(short_name="Sông Hồng", follows=first)
    third = ClusterFactory(follows=second)
    for cluster, year in ((first, 2015), (second, 2024), (third, 2026)):
        LeadershipFactory(emulation_year=EmulationYearFactory(cluster=cluster, year=year))
    assert {(turn.year, turn.cluster) for turn in turns_before(third)} == {
        (2015, "Bắc Bộ"),
        (2024, "Sông Hồng"),
    }


@pytest.mark.django_db
def test_a_cluster_cannot_follow_itself_not_even_through_another():
    first = ClusterFactory()
    second = ClusterFactory(follows=first)
    first.follows = second
    with pytest.raises(ValidationError, match="không thể tiếp nối chính nó"):
        first.full_clean()
    first.follows = first
    with pytest.raises(ValidationError, match="không thể tiếp nối chính nó"):
        first.full_clean()
