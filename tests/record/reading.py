"""A page as a reader takes it in: headings, paragraphs, list entries and rows of tables."""

from html.parser import HTMLParser

from cluster_portal.vietnamese.folding import normalise

BLOCKS = {"h1", "h2", "h3", "p", "li", "dt", "dd", "tr", "caption", "div"}
SKIPPED = {"script", "style", "head", "nav", "header", "footer"}


class _Reader(HTMLParser):
    """Gathers the text of each block; a row of a table begins with its table's caption."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._text: list[str] = []
        self._caption = ""
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in SKIPPED:
            self._skipping += 1
        if tag == "table":
            self._caption = ""
        if tag in BLOCKS:
            self._end_line()
            if tag == "tr":
                self._text.append(f"{self._caption} | ")
        elif tag in {"td", "th", "span"}:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self._skipping -= 1
        if tag == "caption":
            self._caption = normalise("".join(self._text))
        if tag in BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._text.append(data)

    def _end_line(self) -> None:
        if line := normalise("".join(self._text)):
            self.lines.append(line)
        self._text = []


def lines_of(html: str) -> list[str]:
    """Return the visible lines of a page, without its head, navigation and foot."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.lines
