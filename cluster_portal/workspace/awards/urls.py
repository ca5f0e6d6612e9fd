"""Addresses of the awards of a year; included into the workspace's."""

from django.urls import path

from cluster_portal.workspace.awards import decisions, near, outcomes, single, views

AWARDS = "cum/<slug:cluster_slug>/<int:year>/khen-thuong/"
AWARD = AWARDS + "<int:pk>/"
DECISION = AWARDS + "quyet-dinh/<int:pk>/"
NEAR = "lam-viec/ten-gan-giong/"

urlpatterns = [
    path(AWARDS, views.awards, name="awards"),
    path(AWARDS + "bang.xlsx", views.awards_xlsx, name="awards-xlsx"),
    path(AWARDS + "bang.csv", views.awards_csv, name="awards-csv"),
    path(AWARDS + "ket-qua/", outcomes.outcomes, name="outcomes"),
    path(AWARDS + "quyet-dinh/", decisions.decisions, name="decisions"),
    path(DECISION, decisions.details, name="decision-details"),
    path(DECISION + "ap-dung/", decisions.apply, name="decision-apply"),
    path(DECISION + "ban-chup/", decisions.scan, name="decision-scan"),
    path(AWARD, single.award, name="award"),
    path(AWARD + "thu-hoi/", single.revoke, name="revoke-award"),
    path(AWARD + "thu-hoi/bo/", single.lift, name="lift-revocation"),
    path(AWARD + "bo/", single.remove, name="remove-award"),
    path(NEAR, near.near_names, name="near-names"),
    path(NEAR + "<int:pk>/", near.near_pair, name="near-pair"),
    path(NEAR + "<int:pk>/bo-tra-loi/", near.withdraw, name="withdraw-near-answer"),
]
