"""Addresses where units sign a pledge; in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.signing import views

UNIT = "cum/<slug:cluster_slug>/<int:year>/giao-uoc/ky/<slug:unit_slug>/"
urlpatterns = [
    path(UNIT, views.sign, name="sign-pledge"),
    path(f"{UNIT}ky-ngay/", views.sign_here, name="sign-here"),
    path(f"{UNIT}giao-uoc.pdf", views.file_to_sign, name="file-to-sign"),
    path(f"{UNIT}tien-do.json", views.progress, name="signing-progress"),
]
