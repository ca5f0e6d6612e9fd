"""The cast of people with what is theirs, and care for tests that really commit.

Lan and Dũng are secretaries of two clusters, of the provinces in the chair; Mai is secretary of the
first cluster's vice-chair. Bình and Chi officers of two provinces of the first,
Hoa sits in the central board, Quân administers. Nobody is an outsider with empty hands: each owns
something of the kind that the others must not touch.
"""

import re
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import django_ratelimit.core
import pytest
import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.http import HttpRequest
from django.test import Client, override_settings
from django.test.client import MULTIPART_CONTENT
from whitenoise.middleware import WhiteNoiseMiddleware

from cluster_portal.accounts.models import User
from cluster_portal.database import triggers
from cluster_portal.record import generated
from cluster_portal.workspace.forms import SEEN
from clusters.access import needs_second_factor
from clusters.models import Cluster, EmulationYear, LeadershipRole, Unit
from tests.factories.clusters import (
    AppointmentFactory,
    ClusterFactory,
    EmulationYearFactory,
    LeadershipFactory,
    MembershipFactory,
    UnitFactory,
)


@receiver(connection_created)
def _a_test_may_take_its_time(connection: BaseDatabaseWrapper, **_: object) -> None:
    """The server ends no transaction while another program examines a document, or somebody waits.

    What waits for another's row is ended by the limit of a statement, which is three times as long.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
            cursor.execute("SET lock_timeout = 0")


SEEN_TOKEN = re.compile(r'name="seen"\s+value="([0-9a-f]+)"')


# Rooms whose tests ask a database only where they say so.
PLAIN_ROOMS = {"charts", "signing", "tools", "vietnamese"}
ASKING = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks no database, so that `make test` need not run it on each (scripts/test.sh)."""
    for item in items:
        asks = ASKING.intersection(getattr(item, "fixturenames", ()))
        asks_nothing = not asks and item.get_closest_marker("django_db") is None
        if item.path.parent.name in PLAIN_ROOMS and asks_nothing:
            item.add_marker(pytest.mark.plain)


@pytest.fixture(autouse=True)
def _frozen_tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the flush at the end of a transactional test empty the tables that nobody else may.

    The flush ends with the signal that puts the triggers back.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or {
        "transactional_db",
        "live_server",
    } & set(request.fixturenames)
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        triggers.remove(connection)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rate limits count from nothing in each test, and begin anew only where it moves the clock.

    Their minutes end by the clock: a test that counts up to a limit may run across such an end.
    """
    for name in settings.CACHES:
        caches[name].clear()
    began = time.time()
    clock = SimpleNamespace(
        time=lambda: time.time() if time_machine.escape_hatch.is_travelling() else began
    )
    monkeypatch.setattr(django_ratelimit.core, "time", clock)


@pytest.fixture(scope="session", autouse=True)
def _nobody_asks_whether_the_record_is_real() -> Iterator[None]:
    """What a test has not said is not read from the database, which few tests may ask."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generated, "SECONDS", 24 * 3600)
        generated.remember(False)
        yield


@pytest.fixture(autouse=True)
def _the_record_is_real() -> None:
    """What was read of an earlier test's data is not believed; a test that generates says so."""
    generated.remember(False)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Each client loads the middleware anew; the files that it lists stay the same in a run.

    Listing them for each was a fifth of the time of all tests.
    """
    listed: dict[tuple[str, str], dict] = {}
    list_files = WhiteNoiseMiddleware.update_files_dictionary

    def remember(self: WhiteNoiseMiddleware, root: str, prefix: str) -> None:
        if (root, prefix) not in listed:
            list_files(self, root, prefix)
            listed[root, prefix] = dict(self.files)
        self.files.update(listed[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "update_files_dictionary", remember)
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_in_a_moment() -> Iterator[None]:
    """The slow hash keeps thieves busy; here it would keep only the tests busy."""
    quick = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[quick, *settings.PASSWORD_HASHERS]):
        yield


@pytest.fixture
def cluster_a(db: None) -> Cluster:
    return ClusterFactory(
        name="Cụm thi đua các tỉnh Đồng bằng sông Hồng",
        short_name="Đồng bằng sông Hồng",
        slug="dong-bang-song-hong",
    )


@pytest.fixture
def cluster_b(db: None) -> Cluster:
    return ClusterFactory(
        name="Cụm thi đua các tỉnh Tây Nguyên", short_name="Tây Nguyên", slug="tay-nguyen"
    )


@pytest.fixture
def unit_of_binh(cluster_a: Cluster) -> Unit:
    unit = UnitFactory(name="Nam Định", slug="nam-dinh")
    return MembershipFactory(cluster=cluster_a, unit=unit).unit


@pytest.fixture
def unit_of_chi(cluster_a: Cluster) -> Unit:
    unit = UnitFactory(name="Hà Nam", slug="ha-nam")
    return MembershipFactory(cluster=cluster_a, unit=unit).unit


@pytest.fixture
def unit_of_b(cluster_b: Cluster) -> Unit:
    unit = UnitFactory(name="Đắk Lắk", slug="dak-lak")
    return MembershipFactory(cluster=cluster_b, unit=unit).unit


@pytest.fixture
def year_a(cluster_a: Cluster, unit_of_binh: Unit) -> EmulationYear:
    """The year 2024 of the first cluster, led by Bình's province."""
    year = EmulationYearFactory(cluster=cluster_a, year=2024)
    LeadershipFactory(emulation_year=year, unit=unit_of_binh)
    return year


