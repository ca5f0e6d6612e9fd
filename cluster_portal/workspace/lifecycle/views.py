"""The steps of a conference, each on a page that says what it does; and who publishes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_portal.pages.limits import limited
from cluster_portal.workspace.conference.places import conference_context
from cluster_portal.workspace.issuing.pages import (
    Look,
    ask_for,
    data_for,
    look,
    refused_before,
    say_again,
)
from cluster_portal.workspace.lifecycle import selectors, services
from cluster_portal.workspace.lifecycle.forms import SecondPersonForm, StepForm
from cluster_portal.workspace.models import IssueAct
from clusters import access
from clusters.history import history_url
from clusters.roles import Permission
from emulation.models import Conference, ConferenceKind, ConferenceStatus
from emulation.selectors import reports_of

METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def lifecycle(request: HttpRequest, cluster_slug: str, conference_slug: str) -> HttpResponse:
    """Where the conference stands, who brought it there, what the next step needs."""
    found = _find(request, cluster_slug, conference_slug)
    seen = look(request, conference=found)
    return redirect(seen.mend_at) if seen.mend_at else _page(request, found, seen)


def _page(
    request: HttpRequest, found: Conference, seen: Look, form: SecondPersonForm | None = None
) -> HttpResponse:
    changes = selectors.changes_of(found)
    needed = found.cluster.second_person_publishes
    context = {
        "stages": selectors.stages_of(found, changes),
        "steps": selectors.steps_of(found, request.user),
        "under_way": seen.under_way,
        "changes": changes,
        "reports": reports_of(found),
        "form": form or SecondPersonForm(initial={"is_needed": needed}),
        "may_lead": access.may(request.user, Permission.LEAD, found.cluster),
        "corrects": found.review_year is not None
        and found.kind == ConferenceKind.ANNUAL_REVIEW
        and found.is_settled,
        "history_url": history_url(request.user, found),
    }
    around = conference_context(request, found, "workspace:conference-lifecycle")
    return render(request, "workspace/lifecycle/lifecycle.html", around | context)


@login_required
@require_http_methods(METHODS)
@limited("pdf", methods=("POST",))
def move(request: HttpRequest, cluster_slug: str, conference_slug: str, to: str) -> HttpResponse:
    """One step: what it does, then it is done."""
    found = _find(request, cluster_slug, conference_slug)
    if to not in ConferenceStatus.values:
        raise Http404
    access.require(request.user, services.permission_for(found.status, to), found)
    here = redirect("workspace:conference-lifecycle", cluster_slug, conference_slug)
    try:
        step = selectors.step_to(found, to, request.user)
    except ValidationError:
        # Somebody else has done it, or the page is an old one.
        messages.info(request, services.MOVED_MEANWHILE)
        return here
    sends = request.method == "POST"
    issues = step.to == ConferenceStatus.FINALISED and not step.goes_back
    if issues and not sends and look(request, conference=found).under_way:
        return here
    about = {"act": IssueAct.REPORT, "subject": found}
    refused = refused_before(request, **about) if issues else None
    form = StepForm(
        data_for(request, refused),
        goes_back=step.goes_back,
        ask_reason=access.is_correction(request.user, found),
    )
    if sends and form.is_valid():
        if issues and ask_for(request, form, **about, details={"status": found.status}):
            return here
        if not issues and form.save_by(
            services.move_conference, conference=found, to=step.to, by=request.user
        ):
            messages.success(request, services.DONE[step.to])
            return here
    say_again(form, refused)
    newest = next(iter(reports_of(found)), None)
    revision, number = (
        (newest.document.revision, newest.document.document_number) if newest else (0, "")
    )
    context = {
        "conference": found,
        "cluster": found.cluster,
        "step": step,
        "consequences": selectors.consequences(found, step, revision, number),
        "form": form,
    }
    return render(request, "workspace/lifecycle/move.html", context)


@login_required
@require_POST
def second_person(request: HttpRequest, cluster_slug: str, conference_slug: str) -> HttpResponse:
    """Whether this cluster's reports are published by a second person."""
    found = _find(request, cluster_slug, conference_slug)
    form = SecondPersonForm(request.POST)
    if form.is_valid() and form.save_by(
        services.set_second_person, cluster=found.cluster, by=request.user
    ):
        messages.success(request, "Đã lưu quy định công bố của cụm.")
        return redirect("workspace:conference-lifecycle", cluster_slug, conference_slug)
    return _page(request, found, look(request, conference=found), form)


def _find(request: HttpRequest, cluster_slug: str, conference_slug: str) -> Conference:
    """The conference, for those who may see the cluster's drafts."""
    rows = Conference.objects.for_user(request.user).select_related(
        "cluster", "host", "review_year__cluster", "launch_year__cluster"
    )
    found = get_object_or_404(rows, cluster__slug=cluster_slug, slug=conference_slug)
    if not access.may(request.user, Permission.VIEW_DRAFTS, found):
        raise Http404
    return found
