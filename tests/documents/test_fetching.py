"""Making a document asks no other machine and reads no file but the project's own."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.render import render_pdf
from tests.documents import samples


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine: its address, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


# Whatever the listener is asked, it answers with a redirect to a file of this machine.
WAYS = (
    '<img alt="" src="{}">',
    '<img alt="" srcset="{} 2x" src="{}">',
    '<p style="background-image: url({})">a</p>',
    "<style>@import '{}';</style>",
    "<style>@import url({});</style>",
    "<style>@font-face {{ font-family: x; src: url({}) }} p {{ font-family: x }}</style><p>a</p>",
    "<style>p::before {{ content: url({}) }}</style><p>a</p>",
    "<style>li {{ list-style-image: url({}) }}</style><ul><li>a</li></ul>",
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<p><a rel="attachment" href="{}">a</a></p>',
    '<object data="{}" type="image/png">a</object>',
    '<embed src="{}" type="image/png">',
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="9" height="9"><image width="9" height="9" xlink:href="{}"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><use href="{}#a"/></svg>',
    '<base href="{}/"><img alt="" src="x.png">',
    '<video poster="{}"></video>',
    '<iframe src="{}"></iframe>',
    '<input type="image" src="{}">',
)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_in_html_leads_to_another_machine(listener: tuple[str, list[str]], way: str):
    """Either the rendering stops, or the way is none: in neither case is anybody asked."""
    address, asked = listener
    try:
        made = render_pdf(f"<title>a</title>{way.replace('{}', address + '/x.png')}")
    except DocumentError:
        made = b""
    assert asked == []
    assert b"root:" not in made


@pytest.mark.parametrize("way", WAYS)
def test_no_way_in_html_leads_to_a_file_of_this_machine(way: str):
    try:
        made = render_pdf(f"<title>a</title>{way.replace('{}', 'file:///etc/passwd')}")
    except DocumentError:
        made = b""
    assert b"root:" not in made
    assert b"/EmbeddedFile" not in made


@pytest.mark.parametrize(
    "address",
    [
        "data:text/css,@import 'file:///etc/passwd'",
        "data:image/png;base64," + "A" * 1_000_000,
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='x'/></svg>",
        "gopher://127.0.0.1:9/",
        "jar:file:///etc/passwd!/",
        "FILE:///etc/passwd",
        "file:/etc/passwd",
        "//127.0.0.1:9/x.png",
        "http:///127.0.0.1:9",
        "http://[::1]:9/",
        "http://2130706433:9/",
        "\\\\server\\share\\x.png",
    ],
)
def test_the_reader_of_files_refuses_every_other_kind_of_address(address: str):
    with pytest.raises(DocumentError):
        render_pdf(f'<title>a</title><link rel="stylesheet" href="{address}">')


@pytest.mark.parametrize("way", WAYS)
def test_what_people_type_into_a_document_is_text(listener: tuple[str, list[str]], way: str):
    address, asked = listener
    typed = way.replace("{}", f"{address}/x.png")
    made = render_pdf(samples.html_of(samples.pledge(theme=typed, motto=typed, closing=typed)))
    assert made.startswith(b"%PDF-")
    assert asked == []
