"""What the database itself writes when rows change: copies and totals that are kept with them.

Like the rules of `cluster_portal.database.triggers` they are put in place after every `migrate`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_TRANSITIONS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}


@dataclass(frozen=True)
class Effect:
    """SQL that runs after rows of `table` are written, within the same statement.

    On SQLite `sqlite` runs for each row, which is NEW and OLD. On PostgreSQL `postgresql` runs once
    for each statement, whose rows are `new_rows` and `old_rows`; with a condition `when` (over NEW
    and OLD) it runs for each row that fits, on both. A database for which there is nothing to run
    has no such trigger, nor has one in which a table that it `needs` is not there (yet).
    """

    name: str
    table: str
    event: str
    sqlite: tuple[str, ...] = ()
    postgresql: tuple[str, ...] = ()
    when: str = ""
    needs: tuple[str, ...] = ()

    def statements(self, vendor: str) -> Iterator[str]:
        """SQL that puts the effect in place, replacing an older form of it."""
        if getattr(self, vendor):
            yield from getattr(self, f"_on_{vendor}")()

    def names(self, vendor: str) -> list[str]:
        """Names under which the database lists the trigger."""
        return [self.name] if getattr(self, vendor) else []

    def _on_sqlite(self) -> Iterator[str]:
        when = f"WHEN {self.when}" if self.when else ""
        yield f"DROP TRIGGER IF EXISTS {self.name}"
        yield (
            f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} FOR EACH ROW {when}"
            f" BEGIN {' '.join(f'{statement};' for statement in self.sqlite)} END"
        )

    def _on_postgresql(self) -> Iterator[str]:
        body = " ".join(f"{statement};" for statement in self.postgresql)
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN {body} RETURN NULL; END $$"
        )
        firing = (
            f"FOR EACH ROW WHEN ({self.when})"
            if self.when
            else f"{_TRANSITIONS[self.event]} FOR EACH STATEMENT"
        )
        yield f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"
        yield (
            f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} {firing}"
            f" EXECUTE FUNCTION {self.name}()"
        )
