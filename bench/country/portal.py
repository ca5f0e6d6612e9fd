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
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.country.addresses import CENTRAL  # noqa: E402
from bench.country.facts import facts  # noqa: E402
from bench.country.pipes import answer_lines  # noqa: E402
from cluster_portal.accounts.models import User  # noqa: E402
from cluster_portal.wsgi import application  # noqa: E402
from tests.conftest import give_second_factor, note_signing_in  # noqa: E402
from tests.factories.clusters import AppointmentFactory  # noqa: E402

EMAIL = "ban@bench.example"
_LINES = re.compile(r'<h2 id="danh-sach">\s*(Hơn )?([\d.]+) dòng')


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


class Portal:
    """The application with one reader signed in."""

    def __init__(self) -> None:
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
        response = application(environ, lambda line, headers, *_: status.append(line))
        body = b"".join(response)
        response.close()
        seconds = time.perf_counter() - start
        found = _LINES.search(body.decode())
        return {
            "ms": seconds * 1000,
            "status": status[0],
            "bytes": len(body),
            "lines": found[2].replace(".", ",") + ("+" if found[1] else "") if found else "",
        }


if __name__ == "__main__":
    answer_lines(Portal().answer)
