"""Addresses of the boards."""

from django.urls import path

from cluster_portal.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.national, name="national"),
    path("<int:year>/", views.national, name="national-year"),
    path("<int:year>/cac-cum.json", views.national_json, name="national-json"),
    path("cum/<slug:cluster_slug>/", views.cluster, name="cluster"),
    path("cum/<slug:cluster_slug>/<int:year>/", views.cluster, name="cluster-year"),
    path("tinh/<slug:unit_slug>/", views.province, name="province"),
    path("tinh/<slug:unit_slug>/<int:year>/", views.province, name="province-year"),
]
