"""The renderer reads nothing but the project's own files, and says nothing when all is well."""

import logging

import pytest

from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.render import _style, render_pdf
from cluster_portal.documents.style import READABLE_DIRECTORIES, STATIC_DIRECTORY, STYLESHEET
from tests.documents import samples

FOREIGN = (
    "http://127.0.0.1:9/x.png",
    "https://example.com/x.png",
    "ftp://example.com/x.png",
    "file:///etc/passwd",
    "file://server/etc/passwd",
    "../pyproject.toml",
    "css/../../pyproject.toml",
    "css/%2e%2e/%2e%2e/pyproject.toml",
    "vendor/bootstrap/LICENSE",
    "css/no-such-file.css",
    f"http://127.0.0.1:9{STYLESHEET}",
    f"file://server{STYLESHEET}",
    "file://[server/x.png",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
)
PLACES = (
    '<img alt="" src="{}">',
    "<p style=\"background: url('{}')\">a</p>",
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<object data="{}"></object>',
)


@pytest.mark.parametrize("address", FOREIGN)
def test_foreign_address_stops_the_rendering(address):
    with pytest.raises(DocumentError, match="không được phép đọc"):
        render_pdf(f'<title>a</title><img alt="" src="{address}">')


@pytest.mark.parametrize("place", PLACES)
def test_no_place_in_html_lets_an_address_through(place):
    with pytest.raises(DocumentError):
        render_pdf("<title>a</title>" + place.format("file:///etc/hostname"))


def test_link_out_of_the_project_is_not_followed(tmp_path, monkeypatch):
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    folder = tmp_path / "css"
    folder.mkdir()
    (folder / "link.css").symlink_to(secret)
    monkeypatch.setattr("cluster_portal.documents.render.READABLE_DIRECTORIES", (folder,))
    with pytest.raises(DocumentError):
        render_pdf(
            f'<title>a</title><link rel="stylesheet" href="{(folder / "link.css").as_uri()}">'
        )


def test_own_static_files_may_be_read():
    assert STATIC_DIRECTORY / "css" in READABLE_DIRECTORIES
    assert render_pdf('<title>a</title><link rel="stylesheet" href="css/document.css">')


def test_plain_links_are_allowed():
    assert render_pdf('<title>a</title><p><a href="https://example.com/">nguồn</a></p>')


def test_style_sheet_and_templates_give_no_warning(caplog):
    _style.cache_clear()
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        render_pdf(samples.html_of(samples.pledge()))
        render_pdf(samples.html_of(samples.report()))
    assert not [record for record in caplog.records if record.name == "weasyprint"]


def test_templates_carry_no_inline_style():
    for content in (samples.pledge(), samples.report()):
        assert "style=" not in samples.html_of(content)


def test_every_column_width_has_its_rule():
    rules = STYLESHEET.read_text(encoding="utf-8")
    for width in range(10, 101, 5):
        assert f".width-{width} {{ width: {width}mm; }}" in rules
