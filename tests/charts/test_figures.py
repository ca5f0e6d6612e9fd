"""What a reader of the page gets: the picture, its words, its data, its links."""

import re
from itertools import pairwise

import pytest
from django.template import Context, Template

from cluster_portal.charts.data import Bar, Chart, Series, places
from cluster_portal.charts.palette import MISSING_WORD
from cluster_portal.charts.pictures import draw, sheets_for
from cluster_portal.charts.sheets import DOCUMENT, MAP, MIDDLE, NARROW, WIDE
from cluster_portal.charts.tile_maps import by_category, classes_of
from cluster_portal.charts.wording import describe, missing_note, table_of
from tests.charts import samples
from tests.charts.reading import SVG, drawn, numbers, of_class, texts

FORMS = samples.all_forms()
forms = pytest.mark.parametrize("chart", FORMS, ids=lambda chart: chart.key)


def page_of(chart: Chart, options: str = "") -> str:
    tag = Template(f"{{% load charts %}}{{% chart shown {options} %}}")
    return tag.render(Context({"shown": chart}))


@forms
def test_every_picture_says_what_it_is(chart):
    for sheet in (*sheets_for(chart, wide=True), DOCUMENT):
        root = drawn(chart, sheet)
        title, about = root[0], root[1]
        assert (title.tag, about.tag) == (f"{SVG}title", f"{SVG}desc")
        assert title.text == chart.title
        assert about.text == describe(chart)
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == about.get("id")


@forms
def test_nothing_that_the_content_security_policy_refuses(chart):
    html = page_of(chart, "wide=True")
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|javascript:", html)


@forms
def test_no_name_is_used_twice(chart):
    html = page_of(chart, "wide=True")
    names = re.findall(r'\sid="([^"]+)"', html)
    assert len(names) == len(set(names))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(names)


@forms
def test_numbers_are_vietnamese_and_coordinates_are_not(chart):
    for sheet in (NARROW, DOCUMENT):
        root = drawn(chart, sheet)
        for mark in root.iter():
            for name in ("x", "y", "width", "height"):
                assert re.fullmatch(r"-?[0-9.]*", mark.get(name, "")), mark.attrib
        assert not any(re.search(r"[0-9]\.[0-9]{1,2}(?![0-9])", words) for words in texts(root))


@forms
def test_the_table_holds_every_value_of_the_picture(chart):
    table = table_of(chart)
    html = page_of(chart)
    assert html.count("<tr>") == 1 + len(table.rows)
    for row in table.rows:
        assert len(row) == len(table.columns)
        for cell in row:
            assert re.search(rf"<t[dh][^>]*>{re.escape(cell)}</t[dh]>", html), cell
    assert "<table" not in page_of(chart, "table=False")
    assert '<details class="chart-data" open>' in page_of(chart, "open_table=True")


@forms
def test_texts_are_escaped(chart):
    changed = type(chart)(**(vars(chart) | {"title": "<b>A & B</b>", "note": "<i>"}))
    html = page_of(changed)
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html


def test_which_widths_a_page_is_given():
    assert sheets_for(FORMS[0], wide=False) == (NARROW, MIDDLE)
    assert sheets_for(FORMS[0], wide=True) == (NARROW, MIDDLE, WIDE)
    assert sheets_for(FORMS[-1], wide=True) == (NARROW, MAP)
    assert page_of(FORMS[0]).count("<svg") == 2


def test_bars_show_values_average_and_what_is_missing():
    chart = samples.bars()
    words = texts(drawn(chart))
    assert "10,05" in words
    assert "-1,36" in words
    assert "Trung bình cộng 5,26" in words
    assert words.count(MISSING_WORD) == 1
    assert len(of_class(drawn(chart), "bar")) == len(chart.bars) - 1
    assert missing_note(chart) == "Chưa có số liệu: Vĩnh Phúc."
    assert "Chưa có số liệu: Vĩnh Phúc." in page_of(chart)
    assert describe(chart) == (
        "Biểu đồ thanh ngang, 9 dòng. Cao nhất: Quảng Ninh 10,05%; thấp nhất: Bắc Ninh -1,36%."
        " Trung bình cộng: 5,26%. Chưa có số liệu: Vĩnh Phúc."
    )


