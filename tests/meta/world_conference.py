"""What each person gets at the addresses of conferences that are being prepared."""

from cluster_portal.files import services as files
from emulation.models import Conference
from emulation.services.attachments import PHOTO_KINDS
from tests.factories.accounts import UserFactory
from tests.factories.work import (
    AgendaDocumentFactory,
    AgendaItemFactory,
    ConclusionFactory,
    ConferencePhotoFactory,
)
from tests.files.samples import image, upload

PEOPLE = ("visitor", "lan", "mai", "binh", "chi", "dung", "hoa", "quan")
# Keys, each beside a neighbour of the other cluster.
OF_A, OF_B = 9001, 9002
IN_A, IN_B = ("dong-bang-song-hong", "du-thao"), ("tay-nguyen", "du-thao")
YEAR_A, YEAR_B = ("dong-bang-song-hong", 2024), ("tay-nguyen", 2024)
NOBODY = dict.fromkeys(PEOPLE, 404) | {"visitor": 302}
READ_IN_A = dict.fromkeys(PEOPLE, 200) | {"visitor": 302, "dung": 404}
READ_IN_B = NOBODY | dict.fromkeys(("dung", "hoa", "quan"), 200)
WRITTEN_IN_A = (
    NOBODY | dict.fromkeys(("mai", "binh", "chi", "hoa"), 403) | {"lan": 200, "quan": 200}
)
WRITTEN_IN_B = NOBODY | {"hoa": 403, "dung": 200, "quan": 200}
ONLY_POSTED = dict.fromkeys(PEOPLE, 405) | {"visitor": 302}
SHOWN_IN_A = dict.fromkeys(PEOPLE, 200) | {"visitor": 404, "dung": 404}
SHOWN_IN_B = dict.fromkeys(PEOPLE, 404) | dict.fromkeys(("dung", "hoa", "quan"), 200)
# What is of the other cluster is not there, for those who might change it.
LOOKED_FOR_IN_A = WRITTEN_IN_A | {"lan": 404, "quan": 404}
# Nothing is asked when a paper is taken off.
DONE_IN_A, DONE_IN_B = (
    {person: 302 if status == 200 else status for person, status in expected.items()}
    for expected in (WRITTEN_IN_A, WRITTEN_IN_B)
)

ROW_PAGES = (
    *("agenda", "delegates", "attendance", "speeches", "conclusions", "sections", "movements"),
    "photos",
)
FORMS = (*ROW_PAGES, "facts", "documents")
PAPERS = ("minutes", "invitation", "calendar")
CONFERENCE = tuple(
    row
    for name in ("work", *FORMS, *PAPERS)
    for row in (
        (f"workspace:conference-{name}", IN_A, READ_IN_A),
        (f"workspace:conference-{name}", IN_B, READ_IN_B),
    )
) + (
    ("workspace:conferences", YEAR_A, READ_IN_A),
    ("workspace:conferences", YEAR_B, READ_IN_B),
    ("workspace:conference-plan", YEAR_A, WRITTEN_IN_A),
    ("workspace:conference-plan", YEAR_B, WRITTEN_IN_B),
    ("workspace:conference-follow-up", (*IN_A, OF_A), WRITTEN_IN_A),
    ("workspace:conference-follow-up", (*IN_B, OF_B), WRITTEN_IN_B),
    ("workspace:conference-follow-up", (*IN_A, OF_B), LOOKED_FOR_IN_A),
    ("workspace:conference-document", (*IN_A, OF_A), READ_IN_A),
    ("workspace:conference-document", (*IN_B, OF_B), READ_IN_B),
    ("workspace:conference-document-remove", (*IN_A, OF_A), WRITTEN_IN_A),
    ("workspace:conference-document-remove", (*IN_B, OF_B), WRITTEN_IN_B),
    ("workspace:conference-photo-add", IN_A, ONLY_POSTED),
    ("workspace:conference-photo-add", IN_B, ONLY_POSTED),
    ("workspace:conference-photo", (*IN_A, OF_A), SHOWN_IN_A),
    ("workspace:conference-photo", (*IN_B, OF_B), SHOWN_IN_B),
)
# A photo is shown to everybody who sees the conference.
FOR_THE_SIGNED_IN = {name for name, _, _ in CONFERENCE} - {"workspace:conference-photo"}

# What an empty form gets.
CONFERENCE_POSTED = {
    f"workspace:conference-{name}": {IN_A: WRITTEN_IN_A, IN_B: WRITTEN_IN_B}
    for name in (*FORMS, "photo-add")
} | {
    "workspace:conference-plan": {YEAR_A: WRITTEN_IN_A, YEAR_B: WRITTEN_IN_B},
    "workspace:conference-follow-up": {
        (*IN_A, OF_A): DONE_IN_A,
        (*IN_B, OF_B): DONE_IN_B,
        (*IN_A, OF_B): LOOKED_FOR_IN_A,
    },
    "workspace:conference-document-remove": {
        (*IN_A, OF_A): DONE_IN_A,
        (*IN_B, OF_B): DONE_IN_B,
    },
}


def make_conference(conference: Conference, key: int) -> None:
    """An item with a paper, a conclusion and a photo, all of one key, in a conference."""
    picture = files.store(
        upload=upload(image(), name="ảnh.jpg"), kinds=PHOTO_KINDS, by=UserFactory()
    )
    item = AgendaItemFactory(pk=key, conference=conference)
    AgendaDocumentFactory(pk=key, agenda_item=item, file=picture)
    ConclusionFactory(pk=key, conference=conference)
    ConferencePhotoFactory(pk=key, conference=conference, file=picture)
