"""Django's `migrate`, after which the database's own rules stand, whether it succeeded or not."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from cluster_portal.database import triggers


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except BaseException:
            # Only SQLite had to part with them: see `DatabaseConfig`.
            connection = connections[options["database"]]
            if connection.vendor == "sqlite":
                triggers.install(connection)
            raise