def test_a_bar_shows_its_value_as_it_was_reported():
    bar = Bar(label="Toàn cụm", value=samples.decimals("235000")[0], text="hơn 235.000")
    chart = samples.bars(bars=(bar,), reference=None, unit="tỷ đồng")
    assert "hơn 235.000" in texts(drawn(chart))
    assert table_of(chart).rows == (("Toàn cụm", "hơn 235.000"),)
    assert "Toàn cụm hơn 235.000 tỷ đồng" in describe(chart)


def test_nothing_known_at_all_still_gives_a_picture():
    bars = samples.bars(bars=(Bar(label="Hà Nam", value=None),), reference=None)
    assert MISSING_WORD in texts(drawn(bars))
    lines = samples.lines(
        series=(Series(label="Hà Nam", values=(None,) * len(samples.YEARS)),), breaks=()
    )
    assert texts(drawn(lines)).count(MISSING_WORD) == 1
    tiles = samples.number_map(values={})
    assert f"{MISSING_WORD}\u00a0(34)" in " ".join(texts(drawn(tiles)))


def test_a_line_is_not_drawn_over_a_gap_or_a_break():
    chart = samples.lines()
    runs = [numbers(run.get("d"))[::2] for run in of_class(drawn(chart), "run")]
    gap = of_class(drawn(chart), "missing")
    assert [words.text for words in gap] == [MISSING_WORD]
    middle_of_gap = float(gap[0].get("x"))
    [border] = [numbers(mark.get("d"))[0] for mark in of_class(drawn(chart), "break")]
    for run in runs:
        assert run == sorted(run)
        for place in (middle_of_gap, border):
            assert not run[0] < place < run[-1]
    assert missing_note(chart) == (
        "Chưa có số liệu: Ninh Bình (2021); Hưng Yên (2021, 2024); Quảng Ninh (2021)."
    )
    assert "1/7/2025: sắp xếp đơn vị hành chính" in texts(drawn(chart))


@pytest.mark.parametrize("sheet", [NARROW, MIDDLE, DOCUMENT])
def test_the_name_of_a_line_that_ended_says_when(sheet):
    told = samples.decimals(*"1" * len(samples.YEARS))
    former = Series(
        label="Hà Nam", values=(*told[:-2], None, None), outside=frozenset(samples.YEARS[-2:])
    )
    chart = samples.lines(series=(former, Series(label="Ninh Bình", values=told)), breaks=())
    names = texts(drawn(chart, sheet))
    assert f"Hà Nam, đến {samples.YEARS[-3]}" in names
    assert "Ninh Bình" in names


def test_figures_joined_by_their_rule_go_on_over_the_break():
    joined = samples.lines(
        breaks=tuple(
            type(mark)(before=mark.before, label=mark.label, joined=True)
            for mark in samples.lines().breaks
        )
    )
    [border] = [numbers(mark.get("d"))[0] for mark in of_class(drawn(joined), "break")]
    runs = [numbers(run.get("d"))[::2] for run in of_class(drawn(joined), "run")]
    # Two of the three have a figure on both sides of the break.
    assert sum(run[0] < border < run[-1] for run in runs) == 2


def test_many_years_name_as_many_points_as_have_room():
    years = tuple(str(year) for year in range(2000, 2040))
    series = Series(label="Hà Nam", values=samples.decimals(*map(str, range(40))))
    chart = samples.lines(points=years, series=(series,), breaks=())
    for sheet in (NARROW, MIDDLE, DOCUMENT):
        named = [
            (float(words.get("x")), words.text)
            for words in drawn(chart, sheet).iter(f"{SVG}text")
            if words.text in years
        ]
        assert named[-1][1] == "2039"
        width = sheet.text_width("2039", sheet.small)
        assert all(b[0] - a[0] > width for a, b in pairwise(named))


