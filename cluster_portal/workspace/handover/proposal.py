"""What the record says is passed on with the chair, and what is still open: a first checklist."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q
from django.utils import timezone

from awards.models import Award
from awards.selectors import waiting_proposals
from cluster_portal.vietnamese.dates import format_date
from clusters.models import Appointment, EmulationYear, HandoverState, Role
from clusters.office import heirs_on, line_of
from clusters.services.handover import MOST_ITEMS, Item, Sides
from emulation.figures.rights import members_of
from emulation.models import (
    Conclusion,
    Conference,
    ConferenceReport,
    Pledge,
    PledgeStatus,
    UnitReport,
    UnitReportStatus,
)

OPEN = HandoverState.OPEN
LONGEST = 300  # characters, of a text and of a note
ROOM = 20  # lines left for what people add


def proposed_items(emulation_year: EmulationYear, sides: Sides) -> list[Item]:
    """Propose the checklist for the chair of `emulation_year`: first what is passed on."""
    former = sides.gives.emulation_year
    found = [
        *_conferences(former, emulation_year),
        *_pledges(former, emulation_year),
        Item(f"Số liệu, khen thưởng các năm trên cổng, đến năm {former.year}"),
        *_accounts(emulation_year, sides),
        *_unit_reports(former),
        *_awards(former),
        *_conclusions(emulation_year),
    ]
    items = [Item(_cut(item.text), item.state, _cut(item.note)) for item in found]
    passed_on = [item for item in items if item.state != OPEN]
    return [*passed_on, *(item for item in items if item.state == OPEN)][: MOST_ITEMS - ROOM]


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _conferences(former: EmulationYear, new: EmulationYear) -> Iterator[Item]:
    touching = Q(review_year=former) | Q(launch_year__in=[former, new])
    reports = ConferenceReport.objects.select_related("document").order_by("pk")
    found = Conference.objects.filter(touching).prefetch_related(
        Prefetch("reports", reports.defer("document__content", "document__data"), to_attr="issued")
    )
    for conference in found.order_by("held_on", "pk"):
        issued = conference.issued[-1] if conference.issued else None
        name = f"Hồ sơ {conference.title}, ngày {format_date(conference.held_on)}"
        if issued:
            number = issued.document.document_number
            yield Item(name, note=f"Báo cáo số {number}, lần {issued.document.revision}")
        elif conference.is_published:
            yield Item(name)
        else:
            yield Item(name, OPEN, f"{conference.get_status_display()}, báo cáo chưa công bố")


def _pledges(former: EmulationYear, new: EmulationYear) -> Iterator[Item]:
    pledges = Pledge.objects.filter(emulation_year__in=[former, new])
    for pledge in pledges.select_related("emulation_year").order_by("emulation_year__year"):
        name = f"Giao ước thi đua năm {pledge.emulation_year.year}"
        if pledge.status == PledgeStatus.PUBLISHED:
            yield Item(name)
        else:
            yield Item(name, OPEN, pledge.get_status_display())


def _accounts(new: EmulationYear, sides: Sides) -> Iterator[Item]:
    unit, today = sides.takes.unit, timezone.localdate()
    held = Appointment.objects.on(today).filter(
        role=Role.SECRETARIAT,
        cluster=new.cluster,
        unit__in=line_of(unit.pk, heirs_on(today)),
        user__is_active=True,
    )
    names = [row.user.full_name for row in held.select_related("user").order_by("pk")]
    name = f"Tài khoản ban thư ký của {unit.name} trên cổng"
    if names:
        yield Item(name, note=", ".join(names))
    else:
        yield Item(name, OPEN, "Chưa mời ai")


def _unit_reports(former: EmulationYear) -> Iterator[Item]:
    reports = UnitReport.objects.filter(emulation_year=former)
    accepted = set(reports.filter(status=UnitReportStatus.ACCEPTED).values_list("unit", flat=True))
    units = [unit.name for unit in members_of(former) if unit.pk not in accepted]
    if units:
        yield Item(f"Báo cáo năm {former.year} của đơn vị chưa nhận", OPEN, ", ".join(units))


def _awards(former: EmulationYear) -> Iterator[Item]:
    waiting = waiting_proposals(Award.objects.filter(emulation_year=former)).count()
    if waiting:
        text = f"Đề nghị khen thưởng năm {former.year} chưa có kết quả"
        yield Item(text, OPEN, f"{waiting} đề nghị")


def _conclusions(new: EmulationYear) -> Iterator[Item]:
    rows = Conclusion.objects.filter(conference__cluster=new.cluster, done_on__isnull=True)
    for row in rows.select_related("owner").order_by("conference__held_on", "order", "pk"):
        who = row.owner.name if row.owner else "mọi đơn vị"
        due = f", hạn {format_date(row.due_on)}" if row.due_on else ""
        yield Item(f"Kết luận chưa xong: {row.text}", OPEN, f"{who}{due}")
