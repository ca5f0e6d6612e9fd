"""Steps of conferences, corrections, handovers and members' reports in the sweeps."""

from emulation.models import Conference
from tests.factories.work import IssueRequestFactory
from tests.meta.world_board import (
    LED_IN_A,
    LED_IN_B,
    LED_OF_NEW,
    NOBODY,
    SEEN_IN_A,
    SEEN_IN_B,
    SEEN_OF_NEW,
    YEAR_A,
    YEAR_B,
    YEAR_NEW,
    Statuses,
)
from tests.meta.world_figures import CODE_A, CODE_B

MEETING_A, MEETING_B = ("dong-bang-song-hong", "du-thao"), ("tay-nguyen", "du-thao")
UNIT_A, UNIT_B = (*YEAR_A, "ha-nam"), (*YEAR_B, "dak-lak")
GIVES_A, GIVES_B = (*YEAR_A, "gives"), (*YEAR_B, "gives")
FIGURE_A, FIGURE_B = (*YEAR_A, CODE_A, "nam-dinh"), (*YEAR_B, CODE_B, "dak-lak")
EVERYBODY_NOTHING = NOBODY | {"visitor": 404}


def _but(expected: Statuses, **changes: int) -> Statuses:
    return expected | changes


# The officer of the unit writes its report, the administrator every report.
OWN_IN_A = _but(SEEN_IN_A, lan=403, mai=403, binh=403, hoa=403)
OWN_IN_B = _but(SEEN_IN_B, dung=403, hoa=403)
# Nothing was handed in: those who could decide find nothing.
NONE_IN_A = _but(LED_IN_A, lan=404, quan=404)
NONE_IN_B = _but(LED_IN_B, dung=404, quan=404)
# No year before has a chair who could hand over.
SENT_BACK_A, SENT_BACK_B = _but(LED_IN_A, lan=302, quan=302), _but(LED_IN_B, dung=302, quan=302)
SENT_BACK_NEW = _but(LED_OF_NEW, quan=302)
ONLY_POSTED = dict.fromkeys(NOBODY, 405) | {"visitor": 302}
# Keys of requests to issue a document, one of each cluster.
OF_A, OF_B = 9001, 9002

