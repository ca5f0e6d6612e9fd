from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "cluster_portal.charts"
    label = "charts"
