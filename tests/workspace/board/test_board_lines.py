"""What the board says of each task, from counts alone."""

import dataclasses
import datetime

import pytest

from cluster_portal.workspace.board.lines import (
    AwardFacts,
    ConferenceFacts,
    HandoverFacts,
    IndicatorFacts,
    PledgeFacts,
    State,
    YearFacts,
    lines_of,
    open_work,
)
from emulation.models import Task

TODAY = datetime.date(2025, 2, 1)
EMPTY = YearFacts(cluster_slug="dong-bang", year=2024, members=("Hà Nam", "Nam Định"))
REVIEW = ConferenceFacts("tong-ket", "Hội nghị tổng kết", "draft", datetime.date(2025, 3, 13))


def line(task, today=TODAY, **facts):
    lines = lines_of(dataclasses.replace(EMPTY, **facts), today)
    return next(one for one in lines if one.task == task)


def test_a_year_of_which_nothing_is_known_has_everything_to_do_in_the_order_of_the_work():
    lines = lines_of(EMPTY, TODAY)
    assert [one.task for one in lines] == list(Task)
    assert {one.state for one in lines} == {State.NOT_BEGUN}


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (datetime.date(2025, 1, 31), State.LATE),
        (datetime.date(2025, 2, 1), State.NOT_BEGUN),  # on the day itself nothing is late
        (None, State.NOT_BEGUN),
    ],
)
def test_late_is_what_is_not_done_after_its_day(due, state):
    deadlines = {Task.LEADERSHIP: due} if due else {}
    assert line(Task.LEADERSHIP, deadlines=deadlines).state == state
    assert line(Task.LEADERSHIP, deadlines=deadlines, chair="Nam Định").state == State.DONE


def test_a_settled_year_is_kept_open_by_its_awards_alone():
    facts = dataclasses.replace(
        EMPTY,
        indicators=(IndicatorFacts("grdp", "GRDP", 2, missing=("Hà Nam",)),),
        awards=AwardFacts(proposed=3, answered=2, results=2),
        conference=dataclasses.replace(REVIEW, status="published"),
    )
    assert [one.task for one in open_work(facts, lines_of(facts, TODAY))] == [Task.AWARD_DECISIONS]
    unsettled = dataclasses.replace(facts, conference=None)
    assert Task.FIGURES in [one.task for one in open_work(unsettled, lines_of(unsettled, TODAY))]
    assert not open_work(EMPTY, lines_of(EMPTY, TODAY))


def test_leaders():
    done = line(Task.LEADERSHIP, chair="Nam Định", vice_chairs=("Hà Nam",))
    assert (done.state, done.missing) == (State.DONE, "")
    assert done.text == "Cụm trưởng: Nam Định; Cụm phó: Hà Nam."
    assert line(Task.LEADERSHIP, chair="Nam Định").missing == "Chưa ghi Cụm phó nào"


@pytest.mark.parametrize(
    ("status", "drafted", "signing"),
    [
        ("draft", State.DOING, State.NOT_BEGUN),
        ("issued", State.DONE, State.NOT_BEGUN),
        ("signed", State.DONE, State.DONE),
        ("published", State.DONE, State.DONE),
    ],
)
def test_the_pledge_by_its_status(status, drafted, signing):
    pledge = PledgeFacts(status, items=3, unsigned=("Hà Nam",))
    assert line(Task.PLEDGE_DRAFT, pledge=pledge).state == drafted
    assert line(Task.PLEDGE_SIGNING, pledge=pledge).state == signing


@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_pledge_without_items_is_not_done(status):
    drafted = line(Task.PLEDGE_DRAFT, pledge=PledgeFacts(status, items=0))
    assert (drafted.state, drafted.missing) == (State.DOING, "Nội dung giao ước")
    assert "chưa có nội dung" in drafted.text


def test_who_has_not_signed_is_named():
    some = line(
        Task.PLEDGE_SIGNING, pledge=PledgeFacts("issued", 3, signed=("A",), unsigned=("B", "C"))
    )
    assert (some.state, some.text) == (State.DOING, "1/3 đơn vị đã ký.")
    assert some.missing == "Chưa ký: B, C"
    every = line(Task.PLEDGE_SIGNING, pledge=PledgeFacts("issued", 3, signed=("A", "B")))
    assert (every.state, every.missing) == (
        State.DOING,
        "Chưa chuyển giao ước sang “Đã ký đủ”",
    )


