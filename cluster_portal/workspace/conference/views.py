"""A conference from plan to report: the year's list, the plan, the overview, the facts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.workspace.conference import selectors
from cluster_portal.workspace.conference.forms import FactsForm, FollowUpForm, facts_of
from cluster_portal.workspace.conference.places import (
    LIST,
    conference_context,
    find_conference,
)
from cluster_portal.workspace.forms import Loaded
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.members import members_of, members_on
from clusters.models import Cluster, EmulationYear, Unit
from clusters.roles import Permission
from emulation.attendance import members_at
from emulation.followups import before, followed_up
from emulation.models import Conclusion, Conference, ConferenceKind
from emulation.services.cloning import clone_conference, next_facts
from emulation.services.meeting import follow_up_conclusion, follow_up_token
from emulation.services.planning import change_conference, facts_token, plan_conference

METHODS = ["GET", "HEAD", "POST"]
WORK = "workspace:conference-work"
FACTS_ACTIONS = ("change_conference", "plan_conference", "clone_conference")
SOURCE = "tu"  # the conference that a new one is made from, in the query string


@login_required
@require_safe
def conferences(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """The conferences of a year, and where a new one is planned."""
    found = find_year(request, cluster_slug, year)
    context = {
        "conferences": list(selectors.conferences_of(found)),
        "source": _last_year(found),
        "may_plan": access.may(request.user, Permission.EDIT_CONFERENCE, found),
    }
    return render(request, "workspace/conference/list.html", year_context(found, LIST) | context)


@login_required
@require_http_methods(METHODS)
def plan(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """A new conference, from nothing or from an earlier one of the cluster."""
    found = find_year(request, cluster_slug, year)
    access.require(request.user, Permission.EDIT_CONFERENCE, found)
    source = _source(request, found)
    initial = next_facts(source) if source else _first_facts(found)
    is_posted = request.method == "POST"
    form = FactsForm(
        request.POST if is_posted else None,
        initial=initial,
        ask_reason=access.is_correction(request.user, found),
        **_choices(found.cluster, members_of(found)),
    )
    planned = None
    if is_posted and form.is_valid():
        planned = _plan(request, form, found.cluster, source)
    if planned:
        return redirect(WORK, cluster_slug, planned.slug)
    context = {"form": form, "source": source}
    return render(request, "workspace/conference/plan.html", year_context(found, LIST) | context)


def _plan(
    request: HttpRequest, form: FactsForm, cluster: Cluster, source: Conference | None
) -> Conference | None:
    if source is None:
        planned = form.save_by(plan_conference, cluster=cluster, by=request.user)
        if planned:
            messages.success(request, "Đã lên kế hoạch hội nghị.")
        return planned
    clone = form.save_by(clone_conference, source=source, by=request.user)
    if clone is None:
        return None
    messages.success(request, clone.told)
    return clone.conference


def _source(request: HttpRequest, year: EmulationYear) -> Conference | None:
    slug = request.GET.get(SOURCE, "")
    return get_object_or_404(selectors.sources_for(year), slug=slug) if slug else None


def _last_year(year: EmulationYear) -> Conference | None:
    """What the next annual review is made from: the newest one before it."""
    return (
        selectors.sources_for(year)
        .filter(kind=ConferenceKind.ANNUAL_REVIEW, review_year__year__lt=year.year)
        .first()
    )


def _first_facts(year: EmulationYear) -> dict[str, Any]:
    following = year.cluster.years.filter(year=year.year + 1).first()
    return {
        "kind": ConferenceKind.ANNUAL_REVIEW,
        "review_year": year,
        "launch_year": following,
    }


def _choices(cluster: Cluster, units: list[Unit], host: Unit | None = None) -> dict[str, Any]:
    known = {*units, *([host] if host else [])}
    return {
        "years": list(cluster.years.select_related("cluster").order_by("-year")),
        "units": sorted(known, key=lambda unit: (unit.sort_key, unit.pk)),
    }


@login_required
@require_safe
def work(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
    """What is filled in, what is missing, and the documents."""
    conference = find_conference(request, cluster_slug, slug)
    context = {
        "steps": selectors.steps_of(conference),
        "earlier": followed_up(conference),
        "members": members_at(conference),
    }
    around = conference_context(request, conference, WORK)
    return render(request, "workspace/conference/work.html", around | context)


@login_required
@require_http_methods(METHODS)
def facts(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
    """Kind, years, day, hours, host, place."""
    conference = find_conference(request, cluster_slug, slug)
    here = "workspace:conference-facts"
    context = conference_context(request, conference, here)
    units = members_on(conference.cluster, conference.held_on) or members_at(conference)
    form = FactsForm(
        request.POST if request.method == "POST" else None,
        initial=facts_of(conference),
        loaded=Loaded(facts_token(conference), conference, FACTS_ACTIONS),
        ask_reason=context["ask_reason"],
        **_choices(conference.cluster, units, conference.host),
    )
    saved = None
    if request.method == "POST" and form.is_valid():
        saved = form.save_by(change_conference, conference=conference, by=request.user)
    if saved:
        messages.success(request, "Đã lưu thông tin hội nghị.")
        return redirect(here, cluster_slug, slug)
    return render(request, "workspace/conference/facts.html", context | {"form": form})


@login_required
@require_http_methods(METHODS)
def follow_up(request: HttpRequest, cluster_slug: str, slug: str, pk: int) -> HttpResponse:
    """What came of one conclusion, of this conference or of an earlier one of the cluster."""
    conference = find_conference(request, cluster_slug, slug, to_change=True)
    rows = Conclusion.objects.select_related("conference__cluster", "owner")
    of_these = [conference.pk, *before(conference).values_list("pk", flat=True)]
    conclusion = get_object_or_404(rows, pk=pk, conference__in=of_these)
    here = "workspace:conference-conclusions"
    context = conference_context(request, conference, here)
    form = FollowUpForm(
        request.POST if request.method == "POST" else None,
        initial={"done_on": conclusion.done_on, "outcome": conclusion.outcome},
        loaded=Loaded(follow_up_token(conclusion), conclusion, ("follow_up_conclusion",)),
        ask_reason=context["ask_reason"],
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = follow_up_conclusion(
                conclusion=conclusion,
                conference=conference,
                by=request.user,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            done = "Đã ghi kết luận là xong." if saved.done_on else "Đã ghi kết luận là chưa xong."
            messages.success(request, done)
            return redirect(here, cluster_slug, slug)
    context |= {"form": form, "conclusion": conclusion}
    return render(request, "workspace/conference/follow_up.html", context)
