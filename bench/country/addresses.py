"""The pages that are measured, and what Datasette shows in their place."""

from dataclasses import dataclass
from urllib.parse import urlencode

PUBLIC, CENTRAL = "public", "central board"


@dataclass(frozen=True)
class Page:
    """A page of the portal; `{…}` in its address is told by the database that is asked.

    `filters` is what Datasette is asked for, None where it has nothing like it.
    """

    name: str
    address: str
    filters: dict[str, str] | None = None
    reader: str = PUBLIC


FACETS = (
    "year",
    "cluster",
    "unit",
    "form",
    "level",
    "commendation_type",
    "recipient_kind",
    "status",
)
NEWEST, OLDEST = {"_sort_desc": "year"}, {"_sort": "year"}

BOARDS = (
    ("National board", "/tong-quan/2024/"),
    ("National board by indicator", "/tong-quan/2024/?chi-tieu={indicator}"),
    ("Cluster's board", "/tong-quan/cum/{cluster}/2024/"),
    ("Province's board", "/tong-quan/tinh/ninh-binh-2025/2025/"),
    (
        "Two clusters",
        "/tong-quan/so-sanh/?cum1={cluster}&nam1=2023&cum2={cluster}&nam2=2024",
    ),
    (
        "Three provinces",
        "/tong-quan/so-sanh-tinh/?tinh1=nam-dinh&tinh2=ha-nam&tinh3=ninh-binh&nam=2023",
    ),
)
REGISTER = (
    ("Register, first page", "", NEWEST),
    ("Register, last page", "cuoi=1", OLDEST),
    ("… page in the middle", "sau={middle}", None),
    ("… by name", "sort=recipient", {"_sort": "sort_key"}),
    ("Of a year", "nam=2020", {"year": "2020"}),
    ("Of a cluster", "cum={cluster}", {"cluster": "{cluster_key}"}),
    ("Of a unit", "don_vi=nam-dinh", {"unit": "{unit_key}"}),
    ("Of a form", "hinh_thuc=BK_TINH", {"form": "{form_key}"}),
    ("Of a level", "cap=GRASSROOTS", {"level": "GRASSROOTS"}),
    ("Of a commendation type", "loai=merit", {"commendation_type": "merit"}),
    ("Of a recipient kind", "doi_tuong=household", {"recipient_kind": "household"}),
    ("Of a result", "ket_qua=revoked", {"status": "revoked"}),
    (
        "Of four at once",
        "cum={cluster}&cap=GRASSROOTS&loai=merit&doi_tuong=individual",
        {
            "cluster": "{cluster_key}",
            "level": "GRASSROOTS",
            "commendation_type": "merit",
            "recipient_kind": "individual",
        },
    ),
    ("Nothing fits", "don_vi=nam-dinh&nam=2026", {"unit": "{unit_key}", "year": "2026"}),
    ("Words: a rare name", "q={rare}", {"_search": "{rare}"}),
    ("Words: “trường tiểu học”", "q=truong+tieu+hoc", {"_search": "truong tieu hoc"}),
    ("Words: “bằng khen”", "q=bang+khen", {"_search": "bang khen"}),
    (
        "Words: “bằng khen nam định 2020”",
        "q=bang+khen+nam+dinh+2020",
        {"_search": "bang khen nam dinh 2020"},
    ),
    ("Words: “bằng khen nam định”", "q=bang+khen+nam+dinh", {"_search": "bang khen nam dinh"}),
    ("Words: “bằng khen 2020”", "q=bang+khen+2020", {"_search": "bang khen 2020"}),
    ("Words by name", "q=nam+dinh&sort=recipient", {"_search": "nam dinh", "_sort": "sort_key"}),
    ("Words: one unfinished", "q=nguy", None),
    ("Words: a slip", "q=truogn+tieu", None),
    (
        "Words and a filter",
        "q=nguyen+van&doi_tuong=individual",
        {"_search": "nguyen van", "recipient_kind": "individual"},
    ),
    (
        "Words and two filters",
        "q=chu+tich&cum={cluster}&loai=merit",
        {"_search": "chu tich", "cluster": "{cluster_key}", "commendation_type": "merit"},
    ),
)
OTHERS = (
    ("Statistics", "/khen-thuong/thong-ke/"),
    ("Statistics of a cluster", "/khen-thuong/thong-ke/?cum={cluster}&hang=nam&cot=hinh_thuc"),
    ("A recipient", "/khen-thuong/duoc-khen/{recipient}/"),
    ("Search everything, a place", "/tim-kiem/?q=nam+dinh"),
    ("Search everything, common words", "/tim-kiem/?q=bang+khen"),
    ("Search everything, a rare name", "/tim-kiem/?q={rare}"),
)
PAGES = (
    *(Page(name, address) for name, address in BOARDS),
    *(Page(f"{name}, {CENTRAL}", address, reader=CENTRAL) for name, address in BOARDS),
    *(Page(name, f"/khen-thuong/?{asked}", other) for name, asked, other in REGISTER),
    *(
        Page(f"{name}, {CENTRAL}", f"/khen-thuong/?{asked}", reader=CENTRAL)
        for name, asked, _ in (REGISTER[0], REGISTER[6], REGISTER[16])
    ),
    *(Page(name, address) for name, address in OTHERS),
)


def datasette_address(filters: dict[str, str]) -> str:
    """The same rows with the same facets, fifty to a page."""
    asked = [*filters.items(), ("_size", "50"), ("_facet_size", "max")]
    if not filters.keys() & {"_sort", "_sort_desc"} and "_search" not in filters:
        asked += NEWEST.items()
    asked += [("_facet", name) for name in FACETS]
    return f"/awards/award?{urlencode(asked)}"
