"""What is filled in of a conference and what is missing."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from clusters.models import EmulationYear
from emulation.attendance import Turnout, turnout_of
from emulation.models import AgendaDocument, AgendaItem, Conference


@dataclass(frozen=True)
class Step:
    """One part of the work on a conference: how far it is, and where it is done."""

    label: str
    url: str
    text: str
    is_done: bool


def conferences_of(year: EmulationYear) -> QuerySet[Conference]:
    """Conferences that review or launch the year, by their days."""
    return (
        Conference.objects.filter(Q(review_year=year) | Q(launch_year=year))
        .select_related("cluster", "host", "review_year", "launch_year")
        .order_by("held_on", "pk")
    )


def sources_for(year: EmulationYear) -> QuerySet[Conference]:
    """Earlier conferences of the cluster that a new one can be made from, the newest first."""
    return (
        Conference.objects.filter(cluster=year.cluster_id)
        .select_related("review_year", "launch_year", "cluster")
        .order_by("-held_on", "-pk")
    )


def documents_of(conference: Conference) -> list[tuple[AgendaItem, list[AgendaDocument]]]:
    """Each item of the agenda with its papers, files fetched; in two queries."""
    items = list(conference.agenda.all())
    papers: dict[int, list[AgendaDocument]] = {item.pk: [] for item in items}
    rows = AgendaDocument.objects.filter(agenda_item__conference=conference)
    for row in rows.select_related("file"):
        papers[row.agenda_item_id].append(row)
    return [(item, papers[item.pk]) for item in items]


def steps_of(conference: Conference) -> list[Step]:
    """The work on the conference in its order; in a fixed number of queries."""
    papers = AgendaDocument.objects.filter(agenda_item__conference=conference)
    total = Count("pk")
    agenda = conference.agenda.aggregate(total=total, told=Count("pk", filter=~Q(proceedings="")))
    delegates = conference.delegates.aggregate(
        total=total, unchecked=Count("pk", filter=Q(to_check=True))
    )
    conclusions = conference.conclusions.aggregate(
        total=total, undone=Count("pk", filter=Q(done_on__isnull=True))
    )
    turnout = turnout_of(conference)
    found = (
        ("facts", "Thông tin", *_facts(conference)),
        ("agenda", "Chương trình", *_count(agenda["total"], "mục", _told(agenda["told"]))),
        ("documents", "Tài liệu", *_count(papers.count(), "tài liệu")),
        ("delegates", "Đại biểu", *_delegates(**delegates)),
        ("attendance", "Điểm danh", *_attendance(turnout)),
        ("speeches", "Phát biểu", *_count(conference.speeches.count(), "bài")),
        ("conclusions", "Kết luận", *_conclusions(**conclusions)),
        ("sections", "Mục báo cáo", *_count(conference.sections.count(), "mục")),
        ("movements", "Phong trào", *_count(conference.movements.count(), "phong trào")),
        ("photos", "Ảnh", *_count(conference.photos.count(), "ảnh")),
    )
    arguments = [conference.cluster.slug, conference.slug]
    return [
        Step(label, reverse(f"workspace:conference-{name}", args=arguments), text, is_done)
        for name, label, text, is_done in found
    ]


def _facts(conference: Conference) -> tuple[str, bool]:
    missing = [
        words
        for words, value in (
            ("giờ bắt đầu", conference.starts_at),
            ("đơn vị đăng cai", conference.host_id),
            ("địa điểm", conference.venue),
            ("thư ký", conference.minutes_secretary),
        )
        if not value
    ]
    return (f"thiếu {', '.join(missing)}", False) if missing else ("đủ", True)


def _count(number: int, noun: str, more: str = "") -> tuple[str, bool]:
    return (f"{number} {noun}{more}", True) if number else (f"chưa có {noun}", False)


def _told(number: int) -> str:
    return f", {number} mục đã ghi diễn biến" if number else ""


def _conclusions(total: int, undone: int) -> tuple[str, bool]:
    return _count(total, "kết luận", f", {undone} chưa xong" if undone else "")


def _delegates(total: int, unchecked: int) -> tuple[str, bool]:
    text, is_done = _count(total, "đại biểu")
    return (f"{text}, {unchecked} cần kiểm tra", False) if unchecked else (text, is_done)


def _attendance(turnout: Turnout) -> tuple[str, bool]:
    if not turnout.is_known:
        return "chưa điểm danh", False
    left = turnout.members - len(turnout.rows)
    return (f"{turnout.text}, còn {left} chưa điểm danh", False) if left else (turnout.text, True)
