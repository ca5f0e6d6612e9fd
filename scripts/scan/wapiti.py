"""Runs wapiti, a scanner for web applications, against a portal and reads its report."""

import http.server
import json
import os
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.scan.portal import ROOT, Portal

WAPITI = ROOT / "var" / "scan-venv" / "bin" / "wapiti"
# Left out: what asks other machines (cms, wapp, takeover), needs TLS, or only guesses names; and
# ldap, which the portal has nothing of and which takes any two downloads that differ for a finding.
MODULES = (
    *("backup", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers"),
    *("methods", "permanentxss", "redirect", "shellshock", "spring4shell", "sql", "ssrf"),
    *("timesql", "upload", "xss", "xxe"),
)
ROLES = ("", "thu-ky@demo.example", "ninh-binh@demo.example", "quan-tri@demo.example")
CSRF = "Cross Site Request Forgery"
REFUSED_FORM = "Chưa gửi được"  # on the page that a form without its token gets
MEDIUM = 2  # of 0 (for information) to 4 (critical)


def scan(portal: Portal, reports: Path, seconds: int) -> list[str]:
    """Scan as visitor and as each role; return what is medium or worse, and every error 500."""
    sessions = portal.facts()["sessions"]
    problems = []
    with listener() as (endpoint, asked):
        for role in ROLES:
            report = reports / f"wapiti-{role.partition('@')[0] or 'visitor'}.json"
            _run(portal, report, sessions.get(role, ""), endpoint, seconds // len(ROLES))
            problems += [
                f"wapiti as {role or 'visitor'}: {line}"
                for line in findings(report, portal, sessions.get(role, ""))
            ]
        problems += [f"the portal asked another server for {path}" for path in asked]
    return problems


def findings(report: Path, portal: Portal, cookie: str) -> list[str]:
    """Return the lines of a report that matter.

    A form that wapiti takes for unprotected is asked again: where it failed for another reason,
    with and without a token, it looks to wapiti as if nobody had asked for one.

    Raises:
        FileNotFoundError: wapiti wrote none.
    """
    content = json.loads(report.read_text(encoding="utf-8"))
    print(
        f"wapiti: {content['infos'].get('crawled_pages_nbr', '?')} pages, "
        + ", ".join(
            f"{kind}: {len(found)}"
            for group in ("vulnerabilities", "anomalies")
            for kind, found in content[group].items()
            if found
        ),
        flush=True,
    )
    lines = [
        f"{kind} ({found['level']}): {found['method']} {found['path']} {found['info']}"
        for kind, all_found in content["vulnerabilities"].items()
        for found in all_found
        if found["level"] >= MEDIUM
        and not (kind == CSRF and _asks_for_token(portal, found["path"], cookie))
    ]
    if not content["infos"].get("crawled_pages_nbr"):
        lines.append("nothing was crawled: the portal did not answer")
    errors = content["anomalies"].get("Internal Server Error", [])
    return lines + [f"error 500: {found['http_request']}" for found in errors]


def _asks_for_token(portal: Portal, path: str, cookie: str) -> bool:
    """Whether a form without a token is refused."""
    request = urllib.request.Request(
        portal.address + path, data=b"x=1", headers={"Cookie": cookie}, method="POST"
    )
    try:
        urllib.request.urlopen(request).close()  # nosec B310 # always http
    except urllib.error.HTTPError as error:
        return error.code == 403 and REFUSED_FORM in error.read().decode(errors="replace")
    return False


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine that writes down who calls: (its address, the paths asked for)."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # wapiti itself asks at the end whether anybody has called.
            if not self.path.startswith("/get_"):
                asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


def _run(portal: Portal, report: Path, cookie: str, endpoint: str, seconds: int) -> None:
    folder = report.with_suffix("")
    command = [
        *(str(WAPITI), "--url", f"{portal.address}/", "--module", ",".join(MODULES)),
        *("--exclude", f"{portal.address}/dang-xuat/", "--flush-session", "--no-bugreport"),
        *("--max-scan-time", str(seconds // 3), "--max-attack-time", str(max(5, seconds // 20))),
        *("--max-links-per-page", "60", "--max-files-per-dir", "20", "--max-parameters", "60"),
        *("--endpoint", endpoint, "--format", "json", "--output", str(report)),
        *("--store-session", str(folder), "--store-config", str(folder), "--verbose", "0"),
    ]
    if cookie:
        command += ["--cookie-value", cookie]
    report.unlink(missing_ok=True)
    nobody = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    limit = seconds * 3 + 120
    subprocess.run(  # nosec B603 # constant command, no shell
        command, env=nobody, stdout=subprocess.DEVNULL, timeout=limit, check=False
    )
