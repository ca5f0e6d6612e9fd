"""Charts of every form, with what can happen in them: gaps, breaks, negative and equal values."""

import datetime
from decimal import Decimal

from cluster_portal.charts.data import (
    Bar,
    Bars,
    Break,
    Chart,
    Group,
    GroupedBars,
    Lines,
    Ranked,
    Reference,
    Series,
    Slope,
)
from cluster_portal.charts.layouts import Layout, layout_on
from cluster_portal.charts.tile_maps import Cell, TileMap, by_number

GROWTH = (
    ("Quảng Ninh", "10.05"),
    ("Hà Nam", "7.02"),
    ("Nam Định", "6.97"),
    ("Ninh Bình", "6.78"),
    ("Hưng Yên", "6.46"),
    ("Hải Dương", "3.24"),
    ("Thái Bình", "3.23"),
    ("Vĩnh Phúc", None),
    ("Bắc Ninh", "-1.36"),
)
BEFORE = datetime.date(2024, 12, 31)
AFTER = datetime.date(2026, 1, 1)


def decimals(*texts: str | None) -> tuple[Decimal | None, ...]:
    return tuple(None if text is None else Decimal(text) for text in texts)


def bars(**changes: object) -> Bars:
    return Bars(
        **{
            "key": "growth",
            "title": "Tăng trưởng GRDP năm 2020 theo tỉnh",
            "unit": "%",
            "decimals": 2,
            "note": "sắp theo giá trị; nguồn: hội nghị 18/1/2021",
            "bars": tuple(
                Bar(label=label, value=decimals(value)[0], href=f"/don-vi/{at}/")
                for at, (label, value) in enumerate(GROWTH)
            ),
            "reference": Reference(label="Trung bình cộng", value=Decimal("5.26")),
        }
        | changes
    )


def grouped_bars(**changes: object) -> GroupedBars:
    return GroupedBars(
        **{
            "key": "targets",
            "title": "Chỉ tiêu giao ước và kết quả năm 2023",
            "unit": "tỷ đồng",
            "series": ("Giao ước", "Kết quả", "Năm trước"),
            "groups": (
                Group(label="Thái Bình", values=decimals("24150", "27105", "23900")),
                Group(label="Nam Định", values=decimals("8900", "10200", "8750")),
                Group(label="Hà Nam", values=decimals("14120", None, "12984.5")),
                Group(label="Bắc Ninh", values=decimals("31500", "30010", "30900")),
            ),
        }
        | changes
    )


YEARS = tuple(str(year) for year in range(2018, 2027))


def lines(**changes: object) -> Lines:
    return Lines(
        **{
            "key": "trend",
            "title": "Thu ngân sách nhà nước trên địa bàn",
            "unit": "tỷ đồng",
            "points": YEARS,
            "series": (
                Series(
                    label="Ninh Bình",
                    values=decimals(
                        "13500", "15900", "19100", None, "23500", "17300", "20100", "58200", "61000"
                    ),
                ),
                Series(
                    label="Hưng Yên",
                    values=decimals(
                        "11800", "14200", "15100", None, "52000", "31900", None, "44000", "47500"
                    ),
                ),
                Series(
                    label="Quảng Ninh",
                    values=decimals(
                        "40500", "46000", "49500", None, "56200", "55600", "55700", "57000", "60100"
                    ),
                ),
            ),
            "breaks": (Break(before="2025", label="1/7/2025: sắp xếp đơn vị hành chính"),),
        }
        | changes
    )


def slope(**changes: object) -> Slope:
    rows = (
        ("Quảng Ninh", "1", "1", "2"),
        ("Hải Phòng", "2", "3", "1"),
        ("Bắc Ninh", "9", "10", "16"),
        ("Hưng Yên", "12", "11", "5"),
        ("Hải Dương", "14", "12", None),
        ("Thái Bình", "34", "25", "18"),
        ("Nam Định", "28", "19", "22"),
        ("Hà Nam", "21", "22", "11"),
        ("Ninh Bình", "8", "18", "9"),
        ("Vĩnh Phúc", "6", "8", "12"),
    )
    return Slope(
        **{
            "key": "ranks",
            "title": "Thứ hạng PAR Index",
            "note": "hạng trong 63 tỉnh, thành phố; 1 là cao nhất",
            "times": ("2021", "2022", "2023"),
            "places": True,
            "items": tuple(
                Ranked(
                    label=label,
                    values=decimals(*places),
                    emphasis=label in {"Thái Bình", "Hà Nam", "Ninh Bình"},
                )
                for label, *places in rows
            ),
        }
        | changes
    )


