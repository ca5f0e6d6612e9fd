"""The pages on which members comment on a pledge, and its versions are compared."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.workspace.board.pledge_life_forms import AnswerForm, CommentForm, CompareForm
from cluster_portal.workspace.board.pledge_pages import METHODS, find_pledge, pledge_context
from cluster_portal.workspace.signing import letters
from clusters import access
from clusters.models import Unit
from clusters.roles import Permission
from emulation.models import Pledge, PledgeComment, PledgeStatus
from emulation.pledge_differences import differences
from emulation.services import pledge_comments

COMMENTS = "workspace:pledge-comments"


@login_required
@require_safe
def versions(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The versions of the text, and what changed between two of them."""
    found, pledge = find_pledge(request, cluster_slug, year)
    kept = list(pledge.versions.select_related("saved_by").order_by("number"))
    form = CompareForm(request.GET, versions=kept) if kept else None
    chosen = form.chosen if form else None
    context = pledge_context(request, found, pledge) | {
        "versions": kept[::-1],
        "form": form,
        "chosen": chosen,
        "sections": differences(*(one.snapshot for one in chosen)) if chosen else [],
    }
    return render(request, "workspace/board/pledge_versions.html", context)


@login_required
@require_safe
def comments(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """What the members say of the text, the answers, and who has not said anything."""
    found, pledge = find_pledge(request, cluster_slug, year)
    current = pledge_comments.current_version(pledge)
    rows = list(_comments_of(pledge))
    spoken = {row.unit_id for row in rows if current and row.version_id == current.pk}
    asked = pledge_comments.asked_units(pledge)
    is_open = pledge.status == PledgeStatus.CIRCULATED
    context = pledge_context(request, found, pledge) | {
        "current": current,
        "comments": [_line(row, pledge) for row in rows],
        "silent": [unit for unit in asked if unit.pk not in spoken],
        "asked": asked,
        "is_open": is_open,
        "own": [unit for unit in asked if is_open and _may_comment(request, pledge, unit)],
        "may_answer": access.may(request.user, Permission.EDIT_PLEDGE, found),
        "is_over": pledge.comments_by is not None and pledge.comments_by < timezone.localdate(),
    }
    return render(request, "workspace/board/pledge_comments.html", context)


def _comments_of(pledge: Pledge) -> Any:
    rows = pledge.comments.select_related("unit", "version", "author", "answered_by")
    return rows.order_by("-version__number", "unit__sort_key", "written_at", "pk")


def _line(row: PledgeComment, pledge: Pledge) -> dict[str, Any]:
    """A comment, and whether it came after the day that was set."""
    day = timezone.localdate(row.written_at)
    return {"row": row, "is_late": pledge.comments_by is not None and day > pledge.comments_by}


def _may_comment(request: HttpRequest, pledge: Pledge, unit: Unit) -> bool:
    part = PledgeComment(pledge=pledge, unit=unit)
    return access.may(request.user, Permission.EDIT_UNIT, part)


@login_required
@require_http_methods(METHODS)
def comment(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """A member says what it thinks of the text."""
    found, pledge = find_pledge(request, cluster_slug, year)
    asked = pledge_comments.asked_units(pledge)
    unit = next((unit for unit in asked if unit.slug == unit_slug), None)
    if unit is None:
        raise Http404
    access.require(request.user, Permission.EDIT_UNIT, PledgeComment(pledge=pledge, unit=unit))
    sends = request.method == "POST"
    if pledge.status != PledgeStatus.CIRCULATED and not sends:
        messages.info(request, pledge_comments.NOT_CIRCULATED)
        return redirect(COMMENTS, cluster_slug, year)
    form = CommentForm(request.POST if sends else None, pledge=pledge)
    if form.is_valid() and form.save_by(
        pledge_comments.comment_on_pledge, pledge=pledge, unit=unit, by=request.user
    ):
        messages.success(request, f"Đã gửi ý kiến của {unit}.")
        return redirect(COMMENTS, cluster_slug, year)
    context = pledge_context(request, found, pledge) | {
        "form": form,
        "unit": unit,
        "said": [row for row in _comments_of(pledge) if row.unit_id == unit.pk],
    }
    return render(request, "workspace/board/pledge_comment.html", context)


@login_required
@require_http_methods(METHODS)
def answer(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """The secretariat answers what a member said."""
    found, pledge = find_pledge(request, cluster_slug, year)
    row = get_object_or_404(_comments_of(pledge), pk=pk)
    access.require(request.user, Permission.EDIT_PLEDGE, found)
    sends = request.method == "POST"
    if not sends and (row.answered_at or row.has_none):
        done = pledge_comments.ANSWERED if row.answered_at else pledge_comments.NOTHING_TO_ANSWER
        messages.info(request, done)
        return redirect(COMMENTS, cluster_slug, year)
    form = AnswerForm(
        request.POST if sends else None, ask_reason=access.is_correction(request.user, found)
    )
    row.pledge = pledge
    if form.is_valid() and form.save_by(
        pledge_comments.answer_comment, comment=row, by=request.user
    ):
        letters.tell_answered(row, request.user)
        messages.success(request, f"Đã trả lời ý kiến của {row.unit}.")
        return redirect(COMMENTS, cluster_slug, year)
    context = pledge_context(request, found, pledge) | {"form": form, "comment": row}
    return render(request, "workspace/board/answer_comment.html", context)
