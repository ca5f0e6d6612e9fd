"""Where an issued document belongs: who may read it, which page shows it, who signed for whom.

A kind of document that is not in `PLACES` is read by nobody here.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.signature_fields import field_name
from clusters import access
from clusters.models import Handover, HandoverConfirmation, Unit
from clusters.roles import Permission
from emulation.models import (
    Conference,
    ConferenceReport,
    Pledge,
    PledgeStatus,
    PledgeWithdrawal,
    SigningMethod,
)

KINDS = {
    "conference_report": "Báo cáo hội nghị",
    "handover": "Biên bản bàn giao",
    "pledge": "Giao ước thi đua",
}
OTHER_KIND = "Văn bản"
PAPER, CONFIRMED = "Ký trên bản giấy", "Xác nhận trên cổng, không phải chữ ký"


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signed for which unit. Without `revision_id` it is no digital signature: see `way`."""

    unit: str
    name: str
    office: str = ""
    revision_id: int | None = None  # the SignedRevision of a digital signature
    way: str = ""
    at: datetime.datetime | datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """`is_open`: this user may read the document; `was_open`: everybody could, once.

    `url` is the page of what it is about, `successor` what was issued after it was withdrawn.
    """

    is_open: bool = False
    was_open: bool = False
    url: str = ""
    signers: tuple[Signer, ...] = ()
    successor: IssuedDocument | None = None


def kind_of(document: IssuedDocument) -> str:
    """What kind of document it is, in words."""
    return KINDS.get(document.kind, OTHER_KIND)


def place_of(document: IssuedDocument, user: Any) -> Place:
    """Where the document belongs, as `user` may see it; at most five queries."""
    find = PLACES.get(document.kind)
    return (find and find(document, user)) or Place()


def units_of_fields(document: IssuedDocument, fields: Iterable[str]) -> dict[str, Unit]:
    """For whom each of these fields of the document's file is; one query.

    By the fields' names: the places of an issue that was withdrawn are gone.
    """
    if document.kind != "pledge":
        return {}
    start = field_name("")
    slugs = {name.removeprefix(start) for name in fields if name.startswith(start)}
    return {field_name(unit.slug): unit for unit in Unit.objects.filter(slug__in=slugs)}


def _report(document: IssuedDocument, user: Any) -> Place | None:
    found = Conference.objects.for_user(user).select_related("cluster")
    conference = found.filter(
        pk__in=ConferenceReport.objects.filter(document=document).values("conference")
    ).first()
    return conference and Place(is_open=True, url=conference.get_absolute_url())


def _handover(document: IssuedDocument, user: Any) -> Place | None:
    """Minutes are for the cluster: the public learns of a handover from the year's page."""
    given = HandoverConfirmation.objects.select_related("unit", "confirmed_by").order_by("pk")
    handovers = Handover.objects.select_related("emulation_year__cluster")
    row = handovers.prefetch_related(Prefetch("confirmations", given)).filter(document=document)
    if (handover := row.first()) is None:
        return None
    year = handover.emulation_year
    return Place(
        is_open=access.may(user, Permission.VIEW_DRAFTS, year),
        url=year.get_absolute_url() if year.cluster.is_confirmed else "",
        signers=tuple(
            Signer(
                unit=one.unit.people_committee,
                name=one.confirmed_by.full_name,
                way=CONFIRMED,
                at=one.confirmed_at,
            )
            for one in handover.confirmations.all()
        ),
    )


def _pledge(document: IssuedDocument, user: Any) -> Place | None:
    """Also of an issue that was withdrawn, which no pledge names any more."""
    of_issue = Q(document=document) | Q(withdrawals__document=document)
    rows = Pledge.objects.select_related("emulation_year__cluster", "document")
    rows = rows.defer("document__content", "document__data")
    pledge = rows.filter(of_issue).first()
    if pledge is None:
        return None
    published = pledge.status == PledgeStatus.PUBLISHED and pledge.document_id == document.pk
    is_open = published and pledge.emulation_year.cluster.is_confirmed
    withdrawal = pledge.withdrawals.filter(document=document).order_by("-pk").first()
    return Place(
        is_open=is_open or access.may(user, Permission.VIEW_DRAFTS, pledge),
        url=pledge.get_absolute_url() if is_open else "",
        signers=_withdrawn_signers(withdrawal) or _signers(pledge, document),
        was_open=bool(withdrawal and withdrawal.status_before == PledgeStatus.PUBLISHED),
        successor=withdrawal and withdrawal.successor,
    )


def _signers(pledge: Pledge, document: IssuedDocument) -> tuple[Signer, ...]:
    """Who has signed the issue that the pledge is at."""
    rows = pledge.signatures.filter(signed_on__isnull=False, pledge__document=document)
    return tuple(
        Signer(
            unit=row.unit.people_committee,
            name=row.signer_name,
            office=row.capacity,
            revision_id=row.revision_id,
            way="" if row.method == SigningMethod.DIGITAL else PAPER,
            at=row.signed_at or row.signed_on,
        )
        for row in rows.select_related("unit").order_by("unit__sort_key", "pk")
    )


def _withdrawn_signers(withdrawal: PledgeWithdrawal | None) -> tuple[Signer, ...]:
    """Who had signed the issue; its places may stand for the next issue meanwhile."""
    return tuple(
        Signer(
            unit=one.unit_name,
            name=one.signer_name,
            office=one.capacity,
            revision_id=one.revision,
            way="" if one.is_digital else PAPER,
            at=one.signed_at or one.signed_on,
        )
        for one in (withdrawal.signers if withdrawal else ())
        if one.method
    )


PLACES: dict[str, Callable[[IssuedDocument, Any], Place | None]] = {
    "conference_report": _report,
    "handover": _handover,
    "pledge": _pledge,
}
