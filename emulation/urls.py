"""Addresses of conferences' and pledges' lists, and of a pledge."""

from django.urls import path

from emulation import views

app_name = "emulation"
urlpatterns = [
    path("hoi-nghi/", views.conferences, name="conferences"),
    path("hoi-nghi.<ending:ending>", views.conferences_file, name="conferences-file"),
    path("giao-uoc/", views.pledges, name="pledges"),
    path("giao-uoc.<ending:ending>", views.pledges_file, name="pledges-file"),
    path("cum/<slug:cluster_slug>/<int:year>/giao-uoc/", views.pledge, name="pledge"),
    path(
        "cum/<slug:cluster_slug>/<int:year>/giao-uoc/noi-dung.<ending:ending>",
        views.pledge_items_file,
        name="pledge-items-file",
    ),
    path(
        "cum/<slug:cluster_slug>/<int:year>/giao-uoc/chu-ky.<ending:ending>",
        views.pledge_signatures_file,
        name="pledge-signatures-file",
    ),
    path("cum/<slug:cluster_slug>/<int:year>/giao-uoc.pdf", views.pledge_pdf, name="pledge-pdf"),
]
