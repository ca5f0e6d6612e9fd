"""What pledges ask of a province: an opinion, a signature."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.urls import reverse

from cluster_portal.documents.models import UNANSWERED, SignatureUpload, UploadState
from cluster_portal.documents.signature_fields import field_name
from cluster_portal.workspace.unit_work.items import Item, Kind, Link
from cluster_portal.workspace.unit_work.places import Places
from clusters.members import day_in
from emulation.models import Pledge, PledgeComment, PledgeSignature, PledgeStatus
from emulation.signing_order import CHAIR_FIRST
from emulation.signing_turns import awaited_chairs

NOT_SIGNED = "chưa ký"
NOT_SAID = "chưa góp ý"
EXAMINED = "đang kiểm tra tệp đã gửi"
ON_PAPER = "ban thư ký ghi chữ ký trên bản giấy"
TROUBLES = {
    UploadState.REFUSED: "Không nhận tệp đã gửi",
    UploadState.OUTDATED: "Tệp đã gửi không dùng được nữa",
}


def opinions_wanted(places: Places, today: datetime.date) -> list[Item]:
    """Pledges that go round and of which a unit says nothing yet."""
    pledges = _pledges(places, PledgeStatus.CIRCULATED).annotate(latest=Max("versions__number"))
    pledges = {pledge.pk: pledge for pledge in pledges}
    spoken = PledgeComment.objects.filter(pledge__in=pledges, unit__in=places.units)
    said = {
        (pledge, unit)
        for pledge, unit, number in spoken.values_list("pledge", "unit", "version__number")
        if number == pledges[pledge].latest
    }
    items = []
    for pledge in pledges.values():
        year = places.years[pledge.emulation_year_id]
        for unit in places.units_on(year, day_in(year.cluster, year.year, today)):
            if (pledge.pk, unit.pk) not in said:
                args = (year.cluster.slug, year.year, unit.slug)
                link = Link(reverse("workspace:pledge-comment", args=args), "Góp ý")
                items.append(Item(Kind.COMMENT, unit, year, pledge.comments_by, NOT_SAID, link))
    return items


def signatures_wanted(places: Places) -> list[Item]:
    """Pledges that wait for a unit's signature, with what became of the file it sent last."""
    pledges = {pledge.pk: pledge for pledge in _pledges(places, PledgeStatus.ISSUED)}
    rows = PledgeSignature.objects.filter(
        pledge__in=pledges, unit__in=places.units, signed_on=None, declined_at=None
    )
    rows = list(rows.select_related("unit").order_by("unit__sort_key", "pk"))
    chairs = awaited_chairs(pledges.values())
    answers = _newest_uploads(pledges, rows)
    return [_to_sign(row, pledges[row.pledge_id], places, chairs, answers) for row in rows]


def _to_sign(
    row: PledgeSignature,
    pledge: Pledge,
    places: Places,
    chairs: dict[int, PledgeSignature],
    answers: dict[tuple[int, str], Any],
) -> Item:
    year = places.years[pledge.emulation_year_id]
    args = (year.cluster.slug, year.year, row.unit.slug)
    chair = chairs.get(pledge.pk)
    waits = CHAIR_FIRST.format(chair=chair.unit.name) if chair and chair.pk != row.pk else ""
    state, trouble, also = NOT_SIGNED, "", ()
    is_digital = pledge.document_id is not None
    if is_digital and row.unit_id in places.signs:
        link = Link(reverse("workspace:sign-pledge", args=args), "Ký, gửi lại")
        also = (Link(reverse("workspace:file-to-sign", args=args), "Tải tệp (PDF)"),)
        answer = answers.get((pledge.document_id, row.field))
        if answer and answer["state"] in UNANSWERED:
            state = EXAMINED
        elif answer and answer["state"] in TROUBLES:
            trouble = f"{TROUBLES[answer['state']]}: {answer['message']}"
    else:
        link = Link(reverse("workspace:pledge-signatures", args=args[:2]), "Xem chữ ký")
        waits = "" if is_digital else waits
        state = f"{NOT_SIGNED}; {ON_PAPER}"
    return Item(
        Kind.SIGN, row.unit, year, pledge.sign_by, state, link, also, waits=waits, trouble=trouble
    )


def _newest_uploads(
    pledges: dict[int, Pledge], rows: Iterable[PledgeSignature]
) -> dict[tuple[int, str], Any]:
    """State and answer of the file that was brought last, by document and field."""
    documents = {pledge.document_id for pledge in pledges.values()} - {None}
    fields = {field_name(row.unit.slug) for row in rows}
    uploads = SignatureUpload.objects.filter(document__in=documents, field__in=fields)
    uploads = uploads.order_by("uploaded_at", "pk").values("document", "field", "state", "message")
    return {(upload["document"], upload["field"]): upload for upload in uploads}


def _pledges(places: Places, status: str) -> Any:
    return Pledge.objects.filter(emulation_year__in=places.years, status=status).select_related(
        "emulation_year__cluster"
    )
