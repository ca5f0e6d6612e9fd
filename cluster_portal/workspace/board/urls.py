"""Addresses of the year's board and of what is set up there; in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.board import leading, pledges, views, years

YEAR = "cum/<slug:cluster_slug>/<int:year>/"
urlpatterns = [
    path("lam-viec/", views.work, name="work"),
    path(f"{YEAR}viec/", views.board, name="board"),
    path("cum/<slug:cluster_slug>/mo-nam/", years.start_year, name="start-year"),
    path(f"{YEAR}da-mo/", years.started, name="year-started"),
    path(f"{YEAR}han/", years.deadlines, name="deadlines"),
    path(f"{YEAR}chi-tieu/", years.year_indicators, name="year-indicators"),
    path(f"{YEAR}lanh-dao/", leading.leadership, name="leadership"),
    path("cum/<slug:cluster_slug>/luan-phien/", leading.rotation, name="rotation"),
    path(f"{YEAR}giao-uoc/soan/", pledges.draft, name="pledge"),
    path(f"{YEAR}giao-uoc/chu-ky/", pledges.signatures, name="pledge-signatures"),
    path(f"{YEAR}giao-uoc/buoc/<slug:to>/", pledges.step, name="pledge-step"),
]
