"""Accounts of the people who work in the portal."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, Warning, register


class AccountsConfig(AppConfig):
    name = "cluster_portal.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        register(check_demo, Tags.security, deploy=True)


def check_demo(app_configs, **kwargs) -> list[Warning]:
    """A server that people rely on has no accounts with a published password."""
    if settings.DEMO:
        return [Warning("DEMO is on: the demo accounts can sign in", id="accounts.W001")]
    return []
