"""Addresses of clusters and units."""

from django.urls import path

from clusters import views

app_name = "clusters"
urlpatterns = [
    path("cum/", views.clusters, name="clusters"),
    path("cum.<ending:ending>", views.clusters_file, name="clusters-file"),
    path("cum/<slug:cluster_slug>/", views.cluster, name="cluster"),
    path(
        "cum/<slug:cluster_slug>/thanh-vien.<ending:ending>",
        views.members_file,
        name="members-file",
    ),
    path(
        "cum/<slug:cluster_slug>/lanh-dao.<ending:ending>",
        views.leaders_file,
        name="leaders-file",
    ),
    path("don-vi/", views.units, name="units"),
    path("don-vi.<ending:ending>", views.units_file, name="units-file"),
]
