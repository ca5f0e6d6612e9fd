"""What signing costs: taking a signed file in, examining one, downloading, issuing.

The signers and their authority are those of the tests.
"""

import datetime
import functools
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.wsgi import get_wsgi_application

from cluster_portal.accounts.models import User
from cluster_portal.documents.codes import new_code
from cluster_portal.documents.marks import marked
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.render import render_pdf
from cluster_portal.documents.services import issue_document
from cluster_portal.documents.signing.acceptance import accept
from cluster_portal.documents.signing.signing import sign
from cluster_portal.documents.signing.trust import Trust
from cluster_portal.documents.signing.verification import verify
from emulation.models import Pledge, PledgeStatus
from tests.documents import samples
from tests.signing import officer
from tests.signing.authority import Authority
from tests.signing.pledges import MANY, SLUGS, issued

ROUNDS, DOWNLOADS, ISSUED, CORES = 3, 60, 24, 2


@dataclass(frozen=True)
class SigningTimes:
    """One file with all its signatures. `accept`, `verify` and `printed` are seconds."""

    signatures: int
    length: int
    printed: float
    accept: float
    verify: float


@dataclass(frozen=True)
class SigningCosts:
    """`download` is a ratio; `issued` documents in a second."""

    files: tuple[SigningTimes, ...]
    download: float
    issued: float


def signing_costs() -> SigningCosts:
    """Measure with nine and with thirty-four signatures; the database gets a document of each."""
    authority = Authority(datetime.datetime.now(datetime.UTC).replace(microsecond=0))
    return SigningCosts(
        files=tuple(_times(authority, slugs) for slugs in (SLUGS, MANY)),
        download=_download_ratio(),
        issued=_issued_a_second(),
    )


def _times(authority: Authority, slugs: tuple[str, ...]) -> SigningTimes:
    backend = officer.backend(authority.signer("Người ký"), authority)
    trust = Trust(
        roots=(authority.root.certificate_der,),
        between=(authority.issuing.certificate_der,),
        revocations=(
            authority.revocation_list(authority.root),
            authority.revocation_list(authority.issuing),
        ),
    )
    printed = _seconds(lambda: issued(slugs))
    content = head = issued(slugs)
    for slug in slugs:
        head, content = content, sign(content, field=f"ky_{slug}", backend=backend)
    now = datetime.datetime.now(datetime.UTC)
    return SigningTimes(
        signatures=len(slugs),
        length=len(content),
        printed=printed,
        accept=_median(
            lambda: accept(
                content, head=head, field=f"ky_{slugs[-1]}", trust=trust, now=now, issued_at=now
            )
        ),
        verify=_median(lambda: verify(content, trust=trust, now=now)),
    )


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: a line for each request would be measured too."""


@contextmanager
def _serving(application: Callable) -> Iterator[str]:
    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _download_ratio() -> float:
    """An issued pledge by the portal against its bytes by the same server alone, in turn."""
    pledge = Pledge.objects.filter(status=PledgeStatus.PUBLISHED).select_related(
        "emulation_year__cluster"
    )[0]
    pledge.document = _issue(render_pdf(_html()), new_code())
    pledge.save(update_fields=["document"])
    content = pledge.document.head_content()

    def bare(environ: dict, start_response: Callable) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/pdf")])
        return [content]

    def fetch(address: str) -> None:
        request = urllib.request.Request(address, headers={"Host": "testserver"})
        with urllib.request.urlopen(request) as answer:  # nosec B310
            if answer.read() != content:
                raise RuntimeError(f"{address} is another file")

    with _serving(get_wsgi_application()) as portal, _serving(bare) as alone:
        own, other = f"{portal}{pledge.get_pdf_url()}", f"{alone}/"
        fetch(own), fetch(other)  # warm
        return statistics.median(
            _seconds(functools.partial(fetch, own)) / _seconds(functools.partial(fetch, other))
            for _ in range(DOWNLOADS)
        )


def _html() -> str:
    content = samples.pledge()
    cells = zip(content.cells, SLUGS, strict=True)
    return samples.html_of(
        replace(
            content,
            head=marked(content.head, new_code()),
            cells=tuple(replace(cell, field=slug) for cell, slug in cells),
        )
    )


def _issue(content: bytes, code: str) -> IssuedDocument:
    by = User.objects.filter(is_active=True).first() or User.objects.create_user(
        "bench@portal.example", None, full_name="Người đo"
    )
    return issue_document(
        kind="pledge",
        document_number=f"{code}/GƯTĐ",
        title="Giao ước thi đua",
        content=content,
        code=code,
        by=by,
    )


def _issued_a_second() -> float:
    """Pledges of nine, each with its own code, printed by a process on each core and kept."""
    pages = [_html() for _ in range(ISSUED)]
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as printers:
        list(printers.map(render_pdf, pages[:CORES]))  # warm
        start = time.perf_counter()
        for content in printers.map(render_pdf, pages):
            _issue(content, new_code())
        return ISSUED / (time.perf_counter() - start)


def signing_section(costs: SigningCosts) -> list[str]:
    """The figures as lines of Markdown."""
    base = costs.files[0]
    lines = [
        "## Signing",
        "",
        "A pledge with all its signatures: taking the last one in (`accept`, in a process of its",
        "own, as for an upload), and examining all of them (`verify`, as for anybody's file). In",
        "seconds of the run, and against nine signatures; printing the file to be signed took",
        f"{base.printed:.2f} s.",
        "",
        "| signatures | bytes | accept | × nine | verify | × nine |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.signatures} | {row.length:,} | {row.accept:.2f} | {row.accept / base.accept:.1f}"
        f" | {row.verify:.2f} | {row.verify / base.verify:.1f} |"
        for row in costs.files
    ]
    return [
        *lines,
        "",
        f"The download of an issued pledge takes {costs.download:.1f} times what the bare server",
        "takes for the same bytes. Pledges of nine, each with its own code and QR:",
        f"{costs.issued:.1f} issued in a second on {CORES} cores.",
    ]
