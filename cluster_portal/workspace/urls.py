"""Addresses of one's own page and of the roles."""

from django.urls import path

from cluster_portal.workspace import views

app_name = "workspace"
urlpatterns = [
    path("tai-khoan/", views.profile, name="profile"),
    path("ai-lam-duoc-gi/", views.roles, name="roles"),
]
