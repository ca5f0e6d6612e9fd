"""A request is carried out once, whole or not at all, by the rights of who made it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cluster_portal.audit.models import AuditEvent
from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.models import IssuedDocument, NumberSeries
from cluster_portal.workspace.issuing import services
from cluster_portal.workspace.issuing.services import FAILED, FORGOTTEN, carry_out, request_issue
from cluster_portal.workspace.issuing.tasks import issue
from cluster_portal.workspace.lifecycle import issuing
from cluster_portal.workspace.models import IssueAct, IssueRequest
from cluster_portal.workspace.models.issuing import BEING_MADE
from clusters import access
from clusters.models import Appointment
from emulation.models import Pledge
from emulation.services.pledges import text_token
from tests.factories.clusters import HandoverFactory
from tests.factories.emulation import ConferenceFactory, PledgeFactory
from tests.factories.work import IssueRequestFactory
from tests.racing import meanwhile
from tests.rules import Rule, assert_database_keeps, assert_form_explains, by_attack, by_rule

pytestmark = pytest.mark.django_db

PLEDGE = "/cum/dong-bang-song-hong/2024/giao-uoc/soan/"
ISSUE = "/cum/dong-bang-song-hong/2024/giao-uoc/buoc/issued/"
LATER = datetime.timedelta(minutes=11)


def ask(pledge: Pledge, by) -> IssueRequest:
    return request_issue(
        act=IssueAct.PLEDGE,
        subject=pledge,
        arguments={"sign_by": ""},
        details={"text": text_token(pledge)},
        by=by,
    )


def nothing_is_issued() -> bool:
    is_draft = Pledge.objects.get().status == "draft"
    return is_draft and not IssuedDocument.objects.exists() and not NumberSeries.objects.exists()


def test_each_write_is_in_the_audit(lan, pledge):
    row = carry_out(ask(pledge, lan).pk)
    assert (row.state, row.answer) == ("done", "Giao ước: chờ ký.")
    events = AuditEvent.objects.filter(target_type="workspace.issuerequest").order_by("sequence")
    assert [(event.action, event.actor) for event in events] == [
        ("request_issue", lan),
        ("begin_issue", None),
        ("settle_issue", None),
    ]
    # The act itself is the requester's.
    assert AuditEvent.objects.get(action="move_pledge").actor == lan


def test_it_is_carried_out_once(lan, pledge):
    row = ask(pledge, lan)
    assert carry_out(row.pk).state == "done"
    assert carry_out(row.pk).state == "done"
    assert IssuedDocument.objects.count() == 1


def test_who_lost_the_right_meanwhile_issues_nothing(lan, pledge):
    row = ask(pledge, lan)
    Appointment.objects.filter(user=lan).update(valid_to=datetime.date(2025, 3, 9))
    row = carry_out(row.pk)
    assert (row.state, row.answer) == ("refused", access.DENIED)
    assert nothing_is_issued()


@pytest.mark.parametrize("name", ["mai", "binh", "dung", "hoa"])
def test_who_has_no_right_asks_for_nothing(request, pledge, name):
    with pytest.raises(PermissionDenied):
        ask(pledge, request.getfixturevalue(name))
    assert not IssueRequest.objects.exists()


def test_one_request_at_a_time_for_each_thing(lan, quan, pledge):
    ask(pledge, lan)
    with pytest.raises(ValidationError, match=BEING_MADE):
        ask(pledge, quan)


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_in_the_same_moment_one_is_refused(lan, quan, pledge, monkeypatch):
    pause = (services, "record")  # the row is written, and not yet there for others
    found = meanwhile(monkeypatch, pause, lambda: ask(pledge, lan), lambda: ask(pledge, quan))
    assert isinstance(found[0], IssueRequest)
    assert isinstance(found[1], ValidationError)
    assert found[1].messages == [BEING_MADE]
    assert IssueRequest.objects.get().requested_by == lan


def test_one_that_no_worker_answers_may_be_made_again(client_of, lan, pledge, today, work):
    client = client_of(lan)
    client.post(ISSUE, {"sign_by": ""})
    today.shift(LATER)
    page = client.get(PLEDGE).content.decode()
    assert "Cổng chưa làm xong văn bản trong 10 phút" in page
    assert ISSUE in page
    client.post(ISSUE, {"sign_by": ""})
    second, first = IssueRequest.objects.all()
    assert (first.state, first.answer) == ("refused", FORGOTTEN)
    assert second.state == "waiting"
    # The worker comes after all and finds both in its queue.
    work()
    assert [row.state for row in IssueRequest.objects.all()] == ["done", "refused"]
    assert IssuedDocument.objects.count() == 1


def test_one_whose_worker_was_killed_may_be_made_again(lan, pledge, today):
    killed = ask(pledge, lan)
    IssueRequest.objects.update(state="working")  # that is all it leaves behind
    assert carry_out(killed.pk).state == "working"
    today.shift(LATER)
    assert carry_out(ask(pledge, lan).pk).state == "done"
    killed.refresh_from_db()
    assert killed.state == "refused"


def test_one_that_is_given_up_while_it_is_carried_out_issues_nothing(
    lan, pledge, today, monkeypatch
):
    begin, row = services._begin, ask(pledge, lan)

    def begin_and_dawdle(begun):
        begin(begun)
        today.shift(LATER)
        ask(pledge, lan)
        return True

    monkeypatch.setattr(services, "_begin", begin_and_dawdle)
    assert carry_out(row.pk).answer == FORGOTTEN
    assert nothing_is_issued()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuntimeError("unforeseen"), FAILED),
        (DocumentError("Cổng chưa lập được tệp PDF."), "Cổng chưa lập được tệp PDF."),
    ],
)
def test_when_the_file_cannot_be_made_nothing_is_half_issued(
    lan, pledge, monkeypatch, error, words
):
    def fail(html):
        raise error

    monkeypatch.setattr(issuing, "print_document", fail)
    row = carry_out(ask(pledge, lan).pk)
    assert (row.state, row.answer) == ("refused", words)
    assert nothing_is_issued()
    monkeypatch.undo()
    assert carry_out(ask(pledge, lan).pk).state == "done"


def test_a_request_that_is_gone_harms_no_worker(client_of, lan, pledge, work):
    issue.enqueue(ask(pledge, lan).pk + 1)
    assert client_of(lan).post(ISSUE, {"sign_by": ""}).status_code == 200  # being made
    IssueRequest.objects.update(state="refused", answer="Bỏ", settled_at=timezone.now())
    work()
    assert nothing_is_issued()


def test_more_requests_cost_a_page_no_more(client_of, lan, pledge):
    client = client_of(lan)
    IssueRequestFactory(pledge=pledge, requested_by=lan)
    client.get(PLEDGE)
    with CaptureQueriesContext(connection) as once:
        client.get(PLEDGE)
    IssueRequestFactory.create_batch(5, pledge=pledge, requested_by=lan)
    with CaptureQueriesContext(connection) as again:
        client.get(PLEDGE)
    assert len(again) == len(once)


BEING_MADE_OF = [
    Rule(
        name=f"one_for_each_{name}",
        message=BEING_MADE,
        given=lambda name=name, act=act, make=make: _two(name, act, make()),
    )
    for name, act, make in (
        ("pledge", "issue_pledge", PledgeFactory),
        ("conference", "correct_figure", ConferenceFactory),
        ("handover", "confirm_handover", HandoverFactory),
    )
]


def _two(name, act, subject):
    IssueRequestFactory(waiting=True, act=act, **{"pledge": None, name: subject})
    return IssueRequestFactory(act=act, **{"pledge": None, name: subject}), {
        "state": "waiting",
        "answer": "",
        "settled_at": None,
    }


RULES = (
    *BEING_MADE_OF,
    Rule(
        name="of_one_thing",
        message="Yêu cầu làm văn bản phải nêu đúng một hồ sơ.",
        given=lambda: (IssueRequestFactory(), {"act": "confirm_handover"}),
    ),
    Rule(
        name="answered_once",
        message="Yêu cầu đã trả lời phải có câu trả lời và lúc trả lời.",
        given=lambda: (IssueRequestFactory(), {"answer": ""}),
    ),
)


@by_rule(RULES)
@by_attack
def test_the_database_keeps(rule, attack):
    assert_database_keeps(rule, attack)


@by_rule(RULES)
def test_forms_explain(rule):
    assert_form_explains(rule)
