"""What every page is made of: tables, formats, downloads, error pages."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cluster_portal.pages"
    label = "pages"
