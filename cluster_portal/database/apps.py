"""Keeps the database's own rules in place."""

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from cluster_portal.database import triggers


class DatabaseConfig(AppConfig):
    """Installs the declared triggers after each `migrate` and has SQLite fire all of them."""

    name = "cluster_portal.database"

    def ready(self) -> None:
        post_migrate.connect(install_triggers, sender=self)
        connection_created.connect(fire_triggers_on_replace)


def install_triggers(using: str, **kwargs) -> None:
    """Receiver of `post_migrate`; `using` names the database that was migrated."""
    triggers.install(connections[using])


def fire_triggers_on_replace(connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Receiver of `connection_created`: by itself SQLite lets REPLACE remove a row unseen."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")
