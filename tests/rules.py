"""Attacks on the rules that the database keeps, by every way a row can be written.

No attack asks the model to validate anything: the refusal is the database's own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from cluster_portal.pages.administration.refusals import explain

Changes = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """A valid row, the values that make it break the rule, and what the user is told.

    `given` makes the row, and whatever else must stand beside it, and returns it with the values.
    `on_form` is what a form says when a field says it before the rule does.
    """

    name: str
    message: str
    given: Callable[[], tuple[models.Model, Changes]]
    on_form: str = ""


@contextmanager
def refused(message: str, *watched: type[models.Model]) -> Iterator[None]:
    """What happens inside is refused by the rule with this message, and changes no table."""
    before = [_rows(model) for model in watched]
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert explain(refusal.value).endswith(message), refusal.value
    assert [_rows(model) for model in watched] == before


def _rows(model: type[models.Model]) -> list[dict]:
    return list(model._base_manager.order_by("pk").values())


def _broken_copy(row: models.Model, changes: Changes) -> models.Model:
    """A new row that differs from `row` by the changes; `row` itself makes room."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    type(row)._base_manager.filter(pk=row.pk).delete()
    copy = type(row)(**{**values, "id": None})
    return _broken(copy, changes)


def _broken(row: models.Model, changes: Changes) -> models.Model:
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def _columns(row: models.Model, changes: Changes) -> Changes:
    return {
        row._meta.get_field(name).column: value.pk if isinstance(value, models.Model) else value
        for name, value in changes.items()
    }


def insert_by_save(row: models.Model, changes: Changes) -> Callable[[], object]:
    copy = _broken_copy(row, changes)
    return lambda: copy.save(force_insert=True)


def insert_by_bulk_create(row: models.Model, changes: Changes) -> Callable[[], object]:
    copy = _broken_copy(row, changes)
    return lambda: type(row)._base_manager.bulk_create([copy])


def change_by_save(row: models.Model, changes: Changes) -> Callable[[], object]:
    return lambda: _broken(row, changes).save(update_fields=list(changes))


def change_by_update(row: models.Model, changes: Changes) -> Callable[[], object]:
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**changes)


def change_by_bulk_update(row: models.Model, changes: Changes) -> Callable[[], object]:
    return lambda: type(row)._default_manager.bulk_update([_broken(row, changes)], list(changes))


def change_by_sql(row: models.Model, changes: Changes) -> Callable[[], object]:
    columns = _columns(row, changes)
    assignments = ", ".join(f'"{column}" = %s' for column in columns)
    sql = f"UPDATE {row._meta.db_table} SET {assignments} WHERE id = %s"

    def attack() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [*columns.values(), row.pk])

    return attack


ATTACKS = (
    insert_by_save,
    insert_by_bulk_create,
    change_by_save,
    change_by_update,
    change_by_bulk_update,
    change_by_sql,
)


def assert_database_keeps(rule: Rule, attack: Callable) -> None:
    """The attack fails for the rule's reason and leaves the table as it was."""
    row, changes = rule.given()
    write = attack(row, changes)
    with refused(rule.message, type(row)):
        write()


def assert_form_explains(rule: Rule) -> None:
    """Validation, as forms and the record's loader do it, says what is wrong."""
    row, changes = rule.given()
    row.full_clean()
    with pytest.raises(ValidationError) as error:
        _broken(row, changes).full_clean()
    assert any((rule.on_form or rule.message) in message for message in error.value.messages)


def by_rule(rules: tuple[Rule, ...]) -> pytest.MarkDecorator:
    """Run the test for each rule."""
    return pytest.mark.parametrize("rule", rules, ids=lambda rule: rule.name)


by_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