def test_places_of_equal_values_are_shared():
    assert places(samples.decimals("5", None, "9", "5"), highest_first=True) == samples.decimals(
        "2", None, "1", "2"
    )
    assert places(samples.decimals("5", "9"), highest_first=False) == samples.decimals("1", "2")


def test_the_map_leads_to_every_unit_and_names_it():
    chart = samples.number_map()
    root = drawn(chart, MAP)
    links = list(root.iter(f"{SVG}a"))
    assert len(links) == len(chart.cells) == 34
    assert {link.get("href") for link in links} == {cell.href for cell in chart.cells}
    by_name = {link.get("aria-label") for link in links}
    first = chart.cells[0]
    assert f"{first.name}: {first.text}% ({chart.groups[first.group]})" in by_name
    assert "Sơn La: chưa có số liệu" in by_name
    # An archipelago is a part of its province's link, in its own square.
    [nang] = [link for link in links if link.get("aria-label").startswith("Đà Nẵng")]
    assert "(gồm quần đảo Hoàng Sa)" in nang.get("aria-label")
    assert {"Đà", "Nẵng", "Hoàng", "Sa"} <= set(" ".join(texts(nang)).split())
    assert "thuộc Đà Nẵng" in texts(nang)
    assert len(of_class(nang, "square")) == 2
    # What can be pressed is not hidden in an image; where nothing can, it is one.
    assert root.get("role") == "group"
    assert drawn(chart, DOCUMENT).get("role") == "img"
    assert not list(drawn(chart, DOCUMENT).iter(f"{SVG}a"))


def test_a_class_is_told_by_dots_and_a_category_by_its_hatch():
    chart = samples.number_map()
    links = {link.get("href"): link for link in drawn(chart, MAP).iter(f"{SVG}a")}
    for cell in chart.cells:
        dots = "".join(mark.get("d") for mark in of_class(links[cell.href], "dots")).count("M")
        islands = "gồm quần đảo" in links[cell.href].get("aria-label")
        assert dots == (0 if cell.group is None else cell.group + 1) * (1 + islands)
    picture = draw(samples.cluster_map(), MAP)
    assert picture.count("<pattern") == len(
        samples.CLUSTERS
    )  # all but the plain one, and no figure


def test_a_map_is_made_from_categories_by_slug():
    chart = by_category(
        key="two",
        title="Hai tỉnh",
        layout=samples.number_map().layout,
        grouping="Cụm thi đua",
        categories={"cao-bang": "Phía Bắc", "hue": None, "lang-son": "Phía Bắc"},
        names={"cao-bang": "Cao Bằng", "hue": "Huế", "lang-son": "Lạng Sơn"},
        nothing="chưa rõ cụm",
        hrefs={"hue": "/don-vi/hue/"},
    )
    assert chart.groups == ("Phía Bắc",)
    assert table_of(chart).rows == (
        ("Cao Bằng", "Phía Bắc"),
        ("Huế", "chưa rõ cụm"),
        ("Lạng Sơn", "Phía Bắc"),
    )
    words = texts(drawn(chart, MAP))
    assert "Phía Bắc\u00a0(2)" in words
    assert "chưa rõ cụm\u00a0(32)" in words


def test_classes_hold_about_equally_many():
    values = samples.decimals(*map(str, range(1, 51)))
    classes = classes_of(values)
    counts = [[classes.of(value) for value in values].count(number) for number in range(5)]
    assert counts == [10] * 5
    assert classes.labels == (
        "dưới 11",
        "11 đến dưới 21",
        "21 đến dưới 31",
        "31 đến dưới 41",
        "từ 41 trở lên",
    )
    assert classes.of(None) is None
    assert classes_of([]).labels == ()
    assert classes_of(samples.decimals("5", "5", "5"), decimals=1).labels == ("5,0",)
    skewed = classes_of(samples.decimals("0", "0", "0", "0", "7"))
    assert [skewed.of(value) for value in samples.decimals("0", "7")] == [0, len(skewed.bounds)]
