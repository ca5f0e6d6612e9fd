"""The pages behind the QR code: no account, nothing kept of what is brought."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from cluster_portal.documents.codes import read_code, shown_code
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.responses import issued_response, pdf_response
from cluster_portal.pages.large_files import takes_files_up_to
from cluster_portal.pages.limits import limited
from cluster_portal.public.verification import examinations
from cluster_portal.public.verification.dossiers import Dossier, dossier_of, find_document
from cluster_portal.public.verification.forms import UNKNOWN, CodeForm, FileForm
from cluster_portal.public.verification.judging import Judgement, judgement_of, recognise
from cluster_portal.public.verification.places import kind_of, place_of
from cluster_portal.public.verification.sheets import signature_sheet
from cluster_portal.public.verification.tasks import examine_file

# What is shown changes with the next signature, and depends on who asks.
fresh = cache_control(private=True, no_cache=True)
never_kept = cache_control(private=True, no_store=True)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files_up_to("MAX_VERIFIED_BYTES")
@limited("verification", methods=("POST",))
@limited("lookup", methods=("GET",))
@fresh
def verify(request: HttpRequest) -> HttpResponse:
    """Ask by code, which leads to the document's page, or by file.

    A file that is on record is answered here, any other on a page of its own, once a worker has
    read it.
    """
    by_code = CodeForm(request.GET if "ma" in request.GET else None)
    by_file = FileForm()
    judgement = None
    if request.method == "POST":
        by_file = FileForm(request.POST, request.FILES)
        if by_file.is_valid():
            try:
                judgement, key = _judge(by_file.cleaned_data["tep"])
            except examinations.Busy as busy:
                by_file.add_error("tep", str(busy))
            else:
                if judgement is None:
                    return redirect("public:examination", key)
    elif by_code.is_valid():
        code = by_code.cleaned_data["ma"]
        if IssuedDocument.objects.filter(code=code).exists():
            return redirect("public:verified", shown_code(code))
        by_code.add_error("ma", UNKNOWN)
    context = {"by_code": by_code, "by_file": by_file} | _told(request, judgement)
    return render(request, "public/verification/verify.html", context)


def _judge(content: bytes) -> tuple[Judgement | None, str]:
    """What a file is; or, as long as nobody has examined it, where that will be told."""
    judgement = recognise(content)
    if judgement.is_settled:
        return judgement, ""
    row = examinations.receive(content, **judgement.known)
    if not row.is_answered:
        examine_file.enqueue(row.pk)
        row.refresh_from_db(fields=["state", "verdict", "problem"])
    return (judgement_of(row) if row.is_answered else None), row.key


def _told(request: HttpRequest, judgement: Judgement | None) -> dict[str, object]:
    document = judgement and judgement.document
    if document is None:
        return {"judgement": judgement}
    context: dict[str, object] = {"judgement": judgement, "kind": kind_of(document)}
    if document.is_withdrawn:
        context["successor"] = place_of(document, request.user).successor
    return context


@require_safe
@limited("lookup")
@never_kept
def examination(request: HttpRequest, key: str) -> HttpResponse:
    """What was found in a file that somebody brought, for some minutes; or that it still waits."""
    row = examinations.find(key)
    if row is None:
        return render(request, "public/verification/forgotten.html", status=404)
    judgement = judgement_of(row) if row.is_answered else None
    context = {"examination": row} | _told(request, judgement)
    return render(request, "public/verification/examination.html", context)


@require_safe
@limited("progress")
@never_kept
def progress(request: HttpRequest, key: str) -> JsonResponse:
    """Whether a file has been examined, or is forgotten, for the page that waits for it."""
    row = examinations.find(key)
    return JsonResponse({"is_answered": row is None or row.is_answered})


@require_safe
@limited("lookup")
@fresh
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What the portal knows of the document that carries this code."""
    try:
        read = read_code(code)
    except ValueError as error:
        return _unknown(request, code, str(error))
    if code != shown_code(read):
        return redirect("public:verified", shown_code(read))
    document = find_document(read)
    if document is None:
        return _unknown(request, code, UNKNOWN)
    context = {"dossier": dossier_of(document, request.user), "document": document}
    return render(request, "public/verification/verified.html", context)


@require_safe
@limited("pdf")
def verified_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The newest file of a document that this user may read."""
    dossier = _dossier(request, code)
    if not dossier.place.is_open:
        raise Http404
    return issued_response(request, dossier.document, f"van-ban-{code}.pdf", as_download=True)


@require_safe
@limited("pdf")
def sheet_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Who signed, when, with which certificate, and the hash of each revision, as a PDF."""
    content = signature_sheet(_dossier(request, code))
    html = render_to_string("documents/signature_sheet.html", {"content": content})
    return pdf_response(request, html, f"phieu-chu-ky-{code}.pdf")


def _dossier(request: HttpRequest, code: str) -> Dossier:
    document = find_document(code.replace("-", "")) if len(code) < 20 else None
    if document is None or document.shown_code != code:
        raise Http404
    return dossier_of(document, request.user)


def _unknown(request: HttpRequest, code: str, why: str) -> HttpResponse:
    by_code = CodeForm({"ma": code[:60]})
    if by_code.is_valid():
        by_code.add_error("ma", why)
    context = {"by_code": by_code, "by_file": FileForm(), "judgement": None}
    return render(request, "public/verification/verify.html", context, status=404)
