"""The portal's addresses and, beside them, the barest view that Django can serve."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """What the framework and the middleware cost by themselves."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), path("", include("cluster_portal.urls"))]
