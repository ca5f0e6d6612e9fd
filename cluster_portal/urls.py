"""Composition only: mounts every app under its Vietnamese address."""

from django.contrib import admin
from django.urls import include, path

from cluster_portal.pages.security_txt import security_policy, security_txt

handler500 = "cluster_portal.pages.refusals.failed"
urlpatterns = [
    path("", include("cluster_portal.public.urls")),
    path("", include("clusters.urls")),
    path("", include("emulation.urls")),
    path("", include("awards.urls")),
    path("tong-quan/", include("cluster_portal.dashboards.urls")),
    path("du-lieu/", include("cluster_portal.open_data.urls")),
    path("tim-kiem/", include("cluster_portal.search.urls")),
    path("", include("cluster_portal.accounts.urls")),
    path("", include("cluster_portal.workspace.urls")),
    path("", include("cluster_portal.audit.urls")),
    path("quan-tri/", admin.site.urls),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("bao-loi-bao-mat/", security_policy, name="security-policy"),
]
