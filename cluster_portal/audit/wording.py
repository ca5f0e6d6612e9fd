"""What an event says, as people read it."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from cluster_portal.audit.models import AuditEvent
from cluster_portal.vietnamese import dates, numbers


class Change(NamedTuple):
    """One line of an event, in words."""

    label: str
    before: str
    after: str


def describe(event: AuditEvent) -> list[Change]:
    """Return the changes of an event with the names and formats that people know.

    Sorted by name, as databases keep no order of their own in JSON.
    """
    model = model_of(event.target_type)
    return sorted(
        Change(_label(model, name), *(_text(field_of(model, name), value) for value in change))
        for name, change in event.changes.items()
        if isinstance(change, list) and len(change) == 2
    )


def kind_of_target(target_type: str) -> str:
    """Return "cụm thi đua" for "clusters.cluster"."""
    model = model_of(target_type)
    return str(model._meta.verbose_name) if model else target_type


def model_of(label: str) -> type[models.Model] | None:
    """The model that an event names, unless it is gone from the code."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def field_of(model: type[models.Model] | None, name: str) -> models.Field | None:
    """The field that a name such as "leaders.12.role" leads to, if any."""
    *_, last = (None, *_steps(model, name))
    return last if isinstance(last, models.Field) else None


def _steps(model: type[models.Model] | None, name: str) -> Iterator[Any]:
    """The relation and the field that a name such as "leaders.12.role" leads through."""
    for part in name.split("."):
        if model is None or part.isdigit():
            continue
        relations = {
            relation.get_accessor_name(): relation for relation in model._meta.related_objects
        }
        if part in relations:
            yield relations[part]
            model = relations[part].related_model
        else:
            try:
                yield model._meta.get_field(part)
            except FieldDoesNotExist:
                return


def _label(model: type[models.Model] | None, name: str) -> str:
    words = [
        str(
            step.verbose_name
            if isinstance(step, models.Field)
            else step.related_model._meta.verbose_name
        )
        for step in _steps(model, name)
    ]
    return ", ".join(words) or name


def _text(field: models.Field | None, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "có" if value else "không"
    try:
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DateField) and isinstance(value, str):
            return dates.format_date(datetime.date.fromisoformat(value[:10]))
        if isinstance(field, models.DecimalField):
            return numbers.format_number(Decimal(str(value)))
    except (ArithmeticError, TypeError, ValueError):
        # The field was another one when this was written, and the row stays as it is.
        return str(value)
    return str(value)
