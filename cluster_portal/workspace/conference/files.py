"""Papers of the agenda and photos: taken in, handed out, taken off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_portal.files.responses import private_file, private_image
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.conference import selectors
from cluster_portal.workspace.conference.forms import DocumentForm, RemovalForm, photo_forms
from cluster_portal.workspace.conference.pages import PHOTOS_PAGE
from cluster_portal.workspace.conference.places import conference_context, find_conference
from cluster_portal.workspace.conference.row_pages import answer, show_page
from cluster_portal.workspace.forms import ServiceForm
from clusters import access
from emulation.models import AgendaDocument, Conference
from emulation.services.attachments import add_document, add_photos, remove_document

DOCUMENTS = "workspace:conference-documents"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload", methods=("POST",))
def documents(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
    """The papers of each item of the agenda; takes in one more."""
    conference = find_conference(request, cluster_slug, slug)
    context = conference_context(request, conference, DOCUMENTS)
    papers = selectors.documents_of(conference)
    is_posted = request.method == "POST"
    form = DocumentForm(
        request.POST if is_posted else None,
        request.FILES if is_posted else None,
        items=[item for item, _ in papers],
        ask_reason=context["ask_reason"],
    )
    if is_posted and form.is_valid() and form.save_by(add_document, by=request.user):
        messages.success(request, "Đã thêm tài liệu.")
        return redirect(DOCUMENTS, cluster_slug, slug)
    context |= {"papers": papers, "form": form, "has_items": bool(papers)}
    return render(request, "workspace/conference/documents.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, cluster_slug: str, slug: str, pk: int) -> HttpResponse:
    """Take a paper off the agenda, after a question."""
    conference = find_conference(request, cluster_slug, slug, to_change=True)
    document = _document(conference, pk)
    context = conference_context(request, conference, DOCUMENTS)
    is_posted = request.method == "POST"
    form = RemovalForm(request.POST if is_posted else None, ask_reason=context["ask_reason"])
    if is_posted and form.is_valid():
        form.save_by(remove_document, document=document, by=request.user)
        if not form.errors:
            messages.success(request, f"Đã bỏ tài liệu “{document.title}”.")
            return redirect(DOCUMENTS, cluster_slug, slug)
    context |= {"document": document, "form": form}
    return render(request, "workspace/conference/remove_document.html", context)


@login_required
@require_safe
def document(request: HttpRequest, cluster_slug: str, slug: str, pk: int) -> HttpResponseBase:
    """A paper, as a download that the audit knows of; for staff, published or not."""
    conference = find_conference(request, cluster_slug, slug)
    found = _document(conference, pk)
    return private_file(request, found.file, target=found)


def _document(conference: Conference, pk: int) -> AgendaDocument:
    rows = AgendaDocument.objects.select_related("file", "agenda_item__conference__cluster")
    return get_object_or_404(rows, agenda_item__conference=conference, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
    """The photos with their texts, and the form for more."""
    conference = find_conference(request, cluster_slug, slug)
    reason = ServiceForm(ask_reason=access.is_correction(request.user, conference))
    return answer(request, PHOTOS_PAGE, conference, uploads=photo_forms(), upload_reason=reason)


@login_required
@require_POST
@limited("upload")
def add(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
    """Take in more photos, all of them or none."""
    conference = find_conference(request, cluster_slug, slug)
    uploads = photo_forms(request.POST, request.FILES)
    reason = ServiceForm(request.POST, ask_reason=access.is_correction(request.user, conference))
    if uploads.is_valid() & reason.is_valid():
        given = uploads.given
        try:
            kept = add_photos(
                conference=conference,
                photos=[form.cleaned_data for form in given],
                by=request.user,
                **reason.cleaned_data,
            )
        except ValidationError as error:
            uploads.refuse(error, given)
        else:
            messages.success(request, f"Đã thêm {len(kept)} ảnh.")
            return redirect(PHOTOS_PAGE.name, cluster_slug, slug)
    uploads.ask_for_files_again()
    return show_page(request, PHOTOS_PAGE, conference, uploads=uploads, upload_reason=reason)


@require_safe
def photo(request: HttpRequest, cluster_slug: str, slug: str, pk: int) -> HttpResponseBase:
    """A photo to be shown on a page, for everybody who may see the conference."""
    conference = get_object_or_404(
        Conference.objects.for_user(request.user), cluster__slug=cluster_slug, slug=slug
    )
    found = get_object_or_404(conference.photos.select_related("file"), pk=pk)
    return private_image(request, found.file)
