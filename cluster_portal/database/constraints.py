"""Constraints shared by the domain: periods that do not run backwards and do not overlap."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value

from cluster_portal.database.triggers import Trigger


def period_in_order(name: str) -> models.CheckConstraint:
    """A period may be open at either end but never ends before it starts."""
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True)
        | Q(valid_to__isnull=True)
        | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
    )


class NoOverlap(ExclusionConstraint):
    """No two rows with the same `keys` share a day of [valid_from, valid_to].

    PostgreSQL keeps it as an exclusion constraint; SQLite, which has none, by the trigger of
    `sqlite_trigger`. `validate` asks by an ordinary query, so that forms on both show a message.
    """

    def __init__(self, *, name: str, keys: tuple[str, ...], violation_error_message: str) -> None:
        self.keys = tuple(keys)
        period = Func(
            "valid_from",
            "valid_to",
            Value("[]"),
            function="DATERANGE",
            output_field=DateRangeField(),
        )
        super().__init__(
            name=name,
            expressions=[
                *((key, RangeOperators.EQUAL) for key in self.keys),
                (period, RangeOperators.OVERLAPS),
            ],
            violation_error_message=violation_error_message,
        )

    def deconstruct(self):
        path = f"{self.__class__.__module__}.{self.__class__.__name__}"
        return (
            path,
            (),
            {
                "name": self.name,
                "keys": self.keys,
                "violation_error_message": self.violation_error_message,
            },
        )

    def constraint_sql(self, model, schema_editor):
        return self._on_postgresql(schema_editor, super().constraint_sql, model)

    def create_sql(self, model, schema_editor):
        return self._on_postgresql(schema_editor, super().create_sql, model)

    def remove_sql(self, model, schema_editor):
        return self._on_postgresql(schema_editor, super().remove_sql, model)

    @staticmethod
    def _on_postgresql(schema_editor, make_sql, model):
        if schema_editor.connection.vendor == "postgresql":
            return make_sql(model, schema_editor)
        return None

    def check(self, model, connection):
        return []

    def validate(
        self, model: type[models.Model], instance: Any, exclude=None, using="default"
    ) -> None:
        if exclude and {*self.keys, "valid_from", "valid_to"} & set(exclude):
            return
        rows = model._default_manager.using(using).exclude(pk=instance.pk)
        for key in self.keys:
            rows = rows.filter(**{key: getattr(instance, model._meta.get_field(key).attname)})
        if instance.valid_from:
            rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=instance.valid_from))
        if instance.valid_to:
            rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=instance.valid_to))
        if rows.exists():
            raise ValidationError(self.get_violation_error_message(), code="overlap")

    @staticmethod
    def shares_a_day(first: Any, second: Any) -> bool:
        """Whether two rows, saved or not, hold on the same day."""
        return not (
            (first.valid_to and second.valid_from and first.valid_to < second.valid_from)
            or (second.valid_to and first.valid_from and second.valid_to < first.valid_from)
        )

    def sqlite_trigger(self, table: str, key_columns: tuple[str, ...]) -> Trigger:
        """The same rule for SQLite; `key_columns` are the columns behind `keys`."""
        same = " AND ".join(f"{column} = NEW.{column}" for column in key_columns)
        condition = (
            # Names of tables and columns come from the models: nobody types them.
            f"EXISTS (SELECT 1 FROM {table} WHERE {same} AND id <> NEW.id"  # nosec B608
            " AND coalesce(valid_to, '9999-12-31') >= coalesce(NEW.valid_from, '0001-01-01')"
            " AND coalesce(valid_from, '0001-01-01') <= coalesce(NEW.valid_to, '9999-12-31'))"
        )
        return Trigger(
            name=self.name,
            table=table,
            events=("INSERT", "UPDATE"),
            condition=condition,
            message=self.name,
            violation_error_message=self.violation_error_message,
            vendors=("sqlite",),
        )