CLUSTERS = (
    "Miền núi biên giới phía Bắc",
    "Trung du và Miền núi phía Bắc",
    "Đồng bằng sông Hồng",
    "Bắc Trung Bộ",
    "Duyên hải Nam Trung Bộ và Tây Nguyên",
    "Đông Nam Bộ",
    "Tây Nam Bộ",
    "Các thành phố trực thuộc Trung ương",
)
CITIES = {"ha-noi", "hai-phong", "da-nang", "ho-chi-minh", "can-tho", "hue"}


def _cluster(slug: str, row: int, column: int) -> int | None:
    name = slug.removesuffix("-2025").removesuffix("-2026")
    if name in CITIES:
        return 7
    if name == "binh-thuan":
        return None
    return min(row // 2, 6) if row > 2 else min(row, 2)


def cluster_map(layout: Layout | None = None, **changes: object) -> TileMap:
    layout = layout or layout_on(BEFORE)
    cells = tuple(
        Cell(
            slug=square.slugs[-1],
            name=square.label,
            group=_cluster(square.slugs[-1], square.row, square.column),
            href=f"/don-vi/{square.slugs[-1]}/",
        )
        for square in layout.squares
        if square.slugs
    )
    return TileMap(
        **{
            "key": "clusters",
            "title": "Các tỉnh, thành phố theo cụm thi đua",
            "note": "mỗi tỉnh, thành phố một ô bằng nhau",
            "layout": layout,
            "cells": cells,
            "groups": CLUSTERS,
            "grouping": "Cụm thi đua",
        }
        | changes
    )


def number_map(layout: Layout | None = None, **changes: object) -> TileMap:
    layout = layout or layout_on(AFTER)
    squares = [square for square in layout.squares if square.slugs]
    values = [None if at % 11 == 5 else Decimal((at * 37) % 101) / 10 for at in range(len(squares))]
    slugs = [square.slugs[0] for square in squares]
    return by_number(
        **{
            "key": "numbers",
            "title": "Tăng trưởng GRDP năm 2025",
            "unit": "%",
            "layout": layout,
            "grouping": "Tăng trưởng GRDP",
            "values": dict(zip(slugs, values, strict=True)),
            "names": {square.slugs[0]: square.label for square in squares},
            "hrefs": {slug: f"/don-vi/{slug}/" for slug in slugs},
            "decimals": 1,
        }
        | changes
    )


def all_forms() -> tuple[Chart, ...]:
    """One chart of each form, the map in both layouts."""
    return (bars(), grouped_bars(), lines(), slope(), cluster_map(), number_map())


LONG_NAMES = (
    "Cụm thi đua các tỉnh Trung du và Miền núi phía Bắc",
    "Cụm thi đua các thành phố trực thuộc Trung ương",
    "Thành phố Hồ Chí Minh",
    "Bà Rịa - Vũng Tàu",
    "Thừa Thiên Huế",
    "Hà Nội",
)


def harsh() -> tuple[Chart, ...]:
    """What is hard to place: long names, large numbers, many rows, lines that end together."""
    large = decimals("-98765432.1", "123456789.25", None, "0", "5", "99999999")
    values = tuple(
        decimals(*(str(1000 + 7 * row + (year * 31) % 11) for year in range(9))) for row in range(6)
    )
    return (
        bars(
            key="long-bars",
            decimals=None,
            bars=tuple(
                Bar(label=label, value=value)
                for label, value in zip(LONG_NAMES, large, strict=True)
            ),
            reference=Reference(label="Trung bình cộng toàn quốc", value=Decimal(99999998)),
        ),
        grouped_bars(
            key="long-groups",
            series=LONG_NAMES[:2],
            groups=tuple(
                Group(label=label, values=(value, other))
                for label, value, other in zip(LONG_NAMES, large, large[::-1], strict=True)
            ),
        ),
        lines(
            key="long-lines",
            series=tuple(
                Series(label=label, values=row)
                for label, row in zip(LONG_NAMES, values, strict=True)
            ),
        ),
        lines(
            key="close-lines",
            series=tuple(
                Series(label=label, values=row)
                for label, row in zip(("Hà Nam", "Nam Định", "Hưng Yên"), values, strict=False)
            ),
            breaks=(Break(before="2026", label="1/7/2025: sắp xếp", joined=True),),
        ),
        slope(
            key="many-ranks",
            times=("2023", "2024"),
            items=tuple(
                Ranked(
                    label=square.label,
                    values=(Decimal(at + 1), Decimal((at * 13) % 34 + 1)),
                    emphasis=at in {3, 20},
                )
                for at, square in enumerate(layout_on(AFTER).squares[:34])
            ),
        ),
        slope(
            key="long-slope",
            places=False,
            unit="tỷ đồng",
            items=tuple(
                Ranked(label=label, values=(value, None, other), emphasis=label == "Hà Nội")
                for label, value, other in zip(LONG_NAMES, large, large[::-1], strict=True)
            ),
        ),
    )
