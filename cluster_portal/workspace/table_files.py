"""Any table of the working pages and of the boards as a file: what the page shows, as it is sorted.

The page is drawn as usual and the table read from it, so that the file cannot differ from the page:
`?tep=luan-phien.csv` asks for the table marked data-file="luan-phien". A column whose heading
carries data-no-file, such as one of buttons, stays out. What a page shows in other shapes than
tables has its sheet from the view (`with_sheets`).
"""

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from cluster_portal.pages.limits import limited
from cluster_portal.pages.query import without
from cluster_portal.pages.spreadsheets import (
    AsWritten,
    Sheet,
    csv_response,
    spreadsheet_response,
)
from cluster_portal.vietnamese.dates import format_date, parse_date
from cluster_portal.vietnamese.numbers import NumberError, parse_number
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
REMARKS = " – ghi chú"  # after the heading of the column
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


def with_sheets(response: HttpResponse, sheets: Mapping[str, Callable[[], Sheet]]) -> HttpResponse:
    """The page, with the sheets of what it shows otherwise than in tables, by their names."""
    response.sheets = sheets  # type: ignore[attr-defined]
    return response


class TableFilesMiddleware:
    """Answers a page with one of its tables, where the address asks for it.

    A page without that table is not taken for an answer: that it has none is said (404).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if PARAM not in request.GET or request.method not in {"GET", "HEAD"}:
            return None
        has_files = request.resolver_match.namespace in NAMESPACES
        asked = _ASKED.fullmatch(request.GET[PARAM]) if has_files else None
        drawn = limited("spreadsheet")(view) if asked else view
        response = drawn(request, *args, **kwargs)
        is_shown = response.status_code == 200 and not response.streaming
        if not is_shown or not response.get("Content-Type", "").startswith("text/html"):
            return response
        name, ending = asked.groups() if asked else ("", "")
        sheet = _sheet_of(response, name)
        if sheet is None:
            context = {"name": request.GET[PARAM], "back": without(request, [PARAM])}
            return render(request, "workspace/no_such_table.html", context, status=404)
        # From the address, which is readable: "dong-bang-song-hong-2024-viec.csv".
        parts = [part for part in request.path.split("/") if part not in {"", "cum"}]
        file = f"{'-'.join([*parts, *([name] if name not in parts else [])])}.{ending}"
        note_download(request, file=file, target=_target(kwargs))
        return ANSWERS[ending](sheet, file)


def _sheet_of(page: HttpResponse, name: str) -> Sheet | None:
    if not name:
        return None
    if make := getattr(page, "sheets", {}).get(name):
        return make()
    return table_in(page.content.decode(), name)


def _target(kwargs: dict[str, Any]) -> Model | None:
    """Whose drafts the page may show; the view has looked whether the reader may see it."""
    cluster = Cluster.objects.filter(slug=kwargs.get("cluster_slug")).first()
    years = EmulationYear.objects.filter(cluster=cluster, year=kwargs.get("year"))
    return (years.first() if "year" in kwargs else None) or cluster


def table_in(page: str, name: str) -> Sheet | None:
    """Return the table of `page` marked data-file="`name`" as it is seen; None for no such table.

    Fields give what stands in them, a choice the words of what is chosen. Numbers and days become
    such cells where that changes nothing in how they are written; remarks stand in a column beside
    theirs, or numbers would be text.
    """
    reader = _TableReader(name)
    reader.feed(page)
    reader.close()
    if not reader.rows:
        return None
    first, *rows = reader.rows
    columns = []
    for number, heading in enumerate(first):
        if heading.is_out:
            continue
        cells = [row[number] if number < len(row) else _NO_CELL for row in rows]
        columns.append((heading.text, [cell.text for cell in cells]))
        if any(cell.remark for cell in cells):
            columns.append((f"{heading.text}{REMARKS}", [cell.remark for cell in cells]))
    body = [row for row in zip(*(texts for _, texts in columns), strict=True) if any(row)]
    widths = [
        max(len(line) for text in (heading, *texts) for line in text.split("\n"))
        for heading, texts in columns
    ]
    return Sheet(
        _NOT_IN_TITLES.sub(" ", reader.caption).strip() or name,
        [heading for heading, _ in columns],
        [[_typed(text) for text in row] for row in body],
        [min(WIDEST, max(NARROWEST, width + 2)) for width in widths],
    )


def _typed(text: str) -> Any:
    """A number with as many decimals as are written, or a day; anything else as it is."""
    for read, write, refusal in (
        (lambda text: AsWritten(parse_number(text)), AsWritten.written, NumberError),
        (parse_date, format_date, ValueError),
    ):
        try:
            value = read(text)
        except refusal:
            continue
        if write(value) == text:
            return value
    return text


class _Cell(NamedTuple):
    """What is seen of a cell, what is remarked in it, and whether its column stays out."""

    text: str
    remark: str = ""
    is_out: bool = False


_NO_CELL = _Cell("")


class _TableReader(HTMLParser):
    """Collects the cells of one table, the first row as its headings."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.caption = ""
        self.rows: list[list[_Cell]] = []
        self._open: list[str] = []  # elements within the table
        self._hidden_at = 0  # how deep the element lies whose content is not seen
        self._text: list[str] | None = None
        self._remarks: list[str] = []
        self._remark_at = 0  # how deep the remark lies that is being read
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
            self._text, self._remarks, self._ticked = [], [], False
            self._is_out = not {"data-no-file", "hidden"}.isdisjoint(own)
            self._span = int(own.get("colspan") or 1)
        elif _is_unseen(tag, own):
            self._hidden_at = len(self._open)
        elif not self._remark_at and self._is_remark(tag, own):
            self._remark_at = len(self._open)
            self._write("\n")
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
        if self._remark_at and len(self._open) < self._remark_at:
            self._remark_at = 0
        if closed in {"th", "td"} and self._text is not None:
            text = _clean("".join(self._text)) or ("x" if self._ticked else "")
            remark = _clean("".join(self._remarks))
            # What is nothing but a remark stands in its own place.
            told = (text, remark) if text else (remark, "")
            cell = _Cell(*told, is_out=self._is_out)
            self.rows[-1] += [cell, *[_NO_CELL] * (self._span - 1)]
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
            (self._remarks if self._remark_at else self._text).append(text)

    def _is_remark(self, tag: str, own: dict[str, str | None]) -> bool:
        """Headings keep what follows on their line: "GRDP (%)"."""
        classes = (own.get("class") or "").split()
        if tag != "span" or "remark" not in classes or len(self.rows) < 2:
            return False
        return "td" in self._open or "d-block" in classes


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
