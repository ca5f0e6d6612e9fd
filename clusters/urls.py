"""Addresses of clusters and units."""

from django.urls import path

from clusters import views

app_name = "clusters"
urlpatterns = [
    path("cum/", views.clusters, name="clusters"),
    path("cum/<slug:cluster_slug>/", views.cluster, name="cluster"),
    path("don-vi/", views.units, name="units"),
]
