"""The year's board in the sweeps: who lands where, who sees it, who sets a year up."""

from clusters.models import EmulationYear
from tests.factories.accounts import AuditEventFactory

Statuses = dict[str, int]

A, B, NEW = ("dong-bang-song-hong",), ("tay-nguyen",), ("cum-du-kien",)
YEAR_A, YEAR_B, YEAR_NEW = (*A, 2024), (*B, 2024), (*NEW, 2026)
DRAFTED_A = (*A, 2025)  # whose pledge is a draft
NOBODY: Statuses = dict.fromkeys(("lan", "mai", "binh", "chi", "dung", "hoa", "quan"), 404) | {
    "visitor": 302
}
SEEN_IN_A = dict.fromkeys(NOBODY, 200) | {"visitor": 302, "dung": 404}
SEEN_IN_B = NOBODY | {"dung": 200, "hoa": 200, "quan": 200}
SEEN_OF_NEW = NOBODY | {"hoa": 200, "quan": 200}
LED_IN_A = SEEN_IN_A | {"mai": 403, "binh": 403, "chi": 403, "hoa": 403}
LED_IN_B, LED_OF_NEW = SEEN_IN_B | {"hoa": 403}, SEEN_OF_NEW | {"hoa": 403}
SAVED_IN_A, SAVED_IN_B, SAVED_OF_NEW = (
    {person: 302 if status == 200 else status for person, status in expected.items()}
    for expected in (LED_IN_A, LED_IN_B, LED_OF_NEW)
)
# A secretary of one cluster goes on to its board, an officer to the province's work, the centre to
# the board of the country; others choose.
LANDING = dict.fromkeys(NOBODY, 302) | {"quan": 200}

BOARD: tuple[tuple[str, tuple, Statuses], ...] = (
    ("workspace:work", (), LANDING),
    ("workspace:board", YEAR_A, SEEN_IN_A),
    ("workspace:board", YEAR_B, SEEN_IN_B),
    *(
        (f"workspace:{name}", arguments, expected)
        for name in ("leadership", "deadlines", "year-indicators", "pledge", "pledge-signatures")
        for arguments, expected in (
            (YEAR_A, SEEN_IN_A),
            (YEAR_B, SEEN_IN_B),
            (YEAR_NEW, SEEN_OF_NEW),
        )
    ),
    ("workspace:board", YEAR_NEW, SEEN_OF_NEW),
    ("workspace:pledge", DRAFTED_A, SEEN_IN_A),
    ("workspace:rotation", A, SEEN_IN_A),
    ("workspace:rotation", B, SEEN_IN_B),
    ("workspace:rotation", NEW, SEEN_OF_NEW),
    ("workspace:start-year", A, LED_IN_A),
    ("workspace:start-year", B, LED_IN_B),
    ("workspace:start-year", NEW, LED_OF_NEW),
    ("workspace:year-started", YEAR_A, SEEN_IN_A),
    ("workspace:year-started", YEAR_B, SEEN_IN_B),
    ("workspace:pledge-step", (*YEAR_A, "signed"), LED_IN_A),
    ("workspace:pledge-step", (*YEAR_B, "issued"), LED_IN_B),
    ("workspace:pledge-step", (*YEAR_B, "khong-co"), NOBODY),
)
# What an empty form gets: no due days are as good as any.
BOARD_POSTED: dict[str, dict[tuple, Statuses]] = {
    "workspace:start-year": {A: LED_IN_A, B: LED_IN_B, NEW: LED_OF_NEW},
    **{
        f"workspace:{name}": {YEAR_A: LED_IN_A, YEAR_B: LED_IN_B, YEAR_NEW: LED_OF_NEW}
        for name in ("leadership", "year-indicators", "pledge-signatures")
    },
    "workspace:pledge": {
        YEAR_A: LED_IN_A,
        YEAR_B: LED_IN_B,
        YEAR_NEW: LED_OF_NEW,
        DRAFTED_A: LED_IN_A,
    },
    "workspace:deadlines": {YEAR_A: SAVED_IN_A, YEAR_B: SAVED_IN_B, YEAR_NEW: SAVED_OF_NEW},
    "workspace:pledge-step": {
        (*YEAR_A, "signed"): LED_IN_A,
        (*YEAR_B, "issued"): LED_IN_B,
        (*YEAR_B, "khong-co"): NOBODY,
    },
}


def make_board(*years: EmulationYear) -> None:
    """What was written down when each of the years was started."""
    for year in years:
        AuditEventFactory(
            action="start_year",
            target_type="clusters.emulationyear",
            target_id=str(year.pk),
            target_name=str(year),
            changes={"year": [None, str(year.year)]},
        )
