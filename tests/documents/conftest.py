"""Real PDF files of the sample documents, made once per run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cluster_portal.documents.contents import PledgeContent, ReportContent
from cluster_portal.documents.render import render_pdf
from tests.documents import samples


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Print a content, or a text of HTML, to a file."""
    folder = tmp_path_factory.mktemp("documents")

    def print_to_file(content: PledgeContent | ReportContent | str) -> Path:
        html = content if isinstance(content, str) else samples.html_of(content)
        path = folder / f"{len(list(folder.iterdir()))}.pdf"
        path.write_bytes(render_pdf(html))
        return path

    return print_to_file


@pytest.fixture(scope="session")
def pledge_pdf(printed: Callable[..., Path]) -> Path:
    """The pledge of 2021 with nine members."""
    return printed(samples.pledge())


@pytest.fixture(scope="session")
def report_pdf(printed: Callable[..., Path]) -> Path:
    """A conference report with a short and a cut table."""
    return printed(samples.report())
