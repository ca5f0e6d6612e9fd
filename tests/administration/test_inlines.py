"""Rows that one form saves together are checked among each other, and may exchange places."""

import pytest
from django.db import connection

from clusters.models import EmulationYear, Leadership, Membership
from clusters.rules import MEMBERSHIP_NO_OVERLAP
from emulation.models import PledgeItem, PledgeSignature
from tests.administration.forms import address, messages_on, post
from tests.factories.clusters import (
    ClusterFactory,
    LeadershipFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    DelegateFactory,
    DelegatePartFactory,
    PledgeFactory,
    PledgeItemFactory,
    SpeechFactory,
)

OVERLAP = str(MEMBERSHIP_NO_OVERLAP.violation_error_message)


def leader(unit, role="chair", order=1):
    return {"unit": unit.pk, "role": role, "order": order}


def test_two_new_chairs_in_one_form(administrator, year, members):
    rows = [leader(members[0]), leader(members[1], order=2), leader(members[2], order=3)]
    response = post(administrator, address(year), rows={"leaders": rows})
    assert messages_on(response) == ["Năm thi đua này đã có Cụm trưởng."] * 2
    assert not Leadership.objects.exists()


def test_the_first_of_them_is_not_blamed(administrator, year, members):
    rows = [leader(members[0]), leader(members[1], order=2)]
    response = post(administrator, address(year), rows={"leaders": rows})
    formset = response.context["inline_admin_formsets"][0].formset
    assert [bool(form.errors) for form in formset.forms] == [False, True]


def test_a_new_year_with_two_chairs(administrator, year, members):
    response = post(
        administrator,
        address(EmulationYear, "add"),
        cluster=year.cluster.pk,
        year=2025,
        rows={"leaders": [leader(members[0]), leader(members[1], order=2)]},
    )
    assert messages_on(response) == ["Năm thi đua này đã có Cụm trưởng."]
    assert EmulationYear.objects.count() == 1


def test_vice_chairs_are_no_chairs(administrator, year, members):
    rows = [
        leader(members[0]),
        leader(members[1], role="vice_chair"),
        leader(members[2], role="vice_chair", order=2),
    ]
    assert post(administrator, address(year), rows={"leaders": rows}).status_code == 302
    assert Leadership.objects.count() == 3


def test_a_unit_twice_in_one_form(administrator, year, members):
    rows = [leader(members[0]), leader(members[0], role="vice_chair")]
    response = post(administrator, address(year), rows={"leaders": rows})
    assert messages_on(response) == ["Đơn vị này đã giữ một vai trò trong năm thi đua đó."]


def test_a_new_chair_comes_as_the_old_one_goes(administrator, year, members):
    LeadershipFactory(emulation_year=year, unit=members[0])
    rows = {"leaders": [leader(members[1])]}
    url = address(year)
    assert post(administrator, url, rows=rows, **{"leaders-0-DELETE": "on"}).status_code == 302
    assert Leadership.objects.get().unit == members[1]


def test_chair_and_vice_chair_exchange_their_roles(administrator, year, members):
    LeadershipFactory(emulation_year=year, unit=members[0])
    LeadershipFactory(emulation_year=year, unit=members[1], vice=True)
    before = dict(Leadership.objects.values_list("role", "pk"))
    changes = {"leaders-0-role": "vice_chair", "leaders-1-role": "chair"}
    assert post(administrator, address(year), **changes).status_code == 302
    after = dict(Leadership.objects.values_list("role", "pk"))
    assert after == {"chair": before["vice_chair"], "vice_chair": before["chair"]}


def test_delegates_exchange_their_names_and_keep_what_is_theirs(administrator):
    conference = ConferenceFactory()
    names = ["Lê An", "Lê Bình"]
    delegates = [
        DelegateFactory(conference=conference, full_name=name, title="Chủ tịch") for name in names
    ]
    for delegate in delegates:
        DelegatePartFactory(delegate=delegate)
        SpeechFactory(delegate=delegate)
    changes = {"delegates-0-full_name": names[1], "delegates-1-full_name": names[0]}
    assert post(administrator, address(conference), **changes).status_code == 302
    for delegate, name in zip(delegates, reversed(names), strict=True):
        delegate.refresh_from_db()
        assert delegate.full_name == name
        assert delegate.parts.count() == delegate.speeches.count() == 1
    connection.check_constraints()