def test_figures_are_done_when_no_member_misses_one():
    grdp = IndicatorFacts("grdp", "GRDP", 2, missing=())
    budget = IndicatorFacts("thu", "Thu ngân sách", 2, missing=("Hà Nam",))
    some = line(Task.FIGURES, indicators=(grdp, budget))
    assert (some.state, some.text) == (State.DOING, "Đã có 3/4 số liệu; 1/2 chỉ tiêu đủ đơn vị.")
    assert some.missing == "Thiếu số liệu: Hà Nam (1)"
    assert some.place == "workspace:figures"
    assert line(Task.FIGURES, indicators=(grdp,)).state == State.DONE
    none = dataclasses.replace(budget, missing=(), without=("Hà Nam",))
    answered = line(Task.FIGURES, indicators=(grdp, none))
    assert (answered.state, answered.missing) == (State.DONE, "")
    assert "Đã có 3/4 số liệu, 1 ô đơn vị không có số liệu; 2/2" in answered.text
    assert line(Task.FIGURES).place == "workspace:year-indicators"


def test_reports_by_state_with_who():
    some = line(Task.UNIT_REPORTS, reports={"submitted": ("Hà Nam",)})
    assert some.state == State.DOING
    assert some.missing == "Chờ nhận: Hà Nam. Chưa nộp: Nam Định"
    begun = line(Task.UNIT_REPORTS, reports={"draft": ("Nam Định",)})
    assert begun.missing == "Chưa nộp: Hà Nam, Nam Định"
    every = line(Task.UNIT_REPORTS, reports={"accepted": ("Hà Nam", "Nam Định")})
    assert (every.state, every.text) == (State.DONE, "Đã nhận 2/2 báo cáo.")
    paper = {"accepted": ("Hà Nam", "Nam Định"), "paper": ("Hà Nam",)}
    told = line(Task.UNIT_REPORTS, reports=paper)
    assert (told.state, told.text) == (State.DONE, "Đã nhận 2/2 báo cáo; bản giấy: Hà Nam.")


@pytest.mark.parametrize(
    ("status", "held", "published"),
    [
        ("draft", State.DOING, State.NOT_BEGUN),
        ("held", State.DONE, State.DOING),
        ("finalised", State.DONE, State.DOING),
        ("published", State.DONE, State.DONE),
    ],
)
def test_the_conference_by_its_status(status, held, published):
    conference = dataclasses.replace(REVIEW, status=status)
    assert line(Task.CONFERENCE_PLAN, conference=conference).state == State.DONE
    assert line(Task.CONFERENCE_HELD, conference=conference).state == held
    assert line(Task.REPORT_PUBLISHED, conference=conference).state == published
    plan = line(Task.CONFERENCE_PLAN, conference=conference)
    assert (plan.place, plan.arguments) == ("workspace:conference-work", ("dong-bang", "tong-ket"))


def test_a_conference_whose_day_has_passed_is_to_be_marked_as_held():
    after = line(Task.CONFERENCE_HELD, today=datetime.date(2025, 3, 14), conference=REVIEW)
    assert after.missing == "Chưa chuyển hội nghị sang “Đã họp”"


def test_awards_proposed_and_decided():
    proposed = AwardFacts(proposed=3, without=("Hà Nam",))
    assert line(Task.AWARD_PROPOSALS, awards=proposed).state == State.DONE
    assert line(Task.AWARD_PROPOSALS, awards=proposed).missing == "Chưa có đề nghị của: Hà Nam"
    assert line(Task.AWARD_DECISIONS, awards=proposed).state == State.NOT_BEGUN
    some = line(Task.AWARD_DECISIONS, awards=AwardFacts(proposed=3, answered=1, results=1))
    assert (some.state, some.missing) == (State.DOING, "2 đề nghị chưa có kết quả")
    every = AwardFacts(proposed=3, answered=3, results=4)
    assert line(Task.AWARD_DECISIONS, awards=every).state == State.DONE


def test_the_handover_stands_with_the_year_after():
    day = datetime.date(2025, 3, 13)
    assert line(Task.HANDOVER).place == "workspace:start-year"
    unled = line(Task.HANDOVER, handover=HandoverFacts(2025))
    assert (unled.place, unled.arguments) == ("workspace:leadership", ("dong-bang", 2025))
    prepared = HandoverFacts(2025, "Hà Nam", day, waiting_for=("bên nhận",))
    waiting = line(Task.HANDOVER, handover=prepared)
    assert (waiting.state, waiting.missing) == (State.DOING, "Chờ xác nhận: bên nhận")
    assert (waiting.place, waiting.arguments) == ("workspace:handover", ("dong-bang", 2025))
    done = HandoverFacts(2025, "Hà Nam", day, is_effective=True)
    assert line(Task.HANDOVER, handover=done).state == State.DONE
