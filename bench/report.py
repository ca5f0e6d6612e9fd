"""The measurements themselves, and the page that reports them."""

import platform
import statistics
import sys
import time
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from bench.exchange import SheetTimes, exchange_section, exchange_times
from bench.figures import GridCost, grid_costs, grid_section
from bench.growth import grow
from bench.signing import SigningCosts, signing_costs, signing_section
from bench.writes import audit_cost
from cluster_portal.documents.printing import print_document
from clusters.models import Unit
from emulation.models import Conference, Pledge

PAGES = (
    "/",
    "/cum/",
    "/cum/dong-bang-song-hong/",
    "/cum/dong-bang-song-hong/2023/",
    "/cum/dong-bang-song-hong/2021/giao-uoc/",
    "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/",
    "/hoi-nghi/",
    "/giao-uoc/",
    "/khen-thuong/",
    "/khen-thuong.xlsx",
    "/cum/dong-bang-song-hong/2023/ket-qua.xlsx",
    "/don-vi/",
    "/don-vi/nam-dinh/",
    "/tim-kiem/?q=nam+dinh",
    "/ai-lam-duoc-gi/",
    "/dang-nhap/",
)
EMPTY = '<!DOCTYPE html><html lang="vi"><head><title>Trang trắng</title></head><body></body></html>'
ROUNDS, TIMES = 15, 50


NOT_EMPTY = "DATABASE_URL names a database that already holds units; measuring needs an empty one."


@override_settings(ROOT_URLCONF="bench.urls")
def measure() -> str:
    """Load the record, measure, enlarge it, measure again; return the page as Markdown.

    Raises:
        SystemExit: the database is not empty; nothing has been written to it.
    """
    if Unit._meta.db_table in connection.introspection.table_names() and Unit.objects.exists():
        sys.exit(NOT_EMPTY)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_record", verbosity=0)
    client = Client()
    small = {page: (_ratio(client, page), _queries(client, page)) for page in PAGES}
    pdfs = [(page, *_pdf_ratio(client, page)) for page in _documents()]
    audit = audit_cost()
    sheets = exchange_times()
    grids = grid_costs()
    signing = signing_costs()
    grow(TIMES)
    large = {page: (_ratio(client, page), _queries(client, page)) for page in PAGES}
    return _page(small, large, pdfs, audit, grids, sheets, signing)


def _documents() -> list[str]:
    """The addresses of every PDF file that a visitor may download."""
    visitor = AnonymousUser()
    conferences = Conference.objects.for_user(visitor).select_related("cluster")
    pledges = Pledge.objects.for_user(visitor).select_related("emulation_year__cluster")
    return sorted(row.get_pdf_url() for row in (*conferences, *pledges))


def _fetch(client: Client, page: str) -> bytes:
    response = client.get(page)
    if response.status_code != 200:
        raise RuntimeError(f"{page} answered {response.status_code}")
    return response.content


def _ratio(client: Client, page: str) -> float:
    """Median over rounds of the page's time by the bare view's, taken in turn."""
    return _in_turn(lambda: _fetch(client, page), lambda: _fetch(client, "/bare/"), ROUNDS)


def _in_turn(one: Callable[[], object], other: Callable[[], object], rounds: int) -> float:
    one(), other()  # warm
    return statistics.median(_seconds(one) / _seconds(other) for _ in range(rounds))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        _fetch(client, page)
    return len(queries)


def _pdf_ratio(client: Client, page: str) -> tuple[float, float, int]:
    """The first download by an empty page's PDF, a second download by the same, and the size."""

    def anew() -> bytes:
        caches["documents"].clear()
        return _fetch(client, page)

    def empty() -> bytes:
        caches["documents"].clear()
        return print_document(EMPTY)

    first = _in_turn(anew, empty, 7)
    size = len(anew())
    base = statistics.median(_seconds(empty) for _ in range(5))
    anew()
    again = statistics.median(_seconds(lambda: _fetch(client, page)) for _ in range(5)) / base
    return first, again, size


def _page(
    small: dict,
    large: dict,
    pdfs: list,
    audit: tuple[float, int],
    grids: list[GridCost],
    sheets: list[SheetTimes],
    signing: SigningCosts,
) -> str:
    lines = [
        "# Performance",
        "",
        "Written by `make bench`. Ratios of one run, taken in turn on one machine; times in",
        "milliseconds stand only where a limit is set in them, and differ from machine to machine.",
        "",
        f"Python {platform.python_version()}, {connection.display_name}, Django's test client;",
        "settings as in production (DEBUG off), without HTTPS.",
        "",
        "## Pages",
        "",
        "Time against a bare Django view behind the same middleware, and the number of queries,",
        f"with the real record and with {TIMES} times the rows.",
        "",
        f"| Page | × bare view | × bare view at {TIMES}× | queries | queries at {TIMES}× |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for page, (ratio, queries) in small.items():
        wide_ratio, wide_queries = large[page]
        lines.append(f"| `{page}` | {ratio:.1f} | {wide_ratio:.1f} | {queries} | {wide_queries} |")
    lines += [
        "",
        "## Documents",
        "",
        "The first download against WeasyPrint making an empty A4 page by the same process, and a",
        "later download of the same document against the same.",
        "",
        "| Document | first × empty page | again × empty page | bytes |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| `{page}` | {first:.1f} | {again:.2f} | {size:,} |" for page, first, again, size in pdfs
    ]
    ratio, queries = audit
    lines += ["", *grid_section(grids)]
    lines += ["", *exchange_section(sheets), ""]
    lines += [*signing_section(signing), ""]
    lines += [
        "## Audit",
        "",
        f"A change of one record with its event takes {ratio:.1f} times the same change without;",
        f"the event adds {queries} queries: the chain's head is locked, read and moved, the event",
        "and its address are written.",
    ]
    return "\n".join(lines) + "\n"
