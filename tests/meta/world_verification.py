"""Verifying documents in the sweeps: who may read which, and that anybody may ask."""

from django.utils import timezone

from cluster_portal.documents.models import FileExamination
from clusters.models import Cluster
from emulation.models import Conference, ConferenceKind
from tests.factories.emulation import ConferenceFactory
from tests.factories.work import ConferenceReportFactory
from tests.files.samples import pdf
from tests.meta.world_board import NOBODY, SEEN_IN_A, SEEN_IN_B, Statuses

OPEN, OF_DRAFT_A, OF_DRAFT_B, OF_UNCONFIRMED, OF_NOTHING = (
    f"{number}" * 4 + "-CFHJ-KMNP" for number in range(5)
)
EXAMINED, NOT_EXAMINED = "e" * 43, "n" * 43
ALL_SEE: Statuses = dict.fromkeys(NOBODY, 200)
NOTHING: Statuses = dict.fromkeys(NOBODY, 404)
READ_IN_A, READ_IN_B = SEEN_IN_A | {"visitor": 404}, SEEN_IN_B | {"visitor": 404}
READ_BY_CENTRE = NOTHING | {"hoa": 200, "quan": 200}

VERIFICATION: tuple[tuple[str, tuple, Statuses], ...] = (
    ("public:pledges-zip", (2024,), ALL_SEE),
    # Of that year there are drafts and pledges of a cluster that nobody has confirmed.
    ("public:pledges-zip", (2025,), NOTHING),
    ("public:pledges-zip", (2026,), NOTHING),
    ("public:verify", (), ALL_SEE),
    # Whoever brought a file has the address of the answer, which nobody can guess.
    ("public:examination", (EXAMINED,), ALL_SEE),
    ("public:examination", (NOT_EXAMINED,), NOTHING),
    ("public:examination-progress", (EXAMINED,), ALL_SEE),
    ("public:examination-progress", (NOT_EXAMINED,), ALL_SEE),
    # Whoever has the code has the document: what it is and who signed is no secret.
    ("public:verified", (OPEN,), ALL_SEE),
    ("public:verified", (OF_DRAFT_A,), ALL_SEE),
    ("public:verified", (OF_DRAFT_B,), ALL_SEE),
    ("public:verified", (OF_UNCONFIRMED,), ALL_SEE),
    ("public:verified", (OF_NOTHING,), NOTHING),
    ("public:verified-pdf", (OPEN,), ALL_SEE),
    ("public:verified-pdf", (OF_DRAFT_A,), READ_IN_A),
    ("public:verified-pdf", (OF_DRAFT_B,), READ_IN_B),
    ("public:verified-pdf", (OF_UNCONFIRMED,), READ_BY_CENTRE),
    ("public:verified-pdf", (OF_NOTHING,), NOTHING),
    ("public:signature-sheet", (OPEN,), ALL_SEE),
    ("public:signature-sheet", (OF_DRAFT_A,), ALL_SEE),
    ("public:signature-sheet", (OF_NOTHING,), NOTHING),
)
VERIFICATION_POSTED: dict[str, dict[tuple, Statuses]] = {"public:verify": {(): ALL_SEE}}


def make_verification(cluster: Cluster, draft: Conference, draft_of_b: Conference) -> None:
    """An issued report of a published conference, and of each of these that are not; and a file
    that somebody had examined.
    """
    FileExamination.objects.create(
        key=EXAMINED,
        sha256="0" * 64,
        length=1,
        finding="foreign",
        state="answered",
        problem="Tệp PDF này bị hỏng.",
        answered_at=timezone.now(),
    )
    published = ConferenceFactory(
        cluster=cluster,
        slug="da-ban-hanh",
        kind=ConferenceKind.THEMATIC,
        review_year=draft.review_year,
    )
    unconfirmed = Conference.objects.get(cluster__slug="cum-du-kien")
    for code, conference in (
        (OPEN, published),
        (OF_DRAFT_A, draft),
        (OF_DRAFT_B, draft_of_b),
        (OF_UNCONFIRMED, unconfirmed),
    ):
        ConferenceReportFactory(
            conference=conference,
            document__kind="conference_report",
            document__content=pdf() + f"% {code}\n%%EOF\n".encode(),
            document__code=code.replace("-", ""),
            document__title=f"Báo cáo {conference.title}",
            document__data={"head": {"issuing_body": conference.cluster.name}},
        )
