"""A body that works, sent by everybody who must not: nothing changes. By the owner it works.

The empty forms of `test_access_sweep` could be refused because they are empty; these cannot.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from django.utils import timezone

from cluster_portal.accounts.models import User
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Cluster, EmulationYear, Unit
from tests.factories.accounts import UserFactory
from tests.factories.clusters import InvitationFactory
from tests.files.samples import pdf, upload
from tests.meta.belongings import give_belongings, give_passkey
from tests.meta.test_access_sweep import ACCOUNTS, POSTED
from tests.meta.test_administration_sweep import state
from tests.meta.world import OF_A, OF_B, OF_CLUSTER_A, OF_CLUSTER_B, PEOPLE, make_world
from tests.meta.writes_awards import awards_writes
from tests.meta.writes_board import board_writes
from tests.meta.writes_conference import conference_writes
from tests.meta.writes_exchange import exchange_writes
from tests.meta.writes_figures import figures_writes
from tests.meta.writes_lifecycle import lifecycle_writes
from tests.meta.writes_officers import officer_writes
from tests.meta.writes_pledge import pledge_writes

COLLEAGUE = "thay@namdinh.gov.vn"
FOR_CHI = "thu-moi-cho-chi"
# Routes with a key that own nothing one could change: the link of a mail is itself the right to
# set a password (tests/accounts/test_passwords.py), and a provider is only asked
# (tests/accounts/test_single_sign_on.py).
NO_OBJECT = {
    *("account_reset_password_from_key", "openid_connect_login", "openid_connect_callback"),
}

# A file is examined there and not kept: tests/public/verification/test_files.py. Where no token is
# configured nobody signs: tests/workspace/signing/test_signing_here.py.
NOTHING_WRITTEN = {"public:verify", "workspace:sign-here"}


@dataclass(frozen=True)
class Write:
    """A valid body for an address, who may send it, and who owns the most similar thing.

    `letter`: the token of an invitation whose letter is opened before. `done`: what the owner
    gets.
    """

    name: str
    allowed: tuple[str, ...]
    neighbour: str
    arguments: tuple = ()
    body: dict[str, Any] = field(default_factory=dict)
    letter: str = ""
    content_type: str = MULTIPART_CONTENT
    done: int = 302

    def send(self, client: Client) -> HttpResponse:
        """Post the body; what can be called in it is made anew each time."""
        if self.letter:
            client.get(reverse("workspace:invitation-from-letter", args=[self.letter]))
        body = {key: value() if callable(value) else value for key, value in self.body.items()}
        address = reverse(self.name, args=self.arguments)
        return client.post(address, body, content_type=self.content_type)


@pytest.fixture
def clients(
    request: pytest.FixtureRequest,
    client_of: Callable[[User], Client],
    cluster_a: Cluster,
    year_a: EmulationYear,
    year_b: EmulationYear,
    unit_of_binh: Unit,
    settings: Any,
) -> dict[str, Client]:
    """One client for each person, who has just proved who he is."""
    people = {name: request.getfixturevalue(name) for name in PEOPLE}
    make_world(cluster_a, year_a, year_b, unit_of_binh)
    give_belongings(binh=people["binh"], dung=people["dung"], settings=settings)
    give_passkey(people["binh"], key=OF_A)
    give_passkey(people["dung"], key=OF_B)
    UserFactory(email=COLLEAGUE)
    InvitationFactory(email=people["chi"].email, token=FOR_CHI)
    return {
        name: person if isinstance(person, Client) else client_of(person)
        for name, person in people.items()
    }


@pytest.fixture
def writes(
    clients: dict[str, Client],
    year_a: EmulationYear,
    year_b: EmulationYear,
    unit_of_binh: Unit,
    unit_of_b: Unit,
    chi: User,
) -> list[Write]:
    today = format_date(timezone.localdate())
    last = {"last_day": today, "reason": "Theo Thông báo số 6"}
    appointment_ends = {"end-last_day": today, "end-reason": "Chuyển công tác"}
    scan = {"decision-upload": lambda: upload(pdf())}
    of_a, of_b = ("lan", "quan"), ("dung", "quan")
    staff_of_a = ("lan", "binh", "quan")
    return [
        Write("workspace:delegations", of_a, "mai", OF_CLUSTER_A, _work(year_a, today)),
        Write("workspace:delegations", of_b, "lan", OF_CLUSTER_B, _work(year_b, today)),
        Write("workspace:end-delegation", of_a, "dung", (*OF_CLUSTER_A, OF_A), last),
        Write("workspace:end-delegation", of_b, "lan", (*OF_CLUSTER_B, OF_B), last),
        # Under the address of one's own cluster, the key of the other's.
        Write("workspace:end-delegation", (), "lan", (*OF_CLUSTER_A, OF_B), last),
        Write(
            "workspace:leave",
            ("chi",),
            "binh",
            body={
                "appointment": chi.appointments.get().pk,
                "email": COLLEAGUE,
                "valid_from": today,
                "valid_to": today,
                "reason": "Nghỉ phép",
            },
        ),
        Write("workspace:end-leave", ("binh",), "dung", (OF_A,), last),
        Write("workspace:end-leave", ("dung",), "binh", (OF_B,), last),
        Write("workspace:invite", staff_of_a, "chi", body=_offer(unit_of_binh)),
        Write("workspace:invite", of_b, "lan", body=_offer(unit_of_b)),
        *(
            Write(f"workspace:{name}", allowed, neighbour, (key,))
            for name in ("withdraw-invitation", "renew-invitation")
            for key, allowed, neighbour in ((OF_A, staff_of_a, "chi"), (OF_B, of_b, "lan"))
        ),
        *(
            Write(f"workspace:{name}", allowed, neighbour, (key,), body)
            for name, body in (("end-appointment", appointment_ends), ("attach-decision", scan))
            # Bình is a colleague of the same office.
            for key, allowed, neighbour in ((OF_A, of_a, "binh"), (OF_B, of_b, "lan"))
        ),
        *(Write(**row) for row in board_writes(year_a, year_b)),
        *(Write(**row) for row in officer_writes()),
        *(Write(**row) for row in pledge_writes()),
        *(Write(**row) for row in awards_writes()),
        *(Write(**row) for row in figures_writes()),
        *(Write(**row) for row in lifecycle_writes(year_a, year_b)),
        *(Write(**row) for row in conference_writes()),
        Write("workspace:invitation", ("chi",), "binh", letter=FOR_CHI),
        *exchange_writes(Write, unit_a=unit_of_binh.name, unit_b=unit_of_b.name),
        Write("mfa_remove_webauthn", ("binh",), "dung", (OF_A,)),
        Write("mfa_remove_webauthn", ("dung",), "binh", (OF_B,)),
    ]


def _work(year: EmulationYear, today: str) -> dict[str, Any]:
    """Two kinds of work for a vice-chair who has neither."""
    return {
        "unit": year.leaders.filter(role="vice_chair").first().unit.pk,
        "permissions": ["edit_awards", "edit_pledge"],
        "decision": "Thông báo số 5/TB-CTĐ",
        "valid_from": today,
        "reason": "Bổ sung",
    }


def _offer(unit: Unit) -> dict[str, str]:
    return {
        "full_name": "Ngô Thị Mới",
        "email": "moi@tinh.gov.vn",
        "scope": f"provincial_officer:{unit.slug}",
        "decision": "Công văn số 10/SNV",
    }


def others(write: Write) -> Iterator[str]:
    """Who may not, the neighbour first."""
    assert write.neighbour not in write.allowed
    yield write.neighbour
    yield from (name for name in PEOPLE if name not in (*write.allowed, write.neighbour))


def is_refusal(response: HttpResponse, write: Write) -> bool:
    """Not theirs, not allowed, asked to sign in; or a choice that their form does not offer."""
    if response.status_code == 302:
        return response.url.startswith(reverse("account_login"))
    if response.status_code != 200:
        return response.status_code in (403, 404)
    if write.name == "workspace:awards":  # a row that is not of the own province
        return bool(response.context["troubled"])
    if write.name == "workspace:figures-save":  # another row of the same year
        return {cell["status"] for cell in response.json()["cells"]} == {"closed"}
    if write.letter:  # an account with this address exists: its owner has to sign in
        return response.context["way"] == "sign-in"
    choice = {"workspace:leave": "appointment", "workspace:invite": "scope"}.get(write.name)
    return choice in response.context["form"].errors


def test_a_valid_form_of_somebody_else_changes_nothing(
    clients: dict[str, Client], writes: list[Write]
):
    before = state(without=("audit",))
    wrong, visits = [], 0
    for write in writes:
        for person in others(write):
            response = write.send(clients[person])
            visits += 1
            told = f"{person} {write.name} {write.arguments}: {response.status_code}"
            if not is_refusal(response, write):
                wrong.append(told)
        if state(without=("audit",)) != before:
            pytest.fail(f"{write.name} {write.arguments} changed something for somebody else")
    assert wrong == []
    assert visits >= 5 * len(writes) >= 5 * 20


def test_the_same_form_of_the_owner_works(clients: dict[str, Client], writes: list[Write]):
    before = state(without=("audit",))
    wrong, visits = [], 0
    for write in writes:
        for person in write.allowed:
            with transaction.atomic():
                response = write.send(clients[person])
                visits += 1
                if response.status_code != write.done or state(without=("audit",)) == before:
                    context = response.context or {}
                    errors = context.get("form") and context["form"].errors
                    wrong.append(f"{person} {write.name}: {response.status_code} {errors}")
                transaction.set_rollback(True)
    assert wrong == []
    assert visits >= len(writes)


def test_every_route_that_takes_a_form_for_an_object_is_among_them(writes: list[Write]):
    accounts = {name for name, arguments, _ in ACCOUNTS if arguments}
    posted = (set(POSTED) | accounts - NO_OBJECT) - NOTHING_WRITTEN
    assert len(posted) >= 10
    assert {write.name for write in writes} == posted
