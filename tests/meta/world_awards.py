"""What everybody gets of the award pages of a year: rows and decisions of both clusters.

The chair's secretariat writes, an officer proposes for the own province, the others read.
"""

from django.utils import timezone

from awards.models import AwardStatus, Verdict
from awards.services.decisions import SCAN_KINDS
from cluster_portal.files import services as files
from clusters.models import EmulationYear
from tests.factories.accounts import UserFactory
from tests.factories.awards import AwardFactory, DecisionFactory, NearPairFactory
from tests.files.samples import pdf, upload

Statuses = dict[str, int]


def _of_a(others: int, lead: int) -> Statuses:
    """Lan and the administrator get `lead`, whoever else sees drafts of the cluster `others`."""
    seeing = dict.fromkeys(("mai", "binh", "chi", "hoa"), others)
    return {"visitor": 302, "dung": 404, "lan": lead, "quan": lead} | seeing


def _of_b(others: int, lead: int) -> Statuses:
    nobody = dict.fromkeys(("lan", "mai", "binh", "chi"), 404)
    return {"visitor": 302, **nobody, "hoa": others, "dung": lead, "quan": lead}


YEAR_A, YEAR_B = ("dong-bang-song-hong", 2024), ("tay-nguyen", 2024)
OF_A, OF_B = 9001, 9002
ROW_A, ROW_B, CROSSED = (*YEAR_A, OF_A), (*YEAR_B, OF_B), (*YEAR_A, OF_B)
UNDECIDED = {OF_A: 9011, OF_B: 9012}
ANSWERED = {OF_A: 9021, OF_B: 9022}  # pairs of names
NOT_THEIRS = _of_a(404, 404)
READ_A, READ_B = _of_a(200, 200), _of_b(200, 200)
LED_A, LED_B = _of_a(403, 200), _of_b(403, 200)
ONLY_POSTED = _of_a(405, 405) | {"dung": 405}
# Pairs of names: whoever works in a cluster compares, the chair's secretariat answers.
ALL_WORK = dict.fromkeys(("lan", "mai", "binh", "chi", "dung", "hoa", "quan"), 200)

AWARDS: tuple[tuple[str, tuple, Statuses], ...] = (
    *(
        (f"workspace:{name}", arguments, expected)
        for name in ("awards", "awards-xlsx", "awards-csv", "outcomes", "decisions")
        for arguments, expected in ((YEAR_A, READ_A), (YEAR_B, READ_B))
    ),
    *(
        (f"workspace:{name}", arguments, expected)
        for name in ("award", "decision-details", "decision-scan")
        for arguments, expected in ((ROW_A, READ_A), (ROW_B, READ_B), (CROSSED, NOT_THEIRS))
    ),
    ("workspace:near-names", (), ALL_WORK | {"visitor": 302}),
    ("workspace:near-pair", (OF_A,), READ_A),
    ("workspace:near-pair", (OF_B,), READ_B),
    ("workspace:withdraw-near-answer", (ANSWERED[OF_A],), ONLY_POSTED),
    ("workspace:withdraw-near-answer", (ANSWERED[OF_B],), ONLY_POSTED),
    *(
        (f"workspace:{name}", arguments, ONLY_POSTED)
        for name in ("revoke-award", "lift-revocation", "remove-award", "decision-apply")
        for arguments in (ROW_A, ROW_B)
    ),
)
# What an empty form gets: the page again, with what is missing.
AWARDS_POSTED: dict[str, dict[tuple, Statuses]] = {
    "workspace:awards": {YEAR_A: LED_A | {"binh": 200, "chi": 200}, YEAR_B: LED_B},
    **{f"workspace:{name}": {YEAR_A: LED_A, YEAR_B: LED_B} for name in ("outcomes", "decisions")},
    **{
        f"workspace:{name}": {ROW_A: LED_A, ROW_B: LED_B, CROSSED: NOT_THEIRS}
        for name in ("award", "decision-details")
    },
    **{
        f"workspace:{name}": {ROW_A: LED_A, ROW_B: LED_B}
        for name in ("revoke-award", "lift-revocation", "remove-award", "decision-apply")
    },
    "workspace:near-pair": {(OF_A,): LED_A, (OF_B,): LED_B},
    "workspace:withdraw-near-answer": {(ANSWERED[OF_A],): LED_A, (ANSWERED[OF_B],): LED_B},
}
PAIRED = {OF_A: "Sim Tím", OF_B: "Lan Rừng"}


def make_awards(year_a: EmulationYear, year_b: EmulationYear) -> None:
    """For each year a decision with its scan, a row without one, a proposal, a revoked award; the
    award of the second; two pairs of names, the later one answered.

    The award with the key `OF_A` is there already.
    """
    AwardFactory(pk=OF_B, emulation_year=year_b)
    owner = UserFactory()
    for key, year in ((OF_A, year_a), (OF_B, year_b)):
        scan = files.store(upload=upload(pdf()), kinds=SCAN_KINDS, by=owner)
        decision = DecisionFactory(pk=key, emulation_year=year, scan=scan)
        AwardFactory(
            pk=UNDECIDED[key], emulation_year=year, decision=None, no_decision_reason="Chưa ký"
        )
        AwardFactory(pk=UNDECIDED[key] + 10, emulation_year=year, proposed=True)
        NearPairFactory(
            pk=key, cluster=year.cluster, one_name=f"Lý Thị {PAIRED[key]}", other_name="Lý Thị Xa"
        )
        NearPairFactory(
            pk=ANSWERED[key],
            cluster=year.cluster,
            verdict=Verdict.DIFFERENT,
            answered_by=owner,
            answered_at=timezone.now(),
            reason="Hai hồ sơ khác nhau",
        )
        AwardFactory(
            pk=UNDECIDED[key] + 20,
            emulation_year=year,
            decision=decision,
            status=AwardStatus.REVOKED,
        )
