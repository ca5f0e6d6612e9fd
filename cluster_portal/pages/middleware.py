"""Answers to every request: whose it is, how large it may be, which headers the answer carries."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes

from cluster_portal.pages.large_files import LargeFileHandler, largest_request
from cluster_portal.pages.limits import limited
from cluster_portal.pages.refusals import too_large, unreadable

Handler = Callable[[HttpRequest], HttpResponse]

_OFF = (
    *("accelerometer", "ambient-light-sensor", "autoplay", "bluetooth", "browsing-topics"),
    *("camera", "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation"),
    *("gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts"),
    *("magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("screen-wake-lock", "serial", "storage-access", "usb", "web-share", "xr-spatial-tracking"),
)
# Passkeys are made and used on the portal's own pages.
_OWN = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join(
    (*(f"{feature}=()" for feature in _OFF), *(f"{feature}=(self)" for feature in _OWN))
)


class ProxyMiddleware:
    """Makes REMOTE_ADDR the client's address; first of all, as limits and the audit rest on it.

    Behind a proxy it is the last entry of X-Forwarded-For, the one that the proxy itself added:
    whatever stands before it is what the client claims. Without a proxy the header is ignored.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = client_address(forwarded if settings.BEHIND_PROXY else "") or client_address(
            request.META.get("REMOTE_ADDR", "")
        )
        # A socket of this machine has no address; who asks through it is this machine.
        request.META["REMOTE_ADDR"] = address or "127.0.0.1"
        return self.get_response(request)


def client_address(forwarded: str) -> str:
    """Return the last entry of `forwarded` as an IP address in its one spelling, or nothing."""
    try:
        address = ipaddress.ip_address(forwarded.rpartition(",")[2].strip())
    except ValueError:
        return ""
    # IPv4 seen through a socket of both kinds is IPv4; a zone means nothing elsewhere.
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address).partition("%")[0]


class HeadersMiddleware:
    """No page needs a camera, a position or a sensor; no other site may embed an answer."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return response


class RequestSizeMiddleware:
    """Refuses a request that says it is larger than MAX_REQUEST_BYTES before reading its body.

    A working form of somebody who has signed in may be as large as MAX_FORM_BYTES, so that a file
    that is too large is told beside its field and all else that was typed stays: of such a file no
    more than MAX_REQUEST_BYTES is kept, for as long as the request takes. A view that examines
    files for anybody says itself how large they may be (`takes_files_up_to`). Stands behind the
    sign-in and before whatever reads a form. A body without a length is no body for Django.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.with_large_files = limited("large")(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or "0"
        length = int(said[:20]) if said.isascii() and said.isdigit() else 0
        if length <= settings.MAX_REQUEST_BYTES:
            return self.get_response(request)
        largest = _largest_form(request)
        if length <= largest:
            return self.with_large_files(request)
        if length > settings.MAX_FORM_BYTES or not _is_working_form(request):
            return too_large(request, largest)
        request.upload_handlers = [LargeFileHandler(request), *request.upload_handlers]
        return self.with_large_files(request)


def _largest_form(request: HttpRequest) -> int:
    """How many bytes the view that is asked takes from anybody."""
    if not _is_form_with_files(request):
        return settings.MAX_REQUEST_BYTES
    try:
        return largest_request(resolve(request.path_info).func)
    except Resolver404:
        return settings.MAX_REQUEST_BYTES


def _is_working_form(request: HttpRequest) -> bool:
    if not _is_form_with_files(request):
        return False
    try:
        is_working = resolve(request.path_info).namespaces == ["workspace"]
    except Resolver404:
        return False
    return is_working and request.user.is_authenticated


def _is_form_with_files(request: HttpRequest) -> bool:
    return request.method == "POST" and request.content_type == "multipart/form-data"


class FormEncodingMiddleware:
    """Refuses a request of any kind that claims another encoding than UTF-8.

    Looking at its query or form may fail, so neither is touched here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        claimed = request.content_params.get("charset", "utf-8")
        if claimed.lower() not in {"utf-8", "utf8", "us-ascii"}:
            return unreadable(request)
        return self.get_response(request)


class PrivatePagesMiddleware:
    """No cache keeps what a person who has signed in was shown, not even that person's browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = settings.SESSION_COOKIE_NAME
        is_personal = name in request.COOKIES or name in response.cookies
        if is_personal and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        return response


class QueryStringMiddleware:
    """A NUL byte in an address is nobody's question: PostgreSQL refuses it, so drop it here."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query and request.method in {"GET", "HEAD"}:
            path = escape_leading_slashes(request.path)
            return redirect(f"{path}?{query.replace('%00', '')}")
        return self.get_response(request)
