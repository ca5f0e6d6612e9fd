"""Tells the audit where a request comes from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cluster_portal.audit.origin import coming_from


class OriginMiddleware:
    """Must come after whatever sets REMOTE_ADDR from a proxy's header, before all that writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)
