"""The branded administration site, open to administrators only.

Nothing here may import models: Django reads this module before it loads them.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.views.i18n import JavaScriptCatalog

RECENT_EVENTS = 10


class PortalAdminConfig(AdminConfig):
    """Makes `PortalAdminSite` the site on which every app registers."""

    default_site = "cluster_portal.pages.administration.PortalAdminSite"


class PortalAdminSite(admin.AdminSite):
    """Catalogues and records for specialists; daily work has its own pages.

    People sign in and out on the portal's own pages. Whoever is signed in without being an
    administrator gets the page 403, not a second form.
    """

    site_header = "Cổng thi đua các cụm"
    site_title = "Quản trị cổng thi đua"
    index_title = "Quản trị"
    empty_value_display = "–"
    enable_nav_sidebar = False

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        guarded = super().admin_view(view, cacheable)

        def admit(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return update_wrapper(admit, guarded)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        index = reverse("admin:index", current_app=self.name)
        if request.user.is_authenticated:
            return redirect(index)
        target = request.GET.get(REDIRECT_FIELD_NAME, index)
        query = urlencode({REDIRECT_FIELD_NAME: target})
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        # Kept as a POST: signing out is one, with the token of the form.
        return HttpResponseRedirect(reverse("account_logout"), preserve_request=True)

    def password_change(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return redirect("workspace:profile")

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        events = apps.get_model("audit", "AuditEvent").objects.filter(actor=request.user)
        context = {"recent_events": events[:RECENT_EVENTS], **(extra_context or {})}
        return super().index(request, context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return PortalAutocompleteView.as_view(admin_site=self)(request)

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return PortalJavaScriptCatalog.as_view()(request)


class PortalAutocompleteView(AutocompleteJsonView):
    """Names rows so that two of the same name can be told apart."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = self.model_admin.choice_label(obj)
        return {"id": str(getattr(obj, to_field_name)), "text": label}


class PortalJavaScriptCatalog(JavaScriptCatalog):
    """The calendar's words, and dates as the portal writes them: 13/03/2024."""

    packages = ["django.contrib.admin", "cluster_portal.pages"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["formats"]["DATE_INPUT_FORMATS"] = ["%d/%m/%Y"]
        context["formats"]["FIRST_DAY_OF_WEEK"] = 1
        return context
