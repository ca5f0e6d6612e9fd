"""The boards in the sweeps: open to everybody, as far as what they show is published."""

Statuses = dict[str, int]

PEOPLE = ("visitor", "lan", "mai", "binh", "chi", "dung", "hoa", "quan")
ALL_SEE: Statuses = dict.fromkeys(PEOPLE, 200)
CENTRE = dict.fromkeys(PEOPLE, 404) | {"hoa": 200, "quan": 200}
NO_QUESTION: Statuses = dict.fromkeys(PEOPLE, 404)  # the address does not say what to compare
A, NEW = "dong-bang-song-hong", "cum-du-kien"

DASHBOARDS: tuple[tuple[str, tuple, Statuses], ...] = (
    ("dashboards:national", (), ALL_SEE),
    ("dashboards:national-year", (2024,), ALL_SEE),
    ("dashboards:national-json", (2024,), ALL_SEE),
    ("dashboards:compare-clusters", (), ALL_SEE),
    ("dashboards:compare-provinces", (), ALL_SEE),
    ("dashboards:compare-clusters-json", (), ALL_SEE),
    ("dashboards:compare-clusters-pdf", (), ALL_SEE),
    ("dashboards:compare-provinces-json", (), NO_QUESTION),
    ("dashboards:compare-provinces-pdf", (), NO_QUESTION),
    ("dashboards:national-pdf", (2024,), ALL_SEE),
    ("dashboards:cluster", (A,), ALL_SEE),
    ("dashboards:cluster", (NEW,), CENTRE),
    ("dashboards:cluster-year", (A, 2024), ALL_SEE),
    ("dashboards:cluster-year", (NEW, 2026), CENTRE),
    *(
        (f"dashboards:cluster-{name}", arguments, expected)
        for name in ("json", "pdf")
        for arguments, expected in (((A, 2024), ALL_SEE), ((NEW, 2026), CENTRE))
    ),
    ("dashboards:province", ("nam-dinh",), ALL_SEE),
    ("dashboards:province-year", ("nam-dinh", 2024), ALL_SEE),
    ("dashboards:province-json", ("nam-dinh", 2024), ALL_SEE),
    ("dashboards:province-pdf", ("nam-dinh", 2024), ALL_SEE),
)
