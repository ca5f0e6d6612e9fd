"""Addresses of the results grid; mounted in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.figures import figure, unit, views

YEAR = "cum/<slug:cluster_slug>/<int:year>/so-lieu"
CELL = f"{YEAR}/<slug:unit_slug>/<slug:code>"

urlpatterns = [
    path(f"{YEAR}/", views.grid, name="figures"),
    path(f"{YEAR}.xlsx", views.xlsx, name="figures-xlsx"),
    # With a dot, which no unit's address has.
    path(f"{YEAR}/luu.json", views.save, name="figures-save"),
    path(f"{YEAR}/thay-doi.json", views.changes, name="figures-changes"),
    path(f"{YEAR}/<slug:unit_slug>/", unit.sheet, name="figures-unit"),
    path(f"{CELL}/", figure.figure, name="figure"),
    path(f"{CELL}/minh-chung/", figure.evidence, name="figure-evidence"),
    path(f"{CELL}/dinh-kem/", figure.attach, name="attach-evidence"),
]
