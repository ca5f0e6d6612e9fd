"""The boards on paper and as data: the numbers of the page, in a format that lasts."""

from pathlib import Path

import pytest
from django.test import Client

from tests.documents.reading import text_of
from tests.factories.clusters import EmulationYearFactory
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
    for words in ("Cụm trưởng: Nam Định", "9,73", "267 lượt được tặng", "SỐ LIỆU ĐÃ CÔNG BỐ"):
        assert words in cluster, words
    for words in ("Tỉnh Nam Định", "Tăng trưởng GRDP", "9,73"):
        assert words in province, words


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
