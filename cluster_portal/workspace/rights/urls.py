"""Addresses of the pages on which work is passed on; mounted in the workspace's namespace."""

from django.urls import path

from cluster_portal.workspace.rights import views

urlpatterns = [
    path("tai-khoan/vang-mat/", views.leave, name="leave"),
    path("tai-khoan/vang-mat/<int:pk>/ket-thuc/", views.end_leave, name="end-leave"),
    path("cum/<slug:cluster_slug>/<int:year>/giao-viec/", views.delegations, name="delegations"),
    path(
        "cum/<slug:cluster_slug>/<int:year>/giao-viec/<int:pk>/thoi-giao/",
        views.end_delegation,
        name="end-delegation",
    ),
]
