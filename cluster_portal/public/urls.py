"""Addresses of the pages that span the domain."""

from django.urls import path

from cluster_portal.public import archives, views
from cluster_portal.public.verification import views as verification

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("cum/<slug:cluster_slug>/<int:year>/", views.year, name="year"),
    path(
        "cum/<slug:cluster_slug>/<int:year>/ket-qua.<ending:ending>",
        views.year_results,
        name="year-results",
    ),
    path(
        "cum/<slug:cluster_slug>/<int:year>/khen-thuong.<ending:ending>",
        views.year_awards,
        name="year-awards",
    ),
    path(
        "cum/<slug:cluster_slug>/hoi-nghi/<slug:conference_slug>/",
        views.conference,
        name="conference",
    ),
    path(
        "cum/<slug:cluster_slug>/hoi-nghi/<slug:conference_slug>/bao-cao.pdf",
        views.conference_pdf,
        name="conference-pdf",
    ),
    path(
        "cum/<slug:cluster_slug>/hoi-nghi/<slug:conference_slug>/bao-cao-lan-<int:revision>.pdf",
        views.conference_revision,
        name="conference-revision",
    ),
    path("giao-uoc/<int:year>.zip", archives.pledges_zip, name="pledges-zip"),
    path("xac-minh/", verification.verify, name="verify"),
    path("xac-minh/tep/<str:key>/", verification.examination, name="examination"),
    path("xac-minh/tep/<str:key>/tien-do.json", verification.progress, name="examination-progress"),
    path("xac-minh/<str:code>/", verification.verified, name="verified"),
    path("xac-minh/<str:code>/van-ban.pdf", verification.verified_pdf, name="verified-pdf"),
    path("xac-minh/<str:code>/phieu-chu-ky.pdf", verification.sheet_pdf, name="signature-sheet"),
    path("don-vi/<slug:unit_slug>/", views.unit, name="unit"),
    path(
        "don-vi/<slug:unit_slug>/ket-qua.<ending:ending>", views.unit_results, name="unit-results"
    ),
    path(
        "don-vi/<slug:unit_slug>/khen-thuong.<ending:ending>", views.unit_awards, name="unit-awards"
    ),
]
