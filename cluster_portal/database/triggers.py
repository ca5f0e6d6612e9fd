"""Rules that a constraint cannot express, kept by triggers on both databases.

They are put in place after every `migrate` rather than by a migration: SQLite rebuilds a table
when a column changes and drops its triggers without a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from cluster_portal.database.effects import Effect

VENDORS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Trigger:
    """Refuses a write to `table` while `condition` (SQL over NEW and OLD) is true.

    `events` are INSERT, UPDATE, DELETE and, where it exists, TRUNCATE; the check runs after the
    row is written, inside the same statement, so that `condition` may look at the table as it
    would become. `message` names the rule in the database's refusal; `violation_error_message`
    says it to the user. A rule that looks at several tables is `exclusive`: writers of all its
    triggers go one after another, or two of them would each pass without the other's row (SQLite
    has one writer at a time anyway).
    """

    name: str
    table: str
    events: tuple[str, ...]
    condition: str
    message: str
    violation_error_message: str
    vendors: tuple[str, ...] = VENDORS
    exclusive: bool = False
    needs: tuple[str, ...] = ()

    def statements(self, vendor: str) -> Iterator[str]:
        """SQL that puts the trigger in place, replacing an older form of it."""
        if vendor not in self.vendors:
            return
        yield from getattr(self, f"_{vendor}")()

    def names(self, vendor: str) -> list[str]:
        """Names under which the database lists the trigger."""
        if vendor not in self.vendors:
            return []
        if vendor == "postgresql":
            return [name for name, _ in self._on_postgresql()]
        return [f"{self.name}_{event.lower()}" for event in self._row_events]

    @property
    def _row_events(self) -> tuple[str, ...]:
        return tuple(event for event in self.events if event != "TRUNCATE")

    def _on_postgresql(self) -> list[tuple[str, str]]:
        """The trigger's name and when it fires; emptying a table touches no single row."""
        firing = [(self.name, f"{' OR '.join(self._row_events)} ON {self.table} FOR EACH ROW")]
        if "TRUNCATE" in self.events:
            firing.append((f"{self.name}_truncate", f"TRUNCATE ON {self.table}"))
        return firing

    def _sqlite(self) -> Iterator[str]:
        for event in self._row_events:
            name = f"{self.name}_{event.lower()}"
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} AFTER {event} ON {self.table} WHEN {self.condition}"
                f" BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {self.message}'); END"
            )

    def _postgresql(self) -> Iterator[str]:
        lock = f"PERFORM pg_advisory_xact_lock(hashtext('{self.message}'));"
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN {lock if self.exclusive else ''} IF {self.condition} THEN"
            f" RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation';"
            " END IF; RETURN NULL; END $$"
        )
        for name, firing in self._on_postgresql():
            yield f"DROP TRIGGER IF EXISTS {name} ON {self.table}"
            yield f"CREATE TRIGGER {name} AFTER {firing} EXECUTE FUNCTION {self.name}()"


def frozen(name: str, table: str) -> Trigger:
    """Rows of `table` are written once: neither changed nor removed, nor is the table emptied."""
    return Trigger(
        name=name,
        table=table,
        events=("UPDATE", "DELETE", "TRUNCATE"),
        condition="1 = 1",
        message=name,
        violation_error_message="Bản ghi này đã chốt: không sửa, không xóa được.",
    )


def declared() -> list[Trigger]:
    """Every trigger that an installed app lists in its `AppConfig.triggers`."""
    return [
        trigger for config in apps.get_app_configs() for trigger in getattr(config, "triggers", ())
    ]


def standing() -> list[Trigger | Effect]:
    """Every trigger that the database ought to have: the rules, and the apps' `effects`."""
    effects = (
        effect for config in apps.get_app_configs() for effect in getattr(config, "effects", ())
    )
    return [*declared(), *effects]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every declared trigger in place whose tables exist.

    One that needs a table which is gone, as after going back to an earlier migration, goes too.
    """
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in standing():
            if {trigger.table, *trigger.needs} <= tables:
                for statement in trigger.statements(connection.vendor):
                    cursor.execute(statement)
            elif trigger.table in tables:
                _drop(trigger, cursor, connection.vendor)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every declared trigger away; for commands and tests that empty whole tables.

    `install` puts them back.
    """
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in standing():
            if trigger.table in tables:
                _drop(trigger, cursor, connection.vendor)


def _drop(trigger: Trigger | Effect, cursor: CursorWrapper, vendor: str) -> None:
    of_table = f" ON {trigger.table}" if vendor == "postgresql" else ""
    for name in trigger.names(vendor):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of declared triggers that the database does not have."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [
        name
        for trigger in standing()
        for name in trigger.names(connection.vendor)
        if name not in present
    ]
