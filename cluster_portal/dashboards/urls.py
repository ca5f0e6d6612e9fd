"""Addresses of the boards."""

from django.urls import path

from cluster_portal.dashboards import comparison_views, views

app_name = "dashboards"
urlpatterns = [
    path("", views.national, name="national"),
    path("<int:year>/", views.national, name="national-year"),
    path("<int:year>/cac-cum.json", views.national_json, name="national-json"),
    path("<int:year>/toan-quoc.pdf", views.national_pdf, name="national-pdf"),
    path("cum/<slug:cluster_slug>/", views.cluster, name="cluster"),
    path("cum/<slug:cluster_slug>/<int:year>/", views.cluster, name="cluster-year"),
    path("cum/<slug:cluster_slug>/<int:year>/cum.pdf", views.cluster_pdf, name="cluster-pdf"),
    path("cum/<slug:cluster_slug>/<int:year>/cum.json", views.cluster_json, name="cluster-json"),
    path("so-sanh/", comparison_views.clusters, name="compare-clusters"),
    path("so-sanh-tinh/", comparison_views.provinces, name="compare-provinces"),
    path("tinh/<slug:unit_slug>/", views.province, name="province"),
    path("tinh/<slug:unit_slug>/<int:year>/", views.province, name="province-year"),
    path("tinh/<slug:unit_slug>/<int:year>/tinh.pdf", views.province_pdf, name="province-pdf"),
    path("tinh/<slug:unit_slug>/<int:year>/tinh.json", views.province_json, name="province-json"),
]
