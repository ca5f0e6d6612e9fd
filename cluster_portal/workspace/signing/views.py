"""Where a unit signs: the newest file to take, the signed one to bring back, what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.documents.responses import issued_response
from cluster_portal.documents.services import lease_of
from cluster_portal.documents.signing.configured import unit_backend, unit_service
from cluster_portal.pages.limits import limited
from cluster_portal.workspace.signing import services
from cluster_portal.workspace.signing.forms import SecretForm, SignedFileForm
from cluster_portal.workspace.signing.remote import sign_through_backend
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.downloads import note_download
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import PledgeSignature
from emulation.signing_order import who_may_sign

PLACE = "workspace:pledge"
HERE = "workspace:sign-pledge"
SHOWN = 10  # uploads


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload", methods=("POST",))
def sign(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """Sign the pledge for one unit: take the file, sign it outside, bring it back."""
    _, row = place = find_signature(request, cluster_slug, year, unit_slug)
    form = None
    if request.method == "POST":
        access.require(request.user, Permission.SIGN, row)
        length = row.pledge.document.head().length
        form = SignedFileForm(request.POST, request.FILES, head_length=length)
        if form.is_valid() and (
            kept := form.save_by(
                services.bring_signed_file, pledge=row.pledge, unit=row.unit, by=request.user
            )
        ):
            kept.refresh_from_db(fields=["state"])
            if services.is_under_way(kept):  # the page itself tells an answer
                messages.success(request, "Đã nhận tệp, đang kiểm tra chữ ký.")
            return redirect(HERE, cluster_slug, year, unit_slug)
    return _page(request, *place, file_form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("secret")
@limited("upload", methods=("POST",))
def sign_here(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> HttpResponse:
    """Sign at once with the token or service that is configured for the unit."""
    _, row = place = find_signature(request, cluster_slug, year, unit_slug)
    access.require(request.user, Permission.SIGN, row)
    service = unit_service(row.unit.slug)
    if service is None:
        raise Http404
    if request.method != "POST":  # a refused form stands here, and is asked for anew
        return redirect(HERE, cluster_slug, year, unit_slug)
    form = SecretForm(request.POST, label=service.secret)
    if form.is_valid():
        backend = unit_backend(service, form.cleaned_data.pop("secret"))
        if form.save_by(
            sign_through_backend,
            pledge=row.pledge,
            unit=row.unit,
            backend=backend,
            by=request.user,
        ):
            messages.success(request, "Đã ký số. Chữ ký đã vào giao ước.")
            return redirect(HERE, cluster_slug, year, unit_slug)
    return _page(request, *place, secret_form=form)


def _page(
    request: HttpRequest,
    found: EmulationYear,
    row: PledgeSignature,
    *,
    file_form: SignedFileForm | None = None,
    secret_form: SecretForm | None = None,
) -> HttpResponse:
    document, head = row.pledge.document, row.pledge.document.head()
    refused = who_may_sign(row.pledge, row.unit)
    service = unit_service(row.unit.slug)
    if access.may(request.user, Permission.SIGN, row) and not refused:
        file_form = file_form or SignedFileForm(head_length=head.length)
        if service and not secret_form:
            secret_form = SecretForm(label=service.secret)
    uploads = list(services.uploads_of(document, row.unit)[:SHOWN])
    context = year_context(found, PLACE) | {
        "pledge": row.pledge,
        "document": document,
        "signature": row,
        "unit": row.unit,
        "form": file_form,
        "secret_form": secret_form,
        "service": service,
        "refused": refused,
        "head": head,
        "signed_count": getattr(head, "number", 0),
        "lease": lease_of(document),
        "uploads": uploads,
        "is_waiting": any(services.is_under_way(upload) for upload in uploads),
    }
    return render(request, "workspace/signing/sign.html", context)


@login_required
@require_safe
def progress(request: HttpRequest, cluster_slug: str, year: int, unit_slug: str) -> JsonResponse:
    """Whether the unit's newest upload has been answered, for the page that waits for it."""
    _, row = find_signature(request, cluster_slug, year, unit_slug)
    newest = services.uploads_of(row.pledge.document, row.unit).first()
    return JsonResponse(
        {
            "state": newest.get_state_display() if newest else "",
            "is_answered": newest is None or not services.is_under_way(newest),
        }
    )


@login_required
@require_safe
@limited("pdf")
def file_to_sign(
    request: HttpRequest, cluster_slug: str, year: int, unit_slug: str
) -> HttpResponse:
    """The newest file, which the unit signs; who took it is written down."""
    _, row = find_signature(request, cluster_slug, year, unit_slug)
    access.require(request.user, Permission.SIGN, row)
    document = row.pledge.document
    number = getattr(document.head(), "number", 0)
    name = f"giao-uoc-{cluster_slug}-{year}-{number}-chu-ky.pdf"
    note_download(request, file=name, target=row.pledge)
    return issued_response(request, document, name, as_download=True)


def find_signature(
    request: HttpRequest, cluster_slug: str, year: int, unit_slug: str
) -> tuple[EmulationYear, PledgeSignature]:
    """The unit's place in the issued pledge, for those who may see the cluster's drafts.

    Raises Http404 for everybody else, and before the pledge is issued.
    """
    found = find_year(request, cluster_slug, year)
    rows = PledgeSignature.objects.filter(pledge__emulation_year=found)
    rows = rows.select_related("unit", "pledge__document", "revision").defer(
        "pledge__document__content", "pledge__document__data", "revision__addition"
    )
    row = get_object_or_404(rows, unit__slug=unit_slug)
    if row.pledge.document is None:
        raise Http404
    row.pledge.emulation_year = found
    return found, row
