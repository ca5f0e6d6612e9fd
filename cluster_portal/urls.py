"""Composition only: mounts every app under its Vietnamese address."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("cluster_portal.public.urls")),
    path("", include("clusters.urls")),
    path("", include("emulation.urls")),
    path("", include("awards.urls")),
    path("tim-kiem/", include("cluster_portal.search.urls")),
    path("", include("cluster_portal.accounts.urls")),
    path("", include("cluster_portal.workspace.urls")),
    path("quan-tri/", admin.site.urls),
]
