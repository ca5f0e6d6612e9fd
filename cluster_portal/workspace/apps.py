"""The pages of those who work in the portal."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "cluster_portal.workspace"
    label = "workspace"
