"""Addresses of a conference's steps and of corrections."""

from django.urls import path

from cluster_portal.workspace.lifecycle import correcting, views

CONFERENCE = "cum/<slug:cluster_slug>/hoi-nghi/<slug:conference_slug>/trang-thai/"
YEAR = "cum/<slug:cluster_slug>/<int:year>/dinh-chinh/"

urlpatterns = [
    path(CONFERENCE, views.lifecycle, name="conference-lifecycle"),
    path(f"{CONFERENCE}nguoi-thu-hai/", views.second_person, name="second-person"),
    path(f"{CONFERENCE}<slug:to>/", views.move, name="move-conference"),
    path(YEAR, correcting.corrections, name="corrections"),
    path(
        f"{YEAR}<slug:indicator_code>/<slug:unit_slug>/",
        correcting.correct,
        name="correct-figure",
    ),
]
