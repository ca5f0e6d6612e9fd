"""Boards of the country, of clusters and of provinces: reads what the other apps hold."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "cluster_portal.dashboards"
    label = "dashboards"
