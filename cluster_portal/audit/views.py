"""Exports of the audit, for administrators; each download stands in the audit itself."""

from collections.abc import Callable, Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cluster_portal.audit.export import Span, csv_lines, json_lines, note_export
from cluster_portal.audit.forms import SpanForm
from cluster_portal.pages.limits import limited

Lines = Callable[[Span], Iterator[str]]


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Which days to export, and in which form."""
    _require_administrator(request)
    return render(request, "audit/exports.html", {"form": SpanForm()})


@login_required
@require_safe
@limited("export")
def jsonl(request: HttpRequest) -> HttpResponseBase:
    """The events with every hashed fact, for whoever checks the chain."""
    return _download(request, json_lines, "nhat-ky.jsonl", "application/jsonl; charset=utf-8")


@login_required
@require_safe
@limited("export")
def table(request: HttpRequest) -> HttpResponseBase:
    """The events in words, for a spreadsheet program."""
    return _download(request, csv_lines, "nhat-ky.csv", "text/csv; charset=utf-8")


def _download(request: HttpRequest, lines: Lines, name: str, kind: str) -> HttpResponseBase:
    _require_administrator(request)
    form = SpanForm(request.GET)
    if not form.is_valid():
        return render(request, "audit/exports.html", {"form": form}, status=400)
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
    }
    if request.method == "HEAD":  # nothing is sent, so there is nothing to write down
        return HttpResponse(content_type=kind, headers=headers)
    note_export(form.days(), name, by=request.user)
    return StreamingHttpResponse(lines(Span(*form.days())), content_type=kind, headers=headers)


def _require_administrator(request: HttpRequest) -> None:
    if not request.user.has_perm("administer"):
        raise PermissionDenied
