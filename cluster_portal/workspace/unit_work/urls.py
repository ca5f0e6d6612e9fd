"""Addresses of the province's work and its reminders; in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.unit_work import views

urlpatterns = [
    path("viec-cua-tinh/", views.unit_work, name="unit-work"),
    path(
        "cum/<slug:cluster_slug>/<int:year>/giao-uoc/chu-ky/nhac/",
        views.remind_unsigned,
        name="remind-unsigned",
    ),
]
