"""Any table of the working pages and of the boards as a file: what the page shows, as it is sorted.

The page is drawn as usual and the table read from it, so that the file cannot differ from the page:
`?tep=luan-phien.csv` asks for the table marked data-file="luan-phien". A column whose heading
carries data-no-file, such as one of buttons, stays out.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from cluster_portal.pages.limits import limited
from cluster_portal.pages.spreadsheets import Sheet, csv_response, spreadsheet_response
from cluster_portal.vietnamese.dates import format_date, parse_date
from cluster_portal.vietnamese.numbers import NumberError, format_number, parse_number
from clusters.downloads import note_download
from clusters.models import Cluster, EmulationYear

PARAM = "tep"
NAMESPACES = ("workspace", "dashboards")  # whose tables there are files of
MOST_ROWS = 5_000  # of a table that the page shows in parts
ANSWERS: dict[str, Callable[[Sheet, str], HttpResponseBase]] = {
    "xlsx": spreadsheet_response,
    "csv": csv_response,
}
NARROWEST, WIDEST = 10, 60  # characters
_ASKED = re.compile(r"([a-z0-9-]{1,120})\.(xlsx|csv)")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_VOID = {"br", "hr", "img", "input", "wbr", "col"}
_UNSHOWN = {"script", "template", "button", "summary"}  # a summary's text stands in full below it
_LINES = {"p", "div", "li", "ul", "ol", "tr"}


def wants_file(request: HttpRequest) -> bool:
    """Whether the page is drawn to become a file, with all that it would show in parts."""
    return bool(_ASKED.fullmatch(request.GET.get(PARAM, "")))


def per_page(request: HttpRequest, usual: int) -> int:
    """How many rows a page shows: all, within reason, when they go into a file."""
    return MOST_ROWS if wants_file(request) else usual


class TableFilesMiddleware:
    """Answers a page with one of its tables, where the address asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        asked = _ASKED.fullmatch(request.GET.get(PARAM, ""))
        is_page = request.method in {"GET", "HEAD"}
        if not (asked and is_page and request.resolver_match.namespace in NAMESPACES):
            return None
        response = limited("spreadsheet")(view)(request, *args, **kwargs)
        is_shown = response.status_code == 200 and not response.streaming
        if not is_shown or not response.get("Content-Type", "").startswith("text/html"):
            return response
        name, ending = asked.groups()
        sheet = table_in(response.content.decode(), name)
        if sheet is None:
            raise Http404
        # From the address, which is readable: "dong-bang-song-hong-2024-viec.csv".
        parts = [part for part in request.path.split("/") if part not in {"", "cum"}]
        file = f"{'-'.join([*parts, *([name] if name not in parts else [])])}.{ending}"
        note_download(request, file=file, target=_target(kwargs))
        return ANSWERS[ending](sheet, file)


def _target(kwargs: dict[str, Any]) -> Model | None:
    """Whose drafts the page may show; the view has looked whether the reader may see it."""
    cluster = Cluster.objects.filter(slug=kwargs.get("cluster_slug")).first()
    years = EmulationYear.objects.filter(cluster=cluster, year=kwargs.get("year"))
    return (years.first() if "year" in kwargs else None) or cluster


def table_in(page: str, name: str) -> Sheet | None:
    """Return the table of `page` marked data-file="`name`" as it is seen; None for no such table.

    Fields give what stands in them, a choice the words of what is chosen. Numbers and days become
    such cells where that changes nothing in how they are written.
    """
    reader = _TableReader(name)
    reader.feed(page)
    reader.close()
    if not reader.rows:
        return None
    headings, *rows = ([text for text, _ in row] for row in reader.rows)
    left_out = {number for number, (_, is_out) in enumerate(reader.rows[0]) if is_out}
    kept = [number for number in range(len(headings)) if number not in left_out]
    body = [[row[number] if number < len(row) else "" for number in kept] for row in rows]
    body = [row for row in body if any(row)]
    widths = [
        max(len(line) for row in [headings, *rows] for line in _cell(row, number).split("\n"))
        for number in kept
    ]
    return Sheet(
        _NOT_IN_TITLES.sub(" ", reader.caption).strip() or name,
        [headings[number] for number in kept],
        [[_typed(text) for text in row] for row in body],
        [min(WIDEST, max(NARROWEST, width + 2)) for width in widths],
    )


