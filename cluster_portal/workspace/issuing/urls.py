"""The address where pages ask how far a document is; in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.issuing import views

urlpatterns = [
    path("lam-van-ban/<int:key>/tien-do.json", views.progress, name="issue-progress"),
]