@pytest.fixture
def year_b(cluster_b: Cluster, unit_of_b: Unit) -> EmulationYear:
    """The same year of the other cluster."""
    year = EmulationYearFactory(cluster=cluster_b, year=2024)
    LeadershipFactory(emulation_year=year, unit=unit_of_b)
    return year


@pytest.fixture
def lan(cluster_a: Cluster, year_a: EmulationYear, unit_of_binh: Unit) -> User:
    """Secretary of the first cluster, of the province that is in the chair."""
    return AppointmentFactory(
        user__full_name="Nguyễn Thị Lan",
        user__email="lan@namdinh.gov.vn",
        cluster=cluster_a,
        unit=unit_of_binh,
    ).user


@pytest.fixture
def mai(cluster_a: Cluster, year_a: EmulationYear, unit_of_chi: Unit) -> User:
    """Secretary of the first cluster too, of the province that is its vice-chair."""
    LeadershipFactory(emulation_year=year_a, unit=unit_of_chi, vice=True)
    return AppointmentFactory(
        user__full_name="Hoàng Thanh Mai",
        user__email="mai@hanam.gov.vn",
        cluster=cluster_a,
        unit=unit_of_chi,
    ).user


@pytest.fixture
def binh(unit_of_binh: Unit) -> User:
    """Officer of a province of the first cluster."""
    return AppointmentFactory(
        officer=True,
        user__full_name="Trần Thanh Bình",
        user__email="binh@namdinh.gov.vn",
        unit=unit_of_binh,
    ).user


@pytest.fixture
def chi(unit_of_chi: Unit) -> User:
    """Officer of another province of the same cluster."""
    return AppointmentFactory(
        officer=True,
        user__full_name="Phạm Linh Chi",
        user__email="chi@hanam.gov.vn",
        unit=unit_of_chi,
    ).user


@pytest.fixture
def dung(cluster_b: Cluster, year_b: EmulationYear) -> User:
    """Secretary of the other cluster, in the chair there, which has the same kind of things."""
    return AppointmentFactory(
        user__full_name="Lê Trí Dũng",
        user__email="dung@daklak.gov.vn",
        cluster=cluster_b,
        unit=year_b.leaders.get(role=LeadershipRole.CHAIR).unit,
    ).user


@pytest.fixture
def hoa(db: None) -> User:
    """Of the central board: sees everything, changes nothing."""
    return AppointmentFactory(
        central=True, user__full_name="Vũ Thị Hòa", user__email="hoa@moha.gov.vn"
    ).user


@pytest.fixture
def quan(db: None) -> User:
    """The administrator."""
    return AppointmentFactory(
        administrator=True, user__full_name="Đỗ Minh Quân", user__email="quan@moha.gov.vn"
    ).user


@pytest.fixture
def visitor(db: None) -> Client:
    """Somebody who has not signed in."""
    return Client()


def note_signing_in(client: Client, user: User) -> None:
    """Keep in the session what allauth does of signing in, and Django's `force_login` does not."""
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="password")
    request.session.save()


def give_second_factor(user: User) -> User:
    """Let `user` have an authenticator app."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "?"}}
    )
    return user


class Browser(Client):
    """Sends the token of what its page shows with a form, as browsers send hidden fields.

    A test that names `seen` itself, empty too, sends that.
    """

    def post(self, path: str, data: object = None, **kwargs: object) -> object:
        sent = {} if data is None else data
        is_form = kwargs.get("content_type", MULTIPART_CONTENT) == MULTIPART_CONTENT
        if is_form and isinstance(sent, dict) and SEEN not in sent:
            page = self.get(path)
            is_page = page.status_code == 200 and page.headers["Content-Type"].startswith(
                "text/html"
            )
            content = page.getvalue()  # a file too is read to its end, which closes it
            text = content.decode() if is_page else ""
            if token := SEEN_TOKEN.search(text):
                data = sent | {SEEN: token[1]}
        return super().post(path, data, **kwargs)


@pytest.fixture
def client_of(db: None) -> Callable[[User], Client]:
    """Make a client that is signed in as somebody, with the second factor that the role demands."""

    def sign_in(user: User) -> Client:
        # As read again: what `user` may do is remembered by the object that the test holds.
        if needs_second_factor(User.objects.get(pk=user.pk)):
            give_second_factor(user)
        client = Browser()
        client.force_login(user, backend=settings.PORTAL_BACKEND)
        note_signing_in(client, user)
        return client

    return sign_in