@pytest.mark.parametrize(
    ("changes", "texts"),
    [
        ({"items-0-number": 2, "items-1-number": 1}, ["Hai", "Một", "Ba"]),
        (
            {"items-0-number": 2, "items-1-number": 3, "items-2-number": 4},
            ["Một", "Hai", "Ba"],
        ),
        ({"items-0-number": 3, "items-2-DELETE": "on"}, ["Hai", "Một"]),
        (
            {"items-0-number": 3, "items-1-number": 1, "items-2-DELETE": "on"},
            ["Hai", "Một"],
        ),
    ],
)
def test_items_are_renumbered_in_one_go(administrator, changes, texts):
    pledge = PledgeFactory(draft=True)
    for number, text in enumerate(("Một", "Hai", "Ba"), start=1):
        PledgeItemFactory(pledge=pledge, number=number, text=text)
    assert post(administrator, address(pledge), **changes).status_code == 302
    assert list(pledge.items.values_list("text", flat=True)) == texts


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("", ""), ("1/1/2020", "")),
        (("1/1/2020", "30/6/2025"), ("30/6/2025", "")),
        (("", "30/6/2025"), ("1/1/2000", "2/1/2000")),
    ],
)
def test_overlapping_members_in_one_form(administrator, first, second):
    cluster, unit = ClusterFactory(), UnitFactory()
    rows = [
        {"unit": unit.pk, "valid_from": valid_from, "valid_to": valid_to}
        for valid_from, valid_to in (first, second)
    ]
    response = post(administrator, address(cluster), rows={"memberships": rows})
    assert messages_on(response) == [OVERLAP]
    assert not Membership.objects.exists()


def test_touching_members_in_one_form_are_saved(administrator):
    cluster, unit = ClusterFactory(), UnitFactory()
    rows = [
        {"unit": unit.pk, "valid_to": "30/6/2025"},
        {"unit": unit.pk, "valid_from": "1/7/2025"},
        {"unit": UnitFactory().pk},
    ]
    response = post(administrator, address(cluster), rows={"memberships": rows})
    assert response.status_code == 302
    assert cluster.memberships.count() == 3


def test_the_same_item_number_and_the_same_signer_in_one_form(administrator, year, members):
    pledge = PledgeFactory(emulation_year=year, draft=True)
    first = PledgeItemFactory(pledge=pledge, number=1)
    rows = {
        "items": [{"number": 2, "text": "Hai"}, {"number": 2, "text": "Cũng hai"}],
        "signatures": [{"unit": members[0].pk}, {"unit": members[0].pk}],
    }
    response = post(administrator, address(pledge), rows=rows)
    assert messages_on(response) == [
        "Số thứ tự này đã có nội dung khác.",
        "Đơn vị này đã có chữ ký trong giao ước.",
    ]
    assert PledgeItem.objects.get() == first
    assert not PledgeSignature.objects.exists()


def test_the_same_delegate_typed_in_two_ways_in_one_form(administrator):
    conference = ConferenceFactory()
    rows = [
        {"order": 1, "full_name": "Lê Hòa", "title": "Chủ tịch"},
        {"order": 2, "full_name": " Lê  Ho\u0300a", "title": "Chủ tịch"},  # not composed
    ]
    response = post(administrator, address(conference), rows={"delegates": rows})
    assert messages_on(response) == ["Đại biểu này đã có trong danh sách."]


def test_a_speech_of_a_delegate_of_another_conference(administrator):
    conference = ConferenceFactory()
    row = {"delegate": DelegateFactory().pk, "order": 1, "kind": "paper", "summary": "Một ý"}
    response = post(administrator, address(conference), rows={"speeches": [row]})
    assert messages_on(response) == ["Đại biểu này không dự hội nghị đó."]


def test_a_unit_that_succeeds_itself(administrator):
    unit = UnitFactory()
    row = {
        "successor": unit.pk,
        "kind": "renaming",
        "effective_on": "1/7/2025",
        "legal_basis": "Nghị quyết",
    }
    response = post(administrator, address(unit), rows={"successions": [row]})
    assert messages_on(response) == [
        "Không lưu được, vì trái quy tắc: Đơn vị không thể kế thừa chính nó."
    ]


def test_a_successor_twice(administrator):
    row = SuccessionFactory()
    again = {
        "successor": row.successor.pk,
        "kind": "merger",
        "effective_on": "1/7/2025",
        "legal_basis": "Nghị quyết",
    }
    response = post(administrator, address(row.predecessor), rows={"successions": [again]})
    assert messages_on(response) == ["Quan hệ kế thừa này đã có."]