def _cell(row: list[str], number: int) -> str:
    return row[number] if number < len(row) else ""


def _typed(text: str) -> Any:
    for parse, write, refusal in (
        (parse_number, format_number, NumberError),
        (parse_date, format_date, ValueError),
    ):
        try:
            value = parse(text)
        except refusal:
            continue
        if write(value) == text:
            return value
    return text


class _TableReader(HTMLParser):
    """Collects the cells of one table: what is seen of them, and whether the column stays out."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.caption = ""
        self.rows: list[list[tuple[str, bool]]] = []
        self._open: list[str] = []  # elements within the table
        self._hidden_at = 0  # how deep the element lies whose content is not seen
        self._text: list[str] | None = None
        self._is_out = False
        self._span = 1
        self._ticked = False
        self._options: list[tuple[bool, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if not self._open:
            if tag == "table" and own.get("data-file") == self.name and not self.rows:
                self._open = [tag]
            return
        if tag in _VOID:
            if not self._hidden_at:
                self._read_field(tag, own)
            return
        self._open.append(tag)
        if self._hidden_at:
            return
        if tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td", "caption"}:
            self._text, self._ticked = [], False
            self._is_out = not {"data-no-file", "hidden"}.isdisjoint(own)
            self._span = int(own.get("colspan") or 1)
        elif _is_unseen(tag, own):
            self._hidden_at = len(self._open)
        elif tag == "select":
            self._options = []
        elif tag == "option" and self._options is not None:
            self._options.append(("selected" in own, ""))
        elif tag in _LINES or "d-block" in (own.get("class") or "").split():
            self._write("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while (closed := self._open.pop()) != tag:
            pass
        if self._hidden_at and len(self._open) < self._hidden_at:
            self._hidden_at = 0
            return
        if self._hidden_at:
            return
        if closed in {"th", "td"} and self._text is not None:
            text = _clean("".join(self._text)) or ("x" if self._ticked else "")
            self.rows[-1] += [(text, self._is_out), *[("", False)] * (self._span - 1)]
            self._text = None
        elif closed == "caption" and self._text is not None:
            self.caption, self._text = _clean("".join(self._text)), None
        elif closed == "select" and self._options is not None:
            chosen = [text for is_chosen, text in self._options if is_chosen]
            self._options = None
            self._write("; ".join(text for text in chosen if text.strip("- ")))
        elif closed in _LINES:
            self._write("\n")

    def handle_data(self, data: str) -> None:
        if self._hidden_at or not self._open:
            return
        if self._options is None:
            # Line ends of the source are no line ends on the page, but those of a text field are.
            self._write(data if self._open[-1] == "textarea" else re.sub(r"\s+", " ", data))
        elif self._options:
            is_chosen, text = self._options[-1]
            self._options[-1] = (is_chosen, f"{text}{data}".strip())

    def _read_field(self, tag: str, own: dict[str, str | None]) -> None:
        kind = own.get("type") or "text"
        if tag == "br":
            self._write("\n")
        elif tag == "img":
            self._write(own.get("alt") or "")
        elif tag != "input" or kind in {"hidden", "submit", "button", "file", "password"}:
            return
        elif kind not in {"checkbox", "radio"}:
            self._write(own.get("value") or "")
        elif "checked" in own:
            self._ticked = True
        elif "label" in self._open:
            # What was not chosen is not said.
            self._hidden_at = len(self._open) - self._open[::-1].index("label")

    def _write(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)


def _is_unseen(tag: str, own: dict[str, str | None]) -> bool:
    classes = (own.get("class") or "").split()
    return (
        tag in _UNSHOWN
        or "hidden" in own
        or own.get("aria-hidden") == "true"
        or "visually-hidden" in classes
    )


def _clean(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
