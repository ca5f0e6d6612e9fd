"""What every page is made of: tables, formats, downloads, error pages."""

from django.apps import AppConfig
from django.urls import register_converter

from cluster_portal.pages.endings import EndingConverter


class PagesConfig(AppConfig):
    name = "cluster_portal.pages"
    label = "pages"

    def ready(self) -> None:
        register_converter(EndingConverter, "ending")
