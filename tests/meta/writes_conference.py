"""Valid forms of conferences that are being prepared, for the sweep of writes."""

from typing import Any

from emulation.models import Conference, Delegate
from emulation.services.attachments import PHOTOS
from emulation.services.delegates import DELEGATES, SPEECHES
from emulation.services.meeting import AGENDA, ATTENDANCE, CONCLUSIONS
from emulation.services.narrative import MOVEMENTS, SECTIONS
from emulation.services.rows import RowSet
from tests.files.samples import image, pdf, upload
from tests.meta.world_conference import IN_A, IN_B, OF_A, OF_B, YEAR_A, YEAR_B

ROWS: dict[str, tuple[RowSet, dict[str, Any]]] = {
    "agenda": (AGENDA, {"title": "Bế mạc", "starts_at": "11h"}),
    "delegates": (DELEGATES, {"full_name": "Ngô Thị Mới", "title": "Trưởng phòng"}),
    "conclusions": (CONCLUSIONS, {"text": "Sửa quy chế."}),
    "sections": (SECTIONS, {"heading": "Kết quả", "body": "Đã làm."}),
    "movements": (MOVEMENTS, {"new_name": "Phong trào mới mở"}),
}


def conference_writes() -> list[dict[str, Any]]:
    """One write for each address that takes a form, of either cluster."""
    writes = []
    for place, year, key, allowed, neighbour in (
        (IN_A, YEAR_A, OF_A, ("lan", "quan"), "dung"),
        (IN_B, YEAR_B, OF_B, ("dung", "quan"), "lan"),
    ):
        conference = Conference.objects.get(cluster__slug=place[0], slug=place[1])
        bodies = {
            name: _rows(conference, kind, [_first_key(conference, kind) | row])
            for name, (kind, row) in ROWS.items()
        } | _other_rows(conference)
        bodies["facts"] = _facts(conference)
        bodies["documents"] = {
            "agenda_item": key,
            "title": "Dự thảo",
            "upload": lambda: upload(pdf()),
        }
        bodies["photo-add"] = {
            "photos-TOTAL_FORMS": "1",
            "photos-INITIAL_FORMS": "0",
            "photos-0-caption": "Ảnh mới",
            "photos-0-alternative_text": "Một hội trường.",
            "photos-0-upload": lambda: upload(image(), name="a.jpg"),
        }
        given = {"allowed": allowed, "neighbour": neighbour}
        writes += [
            {"name": f"workspace:conference-{name}", "arguments": place, "body": body} | given
            for name, body in bodies.items()
        ]
        done = {"done_on": "1/11/2026", "outcome": "Đã sửa."}
        writes += [
            {"name": "workspace:conference-follow-up", "arguments": (*place, key), "body": done}
            | given,
            {"name": "workspace:conference-document-remove", "arguments": (*place, key)} | given,
            {
                "name": "workspace:conference-plan",
                "arguments": year,
                "body": _facts(conference) | {"kind": "mid_year", "title": "Sơ kết"},
            }
            | given,
        ]
    # Under the address of one's own conference, the conclusion of the other's.
    return [
        *writes,
        {
            "name": "workspace:conference-follow-up",
            "arguments": (*IN_A, OF_B),
            "body": {"done_on": "1/11/2026"},
            "allowed": (),
            "neighbour": "lan",
        },
    ]


def _facts(conference: Conference) -> dict[str, Any]:
    return {
        "kind": conference.kind,
        "title": "Tên mới",
        "review_year": conference.review_year_id,
        "held_on": "13/3/2025",
        "venue": "Hội trường mới",
    }


def _first_key(conference: Conference, kind: RowSet) -> dict[str, Any]:
    """The row that is there already, if any: papers and speeches rest on it."""
    row = getattr(conference, kind.relation).first()
    return {"key": row.pk} if row else {}


def _rows(conference: Conference, kind: RowSet, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """`rows` in place of what is there."""
    body: dict[str, Any] = {
        "rows-TOTAL_FORMS": len(rows),
        "rows-INITIAL_FORMS": 0,
        "seen": lambda: kind.token(kind.stored(conference)),
    }
    return body | {
        f"rows-{place}-{name}": value
        for place, row in enumerate(rows)
        for name, value in row.items()
    }


def _other_rows(conference: Conference) -> dict[str, dict[str, Any]]:
    """Rows that name what is there: the delegate who speaks, the member, the photo."""
    delegate = Delegate.objects.filter(conference=conference).first() or Delegate.objects.create(
        conference=conference, full_name="Người phát biểu", title="Đại biểu"
    )
    member = conference.cluster.memberships.first().unit
    photo = conference.photos.get()
    return {
        "speeches": _rows(
            conference,
            SPEECHES,
            [{"delegate": delegate.pk, "kind": "paper", "summary": "Ý một."}],
        ),
        "attendance": _rows(
            conference,
            ATTENDANCE,
            [{"key": member.pk, "unit": member.pk, "status": "present"}],
        ),
        "photos": _rows(
            conference,
            PHOTOS,
            [{"key": photo.pk, "caption": "Chú thích mới", "alternative_text": "Hội trường."}],
        ),
    }
