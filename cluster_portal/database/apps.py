"""Keeps the database's own rules in place."""

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from cluster_portal.database import triggers


class DatabaseConfig(AppConfig):
    """Puts the declared triggers in place after each `migrate` and has SQLite fire all of them.

    SQLite rebuilds a table when a column changes, and refuses to while a trigger names it: there
    they are taken away before.
    """

    name = "cluster_portal.database"

    def ready(self) -> None:
        pre_migrate.connect(remove_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)
        connection_created.connect(fire_triggers_on_replace)


def remove_triggers(using: str, plan: list, **kwargs) -> None:
    """Receiver of `pre_migrate`; nothing is removed when there is nothing to migrate.

    The command `migrate` puts them back when a migration fails.
    """
    if plan and connections[using].vendor == "sqlite":
        triggers.remove(connections[using])


def install_triggers(using: str, **kwargs) -> None:
    """Receiver of `post_migrate`; `using` names the database that was migrated."""
    triggers.install(connections[using])


def fire_triggers_on_replace(connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Receiver of `connection_created`: by itself SQLite lets REPLACE remove a row unseen."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")
