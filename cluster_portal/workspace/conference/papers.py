"""What is printed of a conference and goes into diaries: minutes, invitation, calendar file."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cluster_portal.documents.responses import pdf_response
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.conference.places import find_conference
from clusters.downloads import note_download
from emulation.attendance import members_at
from emulation.calendars import calendar_of
from emulation.meeting_documents import invitation_content, minutes_content


@login_required
@require_safe
@limited("pdf")
def minutes(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
    """The minutes, drawn from agenda, attendance and conclusions, marked as not signed."""
    conference = find_conference(request, cluster_slug, slug)
    html = render_to_string("documents/minutes.html", {"content": minutes_content(conference)})
    name = f"bien-ban-{cluster_slug}-{slug}.pdf"
    note_download(request, file=name, target=conference)
    return pdf_response(request, html, name)


@login_required
@require_safe
@limited("pdf")
def invitation(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
    """The invitation of the member that `?tinh=` names, or one with room for the name."""
    conference = find_conference(request, cluster_slug, slug)
    unit, named = None, request.GET.get("tinh", "")
    if named:
        members = {member.slug: member for member in members_at(conference)}
        if named not in members:
            raise Http404
        unit = members[named]
    content = invitation_content(conference, unit)
    html = render_to_string("documents/invitation.html", {"content": content})
    name = "-".join(part for part in ("giay-moi", cluster_slug, slug, named) if part) + ".pdf"
    note_download(request, file=name, target=conference)
    return pdf_response(request, html, name)


@login_required
@require_safe
def calendar(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
    """The conference as a calendar file."""
    conference = find_conference(request, cluster_slug, slug)
    response = HttpResponse(
        calendar_of(conference, settings.PORTAL_ADDRESS),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
    )
    name = f"{cluster_slug}-{slug}.ics"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-cache"
    return response