LIFECYCLE: tuple[tuple[str, tuple, Statuses], ...] = (
    # Issued, and taken back: read by those who see the draft.
    ("public:conference-revision", (*MEETING_A, 1), _but(SEEN_IN_A, visitor=404)),
    ("public:conference-revision", (*MEETING_B, 1), _but(SEEN_IN_B, visitor=404)),
    ("public:conference-revision", (*MEETING_A, 2), EVERYBODY_NOTHING),
    ("workspace:conference-lifecycle", MEETING_A, SEEN_IN_A),
    ("workspace:conference-lifecycle", MEETING_B, SEEN_IN_B),
    # Too far a step leads back; one that is done: writes_lifecycle.py.
    ("workspace:move-conference", (*MEETING_A, "published"), SENT_BACK_A),
    ("workspace:move-conference", (*MEETING_B, "published"), SENT_BACK_B),
    ("workspace:move-conference", (*MEETING_B, "khong-co"), NOBODY),
    ("workspace:second-person", MEETING_A, ONLY_POSTED),
    ("workspace:second-person", MEETING_B, ONLY_POSTED),
    ("workspace:issue-progress", (OF_A,), LED_IN_A),
    ("workspace:issue-progress", (OF_B,), LED_IN_B),
    ("workspace:issue-progress", (OF_A + OF_B,), NOBODY),
    ("workspace:corrections", YEAR_A, SEEN_IN_A),
    ("workspace:corrections", YEAR_B, SEEN_IN_B),
    ("workspace:correct-figure", FIGURE_A, LED_IN_A),
    ("workspace:correct-figure", FIGURE_B, LED_IN_B),
    ("workspace:unit-reports", YEAR_A, SEEN_IN_A),
    ("workspace:unit-reports", YEAR_B, SEEN_IN_B),
    ("workspace:unit-reports", YEAR_NEW, SEEN_OF_NEW),
    ("workspace:unit-report", UNIT_A, SEEN_IN_A),
    ("workspace:unit-report", UNIT_B, SEEN_IN_B),
    ("workspace:accept-unit-report", UNIT_A, ONLY_POSTED),
    ("workspace:accept-unit-report", UNIT_B, ONLY_POSTED),
    ("workspace:return-unit-report", UNIT_A, NONE_IN_A),
    ("workspace:return-unit-report", UNIT_B, NONE_IN_B),
    ("workspace:paper-unit-report", UNIT_A, LED_IN_A),
    ("workspace:paper-unit-report", UNIT_B, LED_IN_B),
    # Nothing came on paper; of one that did: test_reports_pages.py.
    ("workspace:paper-unit-report-scan", UNIT_A, NOBODY),
    ("workspace:paper-unit-report-scan", UNIT_B, NOBODY),
    # After those above: an empty form hands in what has no gaps.
    ("workspace:submit-unit-report", UNIT_A, OWN_IN_A),
    ("workspace:submit-unit-report", UNIT_B, OWN_IN_B),
    ("workspace:handover", YEAR_A, SEEN_IN_A),
    ("workspace:handover", YEAR_B, SEEN_IN_B),
    ("workspace:handover", YEAR_NEW, SEEN_OF_NEW),
    ("workspace:prepare-handover", YEAR_A, SENT_BACK_A),
    ("workspace:prepare-handover", YEAR_B, SENT_BACK_B),
    ("workspace:prepare-handover", YEAR_NEW, SENT_BACK_NEW),
    ("workspace:confirm-handover", GIVES_A, NOBODY),
    ("workspace:confirm-handover", GIVES_B, NOBODY),
    ("workspace:handover-pdf", YEAR_A, NOBODY),
    ("workspace:handover-pdf", YEAR_B, NOBODY),
)
# What an empty form gets: an unticked box, or nothing to say, is an answer.
LIFECYCLE_POSTED: dict[str, dict[tuple, Statuses]] = {
    "workspace:move-conference": {
        (*MEETING_A, "published"): SENT_BACK_A,
        (*MEETING_B, "published"): SENT_BACK_B,
        (*MEETING_B, "khong-co"): NOBODY,
    },
    "workspace:second-person": {MEETING_A: SENT_BACK_A, MEETING_B: SENT_BACK_B},
    "workspace:correct-figure": {FIGURE_A: LED_IN_A, FIGURE_B: LED_IN_B},
    "workspace:unit-report": {
        UNIT_A: _but(OWN_IN_A, chi=302, quan=302),
        UNIT_B: _but(OWN_IN_B, quan=302),
    },
    "workspace:submit-unit-report": {UNIT_A: OWN_IN_A, UNIT_B: _but(OWN_IN_B, quan=302)},
    "workspace:accept-unit-report": {UNIT_A: NONE_IN_A, UNIT_B: NONE_IN_B},
    "workspace:return-unit-report": {UNIT_A: NONE_IN_A, UNIT_B: NONE_IN_B},
    "workspace:paper-unit-report": {UNIT_A: LED_IN_A, UNIT_B: LED_IN_B},
    "workspace:prepare-handover": {
        YEAR_A: SENT_BACK_A,
        YEAR_B: SENT_BACK_B,
        YEAR_NEW: SENT_BACK_NEW,
    },
    "workspace:confirm-handover": {GIVES_A: NOBODY, GIVES_B: NOBODY},
}


def make_requests(of_a: Conference, of_b: Conference) -> None:
    """An answered request to finalise the report of each conference."""
    for key, conference in ((OF_A, of_a), (OF_B, of_b)):
        IssueRequestFactory(
            pk=key,
            act="finalise_conference",
            pledge=None,
            conference=conference,
            details={"status": "held"},
        )
