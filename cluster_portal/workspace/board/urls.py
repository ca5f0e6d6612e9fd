"""Addresses of the year's board and of what is set up there; in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.board import (
    leading,
    pledge_opinions,
    pledge_signing,
    pledges,
    views,
    years,
)

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
    path(f"{YEAR}giao-uoc/buoc/<slug:to>/", pledges.step, name="pledge-step"),
    path(f"{YEAR}giao-uoc/thu-hoi/", pledges.withdraw, name="withdraw-pledge"),
    path(f"{YEAR}giao-uoc/ban-thao/", pledge_opinions.versions, name="pledge-versions"),
    path(f"{YEAR}giao-uoc/gop-y/", pledge_opinions.comments, name="pledge-comments"),
    path(
        f"{YEAR}giao-uoc/gop-y/tra-loi/<int:pk>/",
        pledge_opinions.answer,
        name="answer-pledge-comment",
    ),
    path(f"{YEAR}giao-uoc/gop-y/<slug:unit_slug>/", pledge_opinions.comment, name="pledge-comment"),
    path(f"{YEAR}giao-uoc/chu-ky/", pledge_signing.signatures, name="pledge-signatures"),
    path(
        f"{YEAR}giao-uoc/chu-ky/<slug:unit_slug>/ban-giay/",
        pledge_signing.keep_scan,
        name="keep-signature-scan",
    ),
    path(
        f"{YEAR}giao-uoc/chu-ky/<slug:unit_slug>/ban-chup/",
        pledge_signing.scan,
        name="signature-scan",
    ),
    path(
        f"{YEAR}giao-uoc/chu-ky/<slug:unit_slug>/tu-choi/",
        pledge_signing.decline,
        name="decline-to-sign",
    ),
    path("cum/<slug:cluster_slug>/thu-tu-ky/", pledge_signing.signing_order, name="signing-order"),
]
