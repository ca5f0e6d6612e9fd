"""A process that serves the portal over the database in DATABASE_URL and says how long it took.

    python -m bench.country.portal

Each line names an address and its reader; the answer has the time from the call of the WSGI
application until it has closed its answer, in milliseconds, and if asked for the queries.
"""

import io
import re
import time
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from awards.models import Award, AwardForm, RegisterEntry  # noqa: E402
from bench.country.addresses import CENTRAL  # noqa: E402
from bench.country.pipes import answer_lines  # noqa: E402
from cluster_portal.accounts.models import User  # noqa: E402
from cluster_portal.vietnamese.folding import fold  # noqa: E402
from clusters.models import Cluster, Unit  # noqa: E402
from emulation.models import Indicator  # noqa: E402
from tests.conftest import give_second_factor, note_signing_in  # noqa: E402
from tests.factories.clusters import AppointmentFactory  # noqa: E402

CLUSTER, EMAIL = "thu-4", "ban@bench.example"
_LINES = re.compile(r'<h2 id="danh-sach">(.*?)</h2>', re.DOTALL)


def _sign_in() -> str:
    """The cookie of somebody of the central board."""
    user = User.objects.filter(email=EMAIL).first()
    if user is None:
        user = AppointmentFactory(central=True, user__email=EMAIL).user
    give_second_factor(user)
    client = Client()
    client.force_login(user, backend=settings.PORTAL_BACKEND)
    note_signing_in(client, user)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def facts() -> dict[str, Any]:
    """What addresses of this database name."""
    lines = RegisterEntry.objects.filter(is_public=True, recipient_kind="collective")
    most = (
        lines.exclude(award__recipient_name="")
        .values("recipient_key")
        .annotate(lines=Count("pk"))
        .order_by("-lines", "recipient_key")[0]
    )
    recipient = lines.filter(recipient_key=most["recipient_key"]).order_by("pk")[0]
    places = lines.order_by("newest_first", "sort_key", "award_id")
    rare = lines.exclude(award__recipient_name="").order_by("pk")[0].award.recipient_name
    return {
        "recipient": recipient.pk,
        "middle": places[places.count() // 2].pk,
        "rare": fold(rare).replace(" ", "+"),
        "indicator": Indicator.objects.all()[0].code,
        "cluster": CLUSTER,
        "cluster_key": Cluster.objects.get(slug=CLUSTER).pk,
        "unit_key": Unit.objects.get(slug="nam-dinh").pk,
        "form_key": AwardForm.objects.filter(code="BK_TINH").order_by("pk")[0].pk,
        "awards": Award.objects.count(),
    }


class Portal:
    """The application with one reader signed in."""

    def __init__(self) -> None:
        self._application = get_wsgi_application()
        self._cookie = _sign_in()

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        if question.get("facts"):
            return facts()
        if not question.get("queries"):
            return self._get(question)
        with CaptureQueriesContext(connection) as queries:
            found = self._get(question)
        return found | {"queries": len(queries)}

    def _get(self, question: dict[str, Any]) -> dict[str, Any]:
        path, _, query = question["address"].partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
        }
        if question.get("reader") == CENTRAL:
            environ["HTTP_COOKIE"] = self._cookie
        status: list[str] = []
        start = time.perf_counter()
        response = self._application(environ, lambda line, headers, *_: status.append(line))
        body = b"".join(response)
        response.close()
        seconds = time.perf_counter() - start
        heading = _LINES.search(body.decode())
        return {
            "ms": seconds * 1000,
            "status": status[0],
            "bytes": len(body),
            "heading": " ".join(heading[1].split()) if heading else "",
        }


if __name__ == "__main__":
    answer_lines(Portal().answer)
