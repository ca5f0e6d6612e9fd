"""Tables as files and their dictionary in the sweeps: open to everybody, drafts left out."""

Statuses = dict[str, int]

PEOPLE = ("visitor", "lan", "mai", "binh", "chi", "dung", "hoa", "quan")
ALL_SEE: Statuses = dict.fromkeys(PEOPLE, 200)
CENTRE = dict.fromkeys(PEOPLE, 404) | {"hoa": 200, "quan": 200}
A, NEW = ("dong-bang-song-hong", 2024), ("cum-du-kien", 2026)
ENDINGS = ("xlsx", "csv", "json")

OPEN_DATA: tuple[tuple[str, tuple, Statuses], ...] = (
    ("open-data:dictionary", (), ALL_SEE),
    *(
        (name, (*arguments, ending), expected)
        for name, arguments, expected in (
            ("clusters:clusters-file", (), ALL_SEE),
            ("clusters:units-file", (), ALL_SEE),
            ("clusters:members-file", A[:1], ALL_SEE),
            ("clusters:members-file", NEW[:1], CENTRE),
            ("clusters:leaders-file", A[:1], ALL_SEE),
            ("clusters:leaders-file", NEW[:1], CENTRE),
            ("open-data:indicators-file", (), ALL_SEE),
            ("open-data:forms-file", (), ALL_SEE),
            ("emulation:conferences-file", (), ALL_SEE),
            ("emulation:pledges-file", (), ALL_SEE),
            ("emulation:pledge-items-file", A, ALL_SEE),
            ("emulation:pledge-items-file", NEW, CENTRE),
            ("emulation:pledge-signatures-file", A, ALL_SEE),
            ("emulation:pledge-signatures-file", NEW, CENTRE),
            ("awards:register-file", (), ALL_SEE),
            ("awards:statistics-file", (), ALL_SEE),
            ("public:year-results", A, ALL_SEE),
            ("public:year-results", NEW, CENTRE),
            ("public:year-awards", A, ALL_SEE),
            ("public:year-awards", NEW, CENTRE),
            ("public:unit-results", ("nam-dinh",), ALL_SEE),
            ("public:unit-awards", ("nam-dinh",), ALL_SEE),
        )
        for ending in ENDINGS
    ),
)
