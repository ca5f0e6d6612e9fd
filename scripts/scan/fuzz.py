"""Asks a running portal thousands of wrong questions and reports every answer that is an error.

Every address pattern with made-up parts, every form of every page with made-up values, every
method, odd headers and bodies; as a visitor and as each demo account. An answer of 500 or more, a
traceback, or an answer without the security headers is a finding.
"""

import http.client
import re
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random

from scripts.scan import values
from scripts.scan.portal import Portal

HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
)
TRACES = (b"Traceback (most recent call last)", b"Exception Type:", b"DJANGO_SETTINGS_MODULE")
SIGNING_OUT = ("/dang-xuat/",)
ADMINISTRATOR = "quan-tri@demo.example"
_PART = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\([^()]*\)")
_BOUNDARY = "fuzz-boundary"
_CHANGES = ("keep",) * 4 + ("replace",) * 3 + ("drop", "double")


@dataclass(frozen=True)
class Finding:
    """An answer that must not be, with the question that got it."""

    what: str
    role: str
    method: str
    target: str
    body: bytes

    def __str__(self) -> str:
        return f"{self.what}: {self.method} {self.target} as {self.role}, body {self.body[:600]!r}"


@dataclass
class Form:
    """A form of a page: where it goes and what it would send as it stands."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects the forms and the links of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.links = path, [], set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.add(self._inside(found["href"]))
        elif tag == "form":
            self.forms.append(
                Form(self._inside(found.get("action", "")), found.get("method", "get").upper())
            )
        elif tag in {"input", "select", "textarea", "button"} and found.get("name") and self.forms:
            if found.get("type") == "file":
                self.forms[-1].files.append(found["name"])
            else:
                self.forms[-1].fields.append((found["name"], found.get("value", "")))

    def _inside(self, address: str) -> str:
        target = urllib.parse.urlsplit(urllib.parse.urljoin(f"http://portal{self.path}", address))
        if target.netloc != "portal":
            return self.path
        return urllib.parse.urlunsplit(("", "", target.path, target.query, ""))


class Fuzzer:
    """One run against one portal."""

    def __init__(self, portal: Portal, number: int = 1) -> None:
        self.portal, self.number = portal, number
        self.findings: list[Finding] = []
        self.asked = self.checked = 0
        self.statuses: dict[int, int] = {}
        self.cookies: dict[str, dict[str, str]] = {"visitor": {}}
        self.patterns = self._sign_in()
        self.paths: dict[str, set[str]] = {role: {"/"} for role in self.cookies}
        self.forms: dict[str, list[Form]] = {role: [] for role in self.cookies}

    def run(self, questions: int, seconds: float) -> list[Finding]:
        """Ask up to `questions` or for so long; return what was found."""
        deadline = time.monotonic() + seconds
        for role in self.cookies:
            self._crawl(role, min(deadline, time.monotonic() + seconds / (3 * len(self.cookies))))

        source = Random(self.number)  # nosec B311 # the same questions each time
        for _ in range(questions):
            if time.monotonic() > deadline:
                break
            self._ask_something(source)
        return self.findings

    def _sign_in(self) -> list[str]:
        """Give every role a fresh session; some questions end the one it had."""
        facts = self.portal.facts()
        for role, cookie in facts["sessions"].items():
            name, _, value = cookie.partition("=")
            self.cookies.setdefault(role, {})[name] = value
        return facts["patterns"]

    # --- Questions ------------------------------------------------------------------------------

    def _crawl(self, role: str, deadline: float) -> None:
        """Follow the links of a role's pages, to know real addresses and forms."""
        waiting, seen = ["/", "/tai-khoan/", "/quan-tri/"], set()
        while waiting and time.monotonic() < deadline:
            path = waiting.pop(0)
            # Pages of one kind differ by their numbers: one of each will do.
            kind = re.sub(r"\d+", "0", path.partition("?")[0])
            if kind in seen or path.startswith(SIGNING_OUT):
                continue
            seen.add(kind)
            page = self._page(role, path)
            if page is not None:
                self.paths[role].add(path)
                self.forms[role] += page.forms
                waiting += sorted(page.links)

    def _page(self, role: str, path: str) -> _Page | None:
        status, kind, content = self._send(role, "GET", path)
        if status != 200 or not kind.startswith("text/html"):
            return None
        page = _Page(path)
        page.feed(content.decode("utf-8", "replace"))
        return page

    def _ask_something(self, source: Random) -> None:
        role = source.choice(sorted(self.cookies))
        if self.asked > self.checked + 400:
            self.checked = self.asked
            if self._send(ADMINISTRATOR, "GET", "/tai-khoan/")[0] != 200:
                self._sign_in()
        kind = source.choice(("pattern", "path", "form", "form", "form"))
        if kind == "form" and self.forms[role]:
            form = source.choice(self.forms[role])
            if not form.action.startswith(SIGNING_OUT):
                self._submit(role, form, source)
            return
        if kind == "pattern":
            path = self._made_up(source.choice(self.patterns), source)
        else:
            path = source.choice(sorted(self.paths[role]))
        if path.startswith(SIGNING_OUT):
            return
        if query := values.pairs(source):
            path = f"{path.partition('?')[0]}?{urllib.parse.urlencode(query)}"
        method = values.method(source)
        body = values.body(source) if method not in {"GET", "HEAD"} else b""
        self._send(role, method, path, body, values.headers(source))

    def _made_up(self, pattern: str, source: Random) -> str:
        def part(found: re.Match[str]) -> str:
            converter = found[1] or ("str" if found[2] else "regex")
            if converter == "int":
                return values.integer(source)
            made = values.slug if converter == "slug" else values.part
            return urllib.parse.quote(made(source), safe="")

        return "/" + _PART.sub(part, pattern).replace("?", "").replace("\\", "")

    def _submit(self, role: str, form: Form, source: Random) -> None:
        """Send the form as its page has it now, with some fields changed, doubled or left out."""
        fresh = [
            other
            for other in getattr(self._page(role, form.action), "forms", [])
            if [name for name, _ in other.fields] == [name for name, _ in form.fields]
        ]
        sent: list[tuple[str, str]] = []
        for name, value in (fresh or [form])[0].fields:
            change = "keep" if name == "csrfmiddlewaretoken" else source.choice(_CHANGES)
            if change != "drop":
                sent.append((name, values.text(source) if change == "replace" else value))
            if change == "double":
                sent.append((name, values.text(source)))
        sent += values.pairs(source)
        if form.method == "GET":
            query = urllib.parse.urlencode(sent)
            self._send(role, "GET", f"{form.action.partition('?')[0]}?{query}")
        elif form.files or source.random() < 0.5:
            files = [(name, *values.upload(source)) for name in form.files or ("file",)]
            body = b"".join(_multipart(sent, files))
            kind = f"multipart/form-data; boundary={_BOUNDARY}"
            self._send(role, "POST", form.action, body, {"Content-Type": kind})
        else:
            body = urllib.parse.urlencode(sent).encode()
            kind = "application/x-www-form-urlencoded"
            self._send(role, "POST", form.action, body, {"Content-Type": kind})

    # --- Answers --------------------------------------------------------------------------------

    def _send(
        self,
        role: str,
        method: str,
        target: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=30)
        target = urllib.parse.quote(target, safe="/?&=%+;:@,!$'()*~-._")
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies[role].items())
        sent = {"Cookie": cookies, **(headers or {})}
        try:
            connection.request(method, target, body or None, sent)
            answer = connection.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError) as error:
            self._find(f"no answer ({error!r})", role, method, target, body)
            return 0, "", b""
        finally:
            connection.close()
        self.asked += 1
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        self._keep_cookies(role, answer)
        self._judge(answer, content, (role, method, target, body))
        return answer.status, answer.getheader("Content-Type", ""), content

    def _keep_cookies(self, role: str, answer: http.client.HTTPResponse) -> None:
        for line in answer.msg.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            if value and value != '""':
                self.cookies[role][name] = value

    def _judge(self, answer: http.client.HTTPResponse, content: bytes, question: tuple) -> None:
        if answer.status >= 500:
            self._find(f"status {answer.status}", *question)
        if any(trace in content for trace in TRACES):
            self._find("traceback", *question)
        if content.startswith(b"<html>\n  <head>\n    <title>") and answer.status < 500:
            return  # the server's own refusal of what is no HTTP
        missing = [name for name in HEADERS if not answer.getheader(name)]
        if missing:
            self._find(f"status {answer.status} without {', '.join(missing)}", *question)

    def _find(self, what: str, role: str, method: str, target: str, body: bytes) -> None:
        self.findings.append(Finding(what, role, method, target, body))


def _multipart(
    fields: list[tuple[str, str]], files: list[tuple[str, str, bytes]]
) -> Iterator[bytes]:
    """The parts of a form with files, quotes in names and all."""
    for name, value in fields:
        yield f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        yield value.encode() + b"\r\n"
    for name, filename, content in files:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"'
        yield f"--{_BOUNDARY}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode()
        yield content + b"\r\n"
    yield f"--{_BOUNDARY}--\r\n".encode()
