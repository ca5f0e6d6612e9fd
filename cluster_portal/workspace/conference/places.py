"""What every working page of a conference shares: who gets in, and the way to the others."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from cluster_portal.workspace.years import year_context
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import Conference
from emulation.services.rules import SETTLED_CONFERENCE

ONLY_READ = "Bạn chỉ xem được phần này; sửa là việc của người được giao nhập hội nghị."
LIST = "workspace:conferences"

# The working pages of a conference, in the order of its work: name of the address, label.
PAGES = (
    ("workspace:conference-work", "Tổng quan"),
    ("workspace:conference-facts", "Thông tin"),
    ("workspace:conference-agenda", "Chương trình"),
    ("workspace:conference-documents", "Tài liệu"),
    ("workspace:conference-delegates", "Đại biểu"),
    ("workspace:conference-attendance", "Điểm danh"),
    ("workspace:conference-speeches", "Phát biểu"),
    ("workspace:conference-conclusions", "Kết luận"),
    ("workspace:conference-sections", "Mục báo cáo"),
    ("workspace:conference-movements", "Phong trào"),
    ("workspace:conference-photos", "Ảnh"),
    ("workspace:conference-lifecycle", "Trạng thái"),
)


def find_conference(
    request: HttpRequest, cluster_slug: str, slug: str, *, to_change: bool = False
) -> Conference:
    """The conference, for those who may see the cluster's drafts.

    Raises Http404 for everybody else; PermissionDenied for who may only look, when a form was sent
    or the page is there `to_change` something.
    """
    rows = Conference.objects.for_user(request.user).select_related(
        "cluster__organising_unit", "host", "review_year__cluster", "launch_year__cluster"
    )
    found = get_object_or_404(rows, cluster__slug=cluster_slug, slug=slug)
    if not access.may(request.user, Permission.VIEW_DRAFTS, found):
        raise Http404
    if (to_change or request.method == "POST") and not may_edit(request.user, found):
        raise PermissionDenied(access.DENIED)
    return found


def may_edit(user: Any, conference: Conference) -> bool:
    """Whether `user` works on the conference; whether it stands open is another question."""
    return access.may(user, Permission.EDIT_CONFERENCE, conference)


def year_of(conference: Conference) -> EmulationYear:
    """The year under which the conference is worked on: the one that it reviews, or launches."""
    return conference.review_year or conference.launch_year


def conference_context(request: HttpRequest, conference: Conference, here: str) -> dict[str, Any]:
    """What `workspace/conference/base.html` shows around a page named `here`."""
    arguments = [conference.cluster.slug, conference.slug]
    may = may_edit(request.user, conference)
    note = ONLY_READ if not may else SETTLED_CONFERENCE if conference.is_settled else ""
    return year_context(year_of(conference), LIST) | {
        "conference": conference,
        "pages": [(reverse(name, args=arguments), label, name == here) for name, label in PAGES],
        "page_label": dict(PAGES).get(here, ""),
        "overview_url": reverse("workspace:conference-work", args=arguments),
        "list_url": reverse(LIST, args=[conference.cluster.slug, year_of(conference).year]),
        "may_follow_up": may,
        "may_change": may and not conference.is_settled,
        "closed_note": note,
        "ask_reason": access.is_correction(request.user, conference),
    }
