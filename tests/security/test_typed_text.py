"""What people type is text: not a template, not markup, not a formula, not an address to fetch."""

import ast
import datetime
import io
from collections.abc import Callable

import openpyxl
import pdfplumber
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cluster_portal.accounts.models import User
from clusters.models import Cluster, EmulationYear, Unit
from emulation.models import ConferenceKind
from tests.factories.awards import AwardFactory
from tests.factories.clusters import SourceFactory
from tests.factories.emulation import (
    ConferenceFactory,
    DelegateFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
    PledgeItemFactory,
    ReportSectionFactory,
    SpeechFactory,
)

pytestmark = pytest.mark.django_db

TEMPLATE = "{{ 7|add:7 }} {% now 'Y' %} {# a #} {{ settings.SECRET_KEY }}"
MARKUP = (
    '<script>alert(1)</script><img src="http://127.0.0.1:9/x.png" onerror=alert(1)>'
    "<style>@import 'file:///etc/passwd'; p { background: url(http://127.0.0.1:9/) }</style>"
    '<link rel="attachment" href="file:///etc/passwd">'
)
FORMULA = "=HYPERLINK(A1)"


@pytest.fixture
def typed(year_a: EmulationYear, unit_of_binh: Unit) -> Callable[[str], None]:
    """Write the text into everything that pages and documents of a conference quote."""

    def write(text: str) -> None:
        conference = ConferenceFactory(
            cluster=year_a.cluster,
            slug="tong-ket",
            kind=ConferenceKind.ANNUAL_REVIEW,
            review_year=year_a,
            title=text[:290],
            venue=text[:190],
            held_on=datetime.date(2024, 12, 1),
        )
        delegate = DelegateFactory(conference=conference, full_name=text[:120], unit=unit_of_binh)
        SpeechFactory(delegate=delegate, summary=text)
        ReportSectionFactory(conference=conference, heading=text[:190], body=text)
        pledge = PledgeFactory(emulation_year=year_a, conference=conference, theme=text[:290])
        PledgeItemFactory(pledge=pledge, text=text)
        IndicatorValueFactory(
            emulation_year=year_a,
            indicator=IndicatorFactory(name=text[:190]),
            unit=unit_of_binh,
            note=text[:290],
            source=SourceFactory(title=text[:290]),
        )
        AwardFactory(
            emulation_year=year_a,
            conference=conference,
            unit=unit_of_binh,
            recipient_name=text[:190],
            note=text[:190],
        )

    return write


def pages(cluster: Cluster) -> list[str]:
    slug = cluster.slug
    return [
        reverse("public:front"),
        reverse("public:year", args=[slug, 2024]),
        reverse("public:conference", args=[slug, "tong-ket"]),
        reverse("emulation:pledge", args=[slug, 2024]),
        reverse("emulation:conferences"),
        reverse("awards:register"),
        reverse("public:unit", args=["nam-dinh"]),
        reverse("search:search") + "?q=settings",
    ]


def documents(cluster: Cluster) -> list[str]:
    return [
        reverse("public:conference-pdf", args=[cluster.slug, "tong-ket"]),
        reverse("emulation:pledge-pdf", args=[cluster.slug, 2024]),
    ]


def test_template_signs_are_shown_as_they_were_typed(visitor: Client, typed, cluster_a: Cluster):
    typed(TEMPLATE)
    shown = 0
    for address in pages(cluster_a):
        page = visitor.get(address).content.decode()
        shown += "{{ 7|add:7 }} {% now &#x27;Y&#x27; %} {# a #}" in page
        assert "14 2" not in page
        assert "tests-only" not in page
    assert shown >= 6


def test_template_signs_are_printed_as_they_were_typed(visitor: Client, typed, cluster_a: Cluster):
    typed(TEMPLATE)
    for address in documents(cluster_a):
        response = visitor.get(address)
        assert response.status_code == 200, address
        with pdfplumber.open(io.BytesIO(response.content)) as document:
            text = "".join("".join(page.extract_text().split()) for page in document.pages)
        assert "{{7|add:7}}" in text
        assert "{%now'Y'%}" in text or "{%now‘Y’%}" in text
        assert "tests-only" not in text


def test_markup_is_shown_and_does_nothing(visitor: Client, typed, cluster_a: Cluster):
    typed(MARKUP)
    shown = 0
    for address in pages(cluster_a):
        page = visitor.get(address).content.decode()
        shown += "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        for active in ("<script", "<img src", "<style", "onerror=alert(1)>", 'href="file:'):
            assert active not in page, address
    assert shown >= 6


def test_markup_in_a_document_fetches_nothing(visitor: Client, typed, cluster_a: Cluster):
    """Each address in it would stop the rendering: that the file is made shows none was asked."""
    typed(MARKUP)
    for address in documents(cluster_a):
        response = visitor.get(address)
        assert response.status_code == 200, address
        assert response.content.startswith(b"%PDF-")
        assert b"root:" not in response.content


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_export_makes_a_formula_of_text(visitor: Client, typed, cluster_a: Cluster, sign: str):
    typed(sign + FORMULA[1:])
    addresses = [
        reverse("awards:register-file", args=["xlsx"]),
        reverse("public:year-results", args=[cluster_a.slug, 2024, "xlsx"]),
    ]
    for address in addresses:
        sheet = openpyxl.load_workbook(io.BytesIO(visitor.get(address).content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        suspicious = [cell for cell in cells if str(cell.value).startswith(sign)]
        assert suspicious, address
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in suspicious)


def test_no_page_of_the_portal_makes_a_template_of_a_text():
    """`Template(...)` and `from_string(...)` read their argument as a template."""
    found = []
    for package in ("cluster_portal", "clusters", "emulation", "awards"):
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call):
                    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                    if name in {"Template", "from_string", "mark_safe", "SafeString", "eval"}:
                        found.append(f"{path.name}:{call.lineno} {name}")
    assert found == []


def test_a_search_is_repeated_as_text(visitor: Client, client_of, lan: User):
    for client in (visitor, client_of(lan)):
        page = client.get("/tim-kiem/", {"q": "<script>alert(1)</script>{{ 7|add:7 }}"})
        assert b"<script>alert" not in page.content
        assert "{{ 7|add:7 }}" in page.content.decode()
