"""Addresses of the members' reports of a year."""

from django.urls import path

from cluster_portal.workspace.reports import paper, views

YEAR = "cum/<slug:cluster_slug>/<int:year>/bao-cao-tinh/"
UNIT = f"{YEAR}<slug:unit_slug>/"

urlpatterns = [
    path(YEAR, views.reports, name="unit-reports"),
    path(UNIT, views.report, name="unit-report"),
    path(f"{UNIT}nop/", views.submit, name="submit-unit-report"),
    path(f"{UNIT}nhan/", views.accept, name="accept-unit-report"),
    path(f"{UNIT}tra-lai/", views.send_back, name="return-unit-report"),
    path(f"{UNIT}ban-giay/", paper.paper, name="paper-unit-report"),
    path(f"{UNIT}ban-giay/ban-chup/", paper.scan, name="paper-unit-report-scan"),
]
