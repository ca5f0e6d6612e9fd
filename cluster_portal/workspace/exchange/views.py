"""A year's figures and awards as files: downloads to fill in, uploads, their preview, saving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_portal.pages.limits import limited
from cluster_portal.pages.spreadsheets import CONTENT_TYPE, csv_response
from cluster_portal.workspace.exchange import services
from cluster_portal.workspace.exchange.forms import AnswersForm, ChooseFileForm
from cluster_portal.workspace.exchange.selectors import (
    FILES,
    Kind,
    kinds_for,
    preview_of,
    uploads_of,
)
from cluster_portal.workspace.models import ImportState, SheetImport
from cluster_portal.workspace.table_files import wants_file
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.downloads import note_download
from clusters.models import EmulationYear

HERE = "workspace:exchange"
KEPT_ALL = "Mọi dòng giữ như trên cổng, không có gì thay đổi."
METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
@limited("upload", methods=("POST",))
def exchange(request: HttpRequest, cluster_slug: str, year: int) -> HttpResponse:
    """Files to fill in, and the place to bring them back."""
    found = find_year(request, cluster_slug, year)
    kinds = kinds_for(request.user, found)
    if request.method != "POST":
        return _page(request, found, kinds)
    if not kinds:
        raise PermissionDenied(access.DENIED)
    wanted = request.POST.get("kind", "")
    kind = next((kind for kind in kinds if kind.value == wanted), kinds[0])
    form = ChooseFileForm(request.POST, request.FILES, kind=kind.value)
    if form.is_valid():
        try:
            sheet = services.start_import(
                emulation_year=found,
                kind=form.cleaned_data["kind"],
                upload=form.cleaned_data["upload"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error("upload", error.update_error_dict({})["upload"])
        else:
            if _wants_json(request):
                return JsonResponse({"url": sheet.get_absolute_url()})
            return redirect(sheet)
    if _wants_json(request):
        words = [word for field in form.errors.values() for word in field]
        return JsonResponse({"errors": words})
    return _page(request, found, kinds, form)


def _page(
    request: HttpRequest, year: EmulationYear, kinds: list[Kind], form: ChooseFileForm | None = None
) -> HttpResponse:
    sections = [
        (kind, form if form and form.kind == kind.value else ChooseFileForm(kind=kind.value))
        for kind in kinds
    ]
    context = year_context(year, HERE) | {
        "sections": sections,
        "form": form,
        "uploads": uploads_of(request.user, year),
    }
    return render(request, "workspace/exchange/exchange.html", context)


@login_required
@require_safe
@limited("spreadsheet")
def to_fill_in(
    request: HttpRequest, cluster_slug: str, year: int, kind: str, ending: str
) -> HttpResponseBase:
    """The file of the rows that are the user's to write, as they stand."""
    found = find_year(request, cluster_slug, year)
    file = FILES.get((kind, ending))
    if file is None:
        raise Http404
    if not services.may_exchange(request.user, found, file.kind):
        raise PermissionDenied(access.DENIED)
    name = f"{kind}-{cluster_slug}-{year}.{ending}"
    note_download(request, file=name, target=found)
    made = file.make(found, request.user)
    if not isinstance(made, bytes):
        return csv_response(made, name)
    response = HttpResponse(made, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@login_required
@require_http_methods(METHODS)
def sheet_import(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """How far an upload is: being checked, wrong, to be looked through and saved, saved."""
    found, sheet = _find(request, cluster_slug, year, pk)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        sheet=sheet,
        ask_reason=access.is_correction(request.user, found),
    )
    if request.method == "POST" and services.is_ready(sheet) and form.is_valid():
        try:
            sheet = services.apply_import(
                sheet=sheet,
                by=request.user,
                answers=form.answers,
                reason=form.cleaned_data.get("reason", ""),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            if sheet.state == ImportState.APPLIED:
                kept = services.keeps_all(sheet, form.answers)
                messages.success(request, KEPT_ALL if kept else f"Đã lưu tệp “{sheet.file}”.")
                return redirect(sheet)
            messages.warning(request, services.CHANGED_MEANWHILE)
            form = AnswersForm(
                request.POST, sheet=sheet, ask_reason=access.is_correction(request.user, found)
            )
    context = year_context(found, HERE) | {
        "sheet": sheet,
        "form": form,
        "preview": preview_of(sheet, show_all="tat-ca" in request.GET or wants_file(request)),
        "is_ready": services.is_ready(sheet),
    }
    return render(request, "workspace/exchange/import.html", context)


@login_required
@require_POST
def check_step(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """Look at some rows more and say how far it is; without JavaScript at all that are left."""
    _, sheet = _find(request, cluster_slug, year, pk)
    try:
        sheet = services.check_some(sheet=sheet, by=request.user)
        while sheet.state == ImportState.CHECKING and not _wants_json(request):
            sheet = services.check_some(sheet=sheet, by=request.user)
    except ValidationError as error:
        if _wants_json(request):
            return JsonResponse({"errors": error.messages})
        messages.error(request, " ".join(error.messages))
        return redirect(sheet)
    if not _wants_json(request):
        return redirect(sheet)
    return JsonResponse(
        {
            "checked": sheet.checked,
            "total": sheet.total,
            "done": sheet.state != ImportState.CHECKING,
        }
    )


@login_required
@require_POST
def discard(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """Forget an upload that was not saved."""
    _, sheet = _find(request, cluster_slug, year, pk)
    services.discard_import(sheet=sheet, by=request.user)
    messages.success(request, "Đã bỏ tệp. Chưa lưu gì từ tệp này.")
    return redirect(HERE, cluster_slug, year)


def _find(
    request: HttpRequest, cluster_slug: str, year: int, pk: int
) -> tuple[EmulationYear, SheetImport]:
    """The user's own upload, as long as rows of its kind are the user's to write."""
    found = find_year(request, cluster_slug, year)
    rows = SheetImport.objects.for_user(request.user).filter(emulation_year=found)
    # What the file says is large, and the services read it for themselves.
    rows = rows.select_related("file", "applied_by").defer("rows")
    sheet = get_object_or_404(rows, pk=pk)
    sheet.emulation_year = found
    if not services.may_exchange(request.user, found, sheet.kind):
        raise PermissionDenied(access.DENIED)
    return found, sheet


def _wants_json(request: HttpRequest) -> Any:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
