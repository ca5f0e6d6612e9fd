"""Addresses of the audit's exports."""

from django.urls import path

from cluster_portal.audit import views

app_name = "audit"
urlpatterns = [
    path("nhat-ky/xuat/", views.exports, name="exports"),
    path("nhat-ky.jsonl", views.jsonl, name="jsonl"),
    path("nhat-ky.csv", views.table, name="csv"),
]
