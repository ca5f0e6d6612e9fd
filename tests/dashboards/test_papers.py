"""The boards on paper and as data: the numbers of the page, in a format that lasts."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client
from django.test.signals import template_rendered
from django.utils import timezone

from cluster_portal.dashboards.documents import national_content
from cluster_portal.dashboards.national import rows_of
from cluster_portal.dashboards.rows import Summary
from cluster_portal.documents.style import TEMPLATES
from cluster_portal.record import generated
from cluster_portal.record.models import GeneratedCountry
from tests.documents.reading import text_of
from tests.factories.awards import AwardFactory
from tests.factories.clusters import EmulationYearFactory, LeadershipFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory
from tests.tools.verapdf import validate

ADDRESSES = {
    "toan-quoc": "/tong-quan/2024/toan-quoc.pdf",
    "cum": "/tong-quan/cum/dong-bang-song-hong/2024/cum.pdf",
    "tinh": "/tong-quan/tinh/nam-dinh/2024/tinh.pdf",
}


# What only the central board reads stands on its paper too.
OF_THE_CENTRE = {
    "toan-quoc-nhap": "/tong-quan/2024/toan-quoc.pdf",
    "toan-quoc-chi-tieu": "/tong-quan/2024/toan-quoc.pdf?chi-tieu=grdp_growth",
    "bo-cuc-cu": "/tong-quan/2025/toan-quoc.pdf",
    "cum-nhap": "/tong-quan/cum/dong-bang-song-hong/2024/cum.pdf",
}


@pytest.fixture
def papers(year_of_a, year_of_b, tmp_path: Path) -> dict[str, Path]:
    visitor, found = Client(), {}
    for name, address in ADDRESSES.items():
        answer = visitor.get(address)
        assert answer.status_code == 200, answer.content.decode()
        found[name] = tmp_path / f"{name}.pdf"
        found[name].write_bytes(answer.content)
    return found


def test_the_papers_last_and_say_the_numbers_of_the_pages(papers):
    for verdict in validate(list(papers.values()), ("2a", "ua1")):
        assert verdict.compliant, str(verdict)
    country, cluster, province = (text_of(papers[name]) for name in ADDRESSES)
    for words in ("năm thi đua 2024", "13/3/2025, đã họp", "1/2", "267", "Các cụm thi đua ngày"):
        assert words in country, words
    assert "Cần chú ý" not in country
    for words in (
        "Cụm trưởng: Nam Định",
        "9,73",
        "Lượt được tặng thưởng: 267",
        "SỐ LIỆU ĐÃ CÔNG BỐ",
    ):
        assert words in cluster, words
    for words in ("Tỉnh Nam Định", "Tăng trưởng GRDP", "9,73"):
        assert words in province, words


@pytest.fixture
def templates_read() -> Iterator[set[Path]]:
    """The files of the templates that are rendered while the test runs."""
    found = set()

    def note(template: Any, **_: Any) -> None:
        found.add(Path(template.origin.name))

    template_rendered.connect(note)
    yield found
    template_rendered.disconnect(note)


def test_the_version_of_the_forms_is_that_of_all_templates_that_a_paper_is_made_of(
    templates_read, papers
):
    names = {path.name for path in templates_read}
    assert {"board.html", "document_figure.html"} <= names
    dense = set(engines["dense"].dirs)  # whose engine does not tell what it reads
    assert {path.parent for path in templates_read} | dense == set(TEMPLATES)


def test_programs_read_a_cluster_and_a_province(visitor, year_of_a):
    data = visitor.get("/tong-quan/cum/dong-bang-song-hong/2024/cum.json").json()
    assert data["units"] == ["nam-dinh", "thai-binh"]
    assert data["member_figures"] == [
        {"unit": "nam-dinh", "indicator": "grdp_growth", "text": "9,73"}
    ]
    assert data["leaders"] == [{"year": 2024, "role": "chair", "unit": "nam-dinh"}]
    data = visitor.get("/tong-quan/tinh/nam-dinh/2024/tinh.json").json()
    assert [(row["indicator"], row["value"]) for row in data["figures"]] == [
        ("grdp_growth", "9.73")
    ]


def test_the_papers_of_the_central_board_last_as_well(
    hoa, client_of, year_of_a, year_of_b, tmp_path
):
    EmulationYearFactory(cluster=year_of_a.cluster, year=2025)
    centre, paths = client_of(hoa), []
    for name, address in OF_THE_CENTRE.items():
        answer = centre.get(address)
        assert answer.status_code == 200, answer.content.decode()
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(answer.content)
    for verdict in validate(paths, ("2a", "ua1")):
        assert verdict.compliant, str(verdict)
    draft, by_indicator, former_layout, cluster = map(text_of, paths)
    for words in ("Cụm cần chú ý", "CÓ SỐ LIỆU CHƯA CÔNG BỐ"):
        assert words in draft, words
    assert "Tăng trưởng GRDP" in by_indicator
    assert "Các cụm thi đua ngày 30/6/2025" in former_layout
    assert "Số liệu của Nam Định, đơn vị duy nhất có số liệu" in cluster
    for text in (draft, by_indicator, former_layout, cluster):
        assert "bấm" not in text.lower()


def test_a_ratio_and_a_rank_say_of_what_they_are_themselves(visitor, year_of_a):
    communes = {"name": "Xã đạt chuẩn", "unit_of_measure": "xã"}
    for code, sort in (("share", {}), ("communes", communes), ("place", {}), ("growth", {})):
        indicator = IndicatorFactory(code=code, **{"unit_of_measure": "%", **sort})
        kind = {"share": {"ratio": True}, "communes": {"ratio": True}, "place": {"rank": True}}
        IndicatorValueFactory(
            emulation_year=year_of_a,
            indicator=indicator,
            unit=None,
            **kind.get(code, {}),
        )
    page = visitor.get("/tong-quan/cum/dong-bang-song-hong/2024/").content.decode()
    figures = re.findall(r'<a class="value"\s+href="[^"]*#toan-cum-[^"]*">(.*?)</a>', page)
    told = [re.sub("<[^>]*>", "", one) for one in figures]
    assert sorted(told) == ["1.241/1.310 (94,7%)"] * 2 + ["9,73%", "thứ 3"]


def test_the_national_paper_says_what_its_page_says(visitor, year_of_a):
    cluster = year_of_a.cluster
    before = EmulationYearFactory(cluster=cluster, year=2023)
    meeting = ConferenceFactory(review_year=before, slug="tong-ket-2023")
    units = [row.unit for row in cluster.memberships.order_by("pk")]
    LeadershipFactory(emulation_year=year_of_a, unit=units[1], vice=True)
    IndicatorValueFactory(emulation_year=before, unit=units[0])
    AwardFactory(
        emulation_year=before, conference=meeting, unit=units[0], count=31, recipient_name=""
    )
    today = datetime.date(2026, 1, 1)
    rows = rows_of(2024, AnonymousUser(), today)
    content = national_content(
        rows, Summary.of(rows), [], year=2024, today=today, provincial=rows[:1]
    )
    every, provincial = content.tables
    assert provincial.caption == "Cụm, khối do tỉnh tổ chức"
    (row,) = (row for row in every.rows if row[0].startswith(cluster.short_name))
    assert "; 2 thành viên" in row[0]
    assert row[1] == "Nam Định; Cụm phó: Thái Bình"
    assert "(2023: 1/" in row[4]
    assert row[6].endswith("(2023: 31)")


def test_what_was_made_by_machine_says_so_everywhere(visitor, year_of_a, tmp_path):
    GeneratedCountry.objects.create(years=1, awards=1, seed=1, made_at=timezone.now())
    generated.forget()
    board = "/tong-quan/cum/dong-bang-song-hong/2024/"
    assert "do máy tạo ra, không có thật" in visitor.get(board).content.decode()
    assert visitor.get(f"{board}cum.json").json()["generated"] is True
    sheet = visitor.get(board, {"tep": "don-vi-chi-tieu.csv"})
    assert "du-lieu-thu-" in sheet["Content-Disposition"]
    path = tmp_path / "cum.pdf"
    path.write_bytes(visitor.get(f"{board}cum.pdf").content)
    text = text_of(path)
    assert text.count("DỮ LIỆU THỬ") > 1
    assert "SỐ LIỆU ĐÃ CÔNG BỐ" not in text


def test_the_real_record_bears_no_such_mark(visitor, year_of_a):
    board = "/tong-quan/cum/dong-bang-song-hong/2024/"
    assert "DỮ LIỆU THỬ" not in visitor.get(board).content.decode()
    assert "generated" not in visitor.get(f"{board}cum.json").json()
