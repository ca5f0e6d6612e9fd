"""What the pages of a pledge share: the pledge, its way, the steps one may take."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import Pledge, PledgeSignature, PledgeStatus, PledgeWithdrawal
from emulation.services.pledge_steps import BACK, FORWARD, WAY, permission_for, why_not_yet
from emulation.services.pledge_withdrawals import WITHDRAWABLE

METHODS = ["GET", "HEAD", "POST"]
HERE = "workspace:pledge"
PARTLY_SIGNED = "Đã ký một phần"
# What each step is called on its button, and what it does in words.
STEPS = {
    (PledgeStatus.DRAFT, PledgeStatus.CIRCULATED): (
        "Gửi lấy ý kiến",
        "Cán bộ của các tỉnh thành viên góp ý trên cổng; lời giao ước tạm thời không sửa.",
    ),
    (PledgeStatus.CIRCULATED, PledgeStatus.DRAFT): (
        "Chuyển về dự thảo",
        "Sửa được lời giao ước. Ý kiến đã góp vẫn giữ; gửi lấy ý kiến lại được.",
    ),
    (PledgeStatus.DRAFT, PledgeStatus.ISSUED): (
        "Chuyển sang chờ ký",
        "Lời giao ước không sửa được nữa và được cấp số; các thành viên của cụm được đưa vào danh"
        " sách ký.",
    ),
    (PledgeStatus.ISSUED, PledgeStatus.SIGNED): (
        "Ghi nhận đã ký đủ",
        "Mọi đơn vị trong danh sách phải đã ký; chữ ký trên bản giấy phải có bản chụp. Khi tất cả"
        " ký số, ngày ký là ngày của chữ ký cuối cùng.",
    ),
    (PledgeStatus.SIGNED, PledgeStatus.PUBLISHED): (
        "Công bố giao ước",
        "Mọi người xem được giao ước trên cổng.",
    ),
    (PledgeStatus.ISSUED, PledgeStatus.DRAFT): (
        "Thu hồi để sửa",
        "Sửa được lời giao ước. Chỉ làm được khi chưa đơn vị nào ký.",
    ),
    (PledgeStatus.SIGNED, PledgeStatus.ISSUED): (
        "Chuyển về chờ ký",
        "Sửa được chữ ký đã ghi.",
    ),
    (PledgeStatus.PUBLISHED, PledgeStatus.SIGNED): (
        "Gỡ công bố",
        "Công chúng không xem được giao ước này nữa.",
    ),
    (PledgeStatus.WITHDRAWN, PledgeStatus.DRAFT): (
        "Soạn bản thay thế",
        "Lời giao ước trở lại dự thảo để sửa; số và chữ ký cũ chỉ còn trong lần thu hồi.",
    ),
}
STEPS[PledgeStatus.CIRCULATED, PledgeStatus.ISSUED] = STEPS[PledgeStatus.DRAFT, PledgeStatus.ISSUED]


def find_pledge(request: HttpRequest, cluster_slug: str, year: int) -> tuple[EmulationYear, Pledge]:
    """The year and its pledge, for those who may see the cluster's drafts.

    Raises Http404 for everybody else, and where there is no pledge.
    """
    found = find_year(request, cluster_slug, year)
    pledge = pledge_of(found)
    if pledge is None:
        raise Http404
    return found, pledge


def pledge_of(year: EmulationYear) -> Pledge | None:
    """The pledge of the year with its items and places for signatures."""
    rows = Pledge.objects.select_related("emulation_year__cluster", "conference", "document")
    rows = rows.defer("document__content", "document__data")
    return rows.filter(emulation_year=year).prefetch_related("items", "signatures").first()


def signatures_of(pledge: Pledge) -> list[PledgeSignature]:
    """The places for signatures with their units and scans, in Vietnamese order."""
    rows = PledgeSignature.objects.filter(pledge=pledge).select_related("unit", "scan", "pledge")
    return list(rows.order_by("unit__sort_key", "pk"))


def may_edit_pledge(request: HttpRequest, year: EmulationYear) -> bool:
    """Whether the pledge may be edited; raises PermissionDenied when it is sent without."""
    may_edit = access.may(request.user, Permission.EDIT_PLEDGE, year)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied(access.DENIED)
    return may_edit


def pledge_context(
    request: HttpRequest, year: EmulationYear, pledge: Pledge | None
) -> dict[str, Any]:
    """What every page of the pledge shows around itself."""
    status = pledge.status if pledge else PledgeStatus.DRAFT
    rows = list(pledge.signatures.all()) if pledge else []
    signed = sum(row.signed_on is not None for row in rows)
    own = {
        permission
        for permission in (Permission.EDIT_PLEDGE, Permission.PUBLISH)
        if access.may(request.user, permission, year)
    }

    def step_to(to: PledgeStatus) -> list[dict[str, Any]]:
        if pledge is None or permission_for(status, to) not in own:
            return []
        is_ready = not why_not_yet(pledge, to)
        return [{"to": to.value, "label": STEPS[status, to][0], "is_ready": is_ready}]

    return year_context(year, HERE) | {
        "pledge": pledge,
        "way": _way(pledge, status, signed),
        "forward": [step for to in FORWARD[status] for step in step_to(to)],
        # What somebody has signed is withdrawn, not called back.
        "back": step_to(BACK[status])
        if status in BACK and not (status == PledgeStatus.ISSUED and signed)
        else [],
        "may_withdraw": Permission.PUBLISH in own and status in WITHDRAWABLE,
        "signature_rows": rows,
        "signed_count": signed,
        "declined_count": sum(row.has_declined for row in rows),
        "withdrawals": _withdrawals_of(pledge) if pledge else [],
    }


def _withdrawals_of(pledge: Pledge) -> list[PledgeWithdrawal]:
    rows = pledge.withdrawals.select_related("withdrawn_by", "document")
    return list(rows.defer("document__content", "document__data"))


def _way(pledge: Pledge | None, status: str, signed: int) -> list[tuple[str, str]]:
    """Each step with what became of it: done, left out, now; empty for what is still to come."""
    if status == PledgeStatus.WITHDRAWN:
        return [(PledgeStatus.WITHDRAWN.label, "now")]
    here = WAY.index(PledgeStatus(status))
    way = []
    for place, one in enumerate(WAY):
        state = "done" if place < here else "now" if place == here else ""
        if one == PledgeStatus.CIRCULATED and state == "done":
            state = "done" if pledge and pledge.circulated_at else "skipped"
        is_partly = one == PledgeStatus.ISSUED and state == "now" and signed > 0
        way.append((one.label, "done" if is_partly else state))
        if is_partly:
            way.append((PARTLY_SIGNED, "now"))
    return way
