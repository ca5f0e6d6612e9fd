"""Accounts of the people who work in the portal."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cluster_portal.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
