"""The public record: front page, years, conferences and units, across the domain."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "cluster_portal.public"
    label = "public"
