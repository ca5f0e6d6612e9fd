"""Addresses of the handover to the chair of a year."""

from django.urls import path

from cluster_portal.workspace.handover import views

YEAR = "cum/<slug:cluster_slug>/<int:year>/ban-giao/"

urlpatterns = [
    path(YEAR, views.handover, name="handover"),
    path(f"{YEAR}danh-muc/", views.prepare, name="prepare-handover"),
    path(f"{YEAR}xac-nhan/<slug:side>/", views.confirm, name="confirm-handover"),
    path(f"{YEAR}bien-ban.pdf", views.minutes_pdf, name="handover-pdf"),
]
