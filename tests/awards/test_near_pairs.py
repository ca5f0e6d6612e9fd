"""Pairs of names that may be one: found, kept, answered, and what the answers do."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse

from awards.models import NearPair, RecipientKind, Verdict
from awards.register.pairs import find_pairs
from awards.services.duplicates import find_duplicates
from awards.services.near import ANSWERED, answer_pair, withdraw_answer
from cluster_portal.audit.models import AuditEvent
from tests.factories.awards import AwardFactory, AwardFormFactory, NearPairFactory
from tests.factories.clusters import EmulationYearFactory, SuccessionFactory, UnitFactory
from tests.racing import meanwhile
from tests.rules import Rule, assert_database_keeps, by_attack, by_rule

pytestmark = pytest.mark.django_db
BECAUSE = "Công văn số 12/SNV"


def pairs():
    return {(pair.one_name, pair.other_name, pair.is_slip) for pair in NearPair.objects.all()}


def found():
    call_command("find_near_names", verbosity=0)
    return pairs()


def keys_of(client, award):
    response = client.get(reverse("awards:recipient", args=[award.pk]))
    assert response.status_code == 200
    return set(response.context["recipient"].keys)


@pytest.fixture
def award(year_a, unit_of_binh):
    """Makes an award of the first cluster's year in Bình's province."""

    def make(name, **more):
        return AwardFactory(
            **{"emulation_year": year_a, "unit": unit_of_binh, "recipient_name": name, **more}
        )

    return make


@pytest.fixture
def hoan(award):
    """Two awards whose names are a slip apart, and their pair."""
    one, other = award("Phạm Thị Hoan"), award("Phạm Thị Hoang")
    call_command("find_near_names", verbosity=0)
    return one, other, NearPair.objects.get()


def test_pairs_are_of_one_unit_and_one_kind(award, year_b):
    award("Lê Văn Hưng")
    award("Lê Văn Hùng")
    award("Lê Văn Hừng", unit=UnitFactory())
    award("Lê Văn Hửng", recipient_kind=RecipientKind.HOUSEHOLD)
    award("Lê Văn Hững", unit=None)
    AwardFactory(recipient_name="Lê Văn Hựng", emulation_year=year_b)
    award("", count=12, recipient_kind=RecipientKind.MIXED)
    assert found() == {("Lê Văn Hùng", "Lê Văn Hưng", False)}


def test_what_is_no_longer_written_goes_and_what_was_answered_stays(award, lan):
    first, second, third = award("Phạm Thị Hoan"), award("Phạm Thị Hoang"), award("Phạm Thị Hoa")
    found()
    assert NearPair.objects.count() == 2
    kept = NearPair.objects.get(other_name="Phạm Thị Hoang")
    answer_pair(pair=kept, verdict=Verdict.DIFFERENT, by=lan, reason=BECAUSE)
    for row in (second, third):
        row.recipient_name = "Trần Văn Ba"
        row.save()
    assert found() == {("Phạm Thị Hoan", "Phạm Thị Hoang", True)}
    assert found() == {("Phạm Thị Hoan", "Phạm Thị Hoang", True)}
    first.delete()


@pytest.mark.parametrize("verdict", [Verdict.DIFFERENT, Verdict.ONE])
def test_nobody_is_asked_again_though_a_name_is_written_in_yet_another_way(
    award, hoan, lan, verdict
):
    answer_pair(pair=hoan[2], verdict=verdict, by=lan, reason=BECAUSE)
    award("Bà Pham Thi HOAN")  # the same key, and before the others in the alphabet
    found()
    assert NearPair.objects.filter(is_slip=True).count() == 1
    assert not NearPair.objects.filter(is_slip=True).open().exists()


def test_lines_of_two_names_that_are_one_stand_together_until_that_is_taken_back(
    client_of, lan, hoan
):
    one, other, pair = hoan
    client = client_of(lan)
    assert keys_of(client, one) == {one.pk}
    answer_pair(pair=pair, verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    assert keys_of(client, one) == keys_of(client, other) == {one.pk, other.pk}
    one.refresh_from_db()
    assert one.recipient_name == "Phạm Thị Hoan"  # what the decision says stays
    withdraw_answer(pair=pair, by=lan, reason="Nhầm hồ sơ")
    assert keys_of(client, one) == {one.pk}
    events = AuditEvent.objects.filter(target_type="awards.nearpair").order_by("sequence")
    assert [(event.action, event.reason, event.changes["verdict"]) for event in events] == [
        ("answer_near_pair", BECAUSE, [None, "Là một"]),
        ("withdraw_near_answer", "Nhầm hồ sơ", ["Là một", None]),
    ]


def test_one_person_through_several_slips_and_through_what_the_province_became(
    client_of, lan, award, hoan, year_a, unit_of_binh
):
    one, other, pair = hoan
    third = award("Phạm Thị Hoành")
    heir = UnitFactory(name="Ninh Bình", slug="ninh-binh-moi")
    SuccessionFactory(predecessor=unit_of_binh, successor=heir)
    later = award("Phạm Thị Hoành", unit=heir)
    found()
    answer_pair(pair=pair, verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    more = NearPair.objects.get(one_name="Phạm Thị Hoang", other_name="Phạm Thị Hoành")
    answer_pair(pair=more, verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    all_of_one = {row.pk for row in (one, other, third, later)}
    assert keys_of(client_of(lan), one) == keys_of(client_of(lan), later) == all_of_one


def test_lines_of_two_people_written_alike_stand_apart_once_somebody_says_so(client_of, lan, award):
    one, other, plain = award("Lê Văn Hưng"), award("Lê Văn Hùng"), award("Le Van Hung")
    found()
    assert keys_of(client_of(lan), one) == {one.pk, other.pk, plain.pk}
    pair = NearPair.objects.get(one_name="Lê Văn Hùng", other_name="Lê Văn Hưng")
    answer_pair(pair=pair, verdict=Verdict.DIFFERENT, by=lan, reason=BECAUSE)
    assert keys_of(client_of(lan), one) == {one.pk, plain.pk}
    assert keys_of(client_of(lan), other) == {other.pk, plain.pk}


def test_an_award_entered_for_the_other_name_is_asked_about(award, hoan, lan, year_a):
    one, _, pair = hoan
    form = AwardFormFactory()
    one.form = form
    one.save()
    entered = AwardFactory.build(
        emulation_year=year_a, unit=one.unit, form=form, recipient_name="Phạm Thị Hoang"
    )
    assert find_duplicates(year_a, [(0, entered)]) == {}
    answer_pair(pair=pair, verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    (duplicate,) = find_duplicates(year_a, [(0, entered)])[0]
    assert duplicate.award == one


def test_answers_that_contradict_each_other_are_refused(award, lan, hoan):
    award("Phạm Thị Hoành")
    found()
    ab = hoan[2]
    bc = NearPair.objects.get(one_name="Phạm Thị Hoang", other_name="Phạm Thị Hoành")
    ac = NearPair.objects.get(one_name="Phạm Thị Hoan", other_name="Phạm Thị Hoành")
    answer_pair(pair=ac, verdict=Verdict.DIFFERENT, by=lan, reason=BECAUSE)
    answer_pair(pair=ab, verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    with pytest.raises(ValidationError, match="mâu thuẫn"):
        answer_pair(pair=bc, verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    withdraw_answer(pair=ac, by=lan, reason=BECAUSE)
    answer_pair(pair=bc, verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    with pytest.raises(ValidationError, match="mâu thuẫn"):
        answer_pair(pair=ac, verdict=Verdict.DIFFERENT, by=lan, reason=BECAUSE)


@pytest.mark.parametrize("name", ["mai", "binh", "dung", "hoa"])
def test_only_who_enters_the_awards_of_the_cluster_answers(request, hoan, lan, name):
    user = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        answer_pair(pair=hoan[2], verdict=Verdict.ONE, by=user, reason=BECAUSE)
    answer_pair(pair=hoan[2], verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    with pytest.raises(PermissionDenied):
        withdraw_answer(pair=hoan[2], by=user, reason=BECAUSE)


def test_what_makes_no_answer_is_refused(hoan, lan):
    pair = hoan[2]
    for verdict, reason in ((Verdict.ONE, " "), ("perhaps", BECAUSE), ("", BECAUSE)):
        with pytest.raises(ValidationError):
            answer_pair(pair=pair, verdict=verdict, by=lan, reason=reason)
    with pytest.raises(ValidationError):
        withdraw_answer(pair=pair, by=lan, reason=BECAUSE)
    answer_pair(pair=pair, verdict=Verdict.ONE, by=lan, reason=BECAUSE)
    with pytest.raises(ValidationError, match="vừa trả lời"):
        answer_pair(pair=pair, verdict=Verdict.DIFFERENT, by=lan, reason=BECAUSE)


def a_pair():
    return NearPairFactory(one="an le van", other="anh le van")


RULES = (
    Rule(
        "a pair once, whatever the order",
        "Cặp tên này đã có, dù viết theo thứ tự nào.",
        lambda: (
            NearPairFactory(
                cluster=(first := a_pair()).cluster, unit=first.unit, one="x", other="y"
            ),
            {"one": "anh le van", "other": "an le van"},
        ),
    ),
    Rule(
        "a pair once in the whole cluster too",
        "Cặp tên này đã có, dù viết theo thứ tự nào.",
        lambda: (
            NearPairFactory(
                cluster=NearPairFactory(unit=None, one="a b", other="a c").cluster,
                unit=None,
                one="x",
                other="y",
            ),
            {"one": "a c", "other": "a b"},
        ),
    ),
    Rule(
        "two different names",
        "Một cặp phải gồm hai tên khác nhau.",
        lambda: (a_pair(), {"other": "an le van"}),
    ),
    Rule(
        "an answer has somebody who gave it",
        "Câu trả lời phải có người trả lời, lúc trả lời và căn cứ.",
        lambda: (a_pair(), {"verdict": Verdict.ONE}),
    ),
)


@by_rule(RULES)
@by_attack
def test_the_database_keeps_the_rules_of_pairs(rule, attack):
    assert_database_keeps(rule, attack)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_the_second_is_told(monkeypatch, hoan, lan, quan):
    from awards.services import near

    pair = hoan[2]
    results = meanwhile(
        monkeypatch,
        (near, "record"),
        lambda: answer_pair(pair=pair, verdict=Verdict.ONE, by=lan, reason=BECAUSE),
        lambda: answer_pair(pair=pair, verdict=Verdict.DIFFERENT, by=quan, reason=BECAUSE),
    )
    assert isinstance(results[0], NearPair)
    assert results[1].messages == [ANSWERED]
    assert NearPair.objects.get().verdict == Verdict.ONE


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_find_each_pair_once(monkeypatch, award):
    from awards.register import pairs as module

    award("Phạm Thị Hoan")
    year = award("Phạm Thị Hoang").emulation_year
    unit = award("Phạm Thị Hoàn").unit_id
    results = meanwhile(
        monkeypatch,
        (module, "_found_in"),
        lambda: find_pairs(year.cluster_id, unit),
        lambda: find_pairs(year.cluster_id, unit),
    )
    assert not any(isinstance(result, Exception) for result in results)
    assert NearPair.objects.count() == 2


def test_other_years_of_the_cluster_are_compared_too(award, year_a):
    award("Phạm Thị Hoan")
    award("Phạm Thị Hoang", emulation_year=EmulationYearFactory(cluster=year_a.cluster, year=2023))
    assert len(found()) == 1
