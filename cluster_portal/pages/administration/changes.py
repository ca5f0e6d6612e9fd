"""What a form changed, as the audit keeps it, and what an audit row says, as people read it."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from cluster_portal.audit.models import AuditEvent
from cluster_portal.vietnamese import dates, numbers

PASSWORD_CHANGED = "đã đặt mật khẩu mới"
_PASSWORDS = {"password", "password1", "password2", "usable_password"}


class Change(NamedTuple):
    """One line of an audit row, in words."""

    label: str
    before: str
    after: str


def form_changes(
    form: forms.BaseForm, formsets: Iterable[forms.BaseFormSet] = ()
) -> dict[str, list]:
    """Return field name to [before, after], in plain JSON.

    A row of an inline stands under the name of its relation and its key: "leaders.12" when it was
    added or removed, "leaders.12.role" when it was changed. Rows are named, not only numbered,
    as the history outlives them. A password is never kept.
    """
    changes = _own_changes(form)
    for formset in formsets:
        prefix = formset.get_default_prefix()
        for row in formset.new_objects:
            changes[f"{prefix}.{row.pk}"] = [None, str(row)]
        for row_form in formset.initial_forms:
            # A row that was deleted has lost its key; the form still knows it.
            key = row_form.fields[formset.model._meta.pk.name].initial
            if row_form in formset.deleted_forms:
                changes[f"{prefix}.{key}"] = [str(row_form.instance), None]
            else:
                for name, change in _own_changes(row_form).items():
                    changes[f"{prefix}.{key}.{name}"] = change
    return changes


def row_values(row: models.Model) -> dict[str, Any]:
    """Return the values of a row that is about to go, in plain JSON; files and passwords not."""
    return {
        field.name: _plain(field, getattr(row, field.name))
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in _PASSWORDS
    }


def describe(event: AuditEvent) -> list[Change]:
    """Return the changes of an audit row with the names and formats that people know.

    Sorted by name, as databases keep no order of their own in JSON.
    """
    model = _model(event.target_type)
    return sorted(
        Change(_label(model, name), *(_text(_field(model, name), value) for value in change))
        for name, change in event.changes.items()
        if isinstance(change, list) and len(change) == 2
    )


def kind_of_target(target_type: str) -> str:
    """Return "cụm thi đua" for "clusters.cluster"."""
    model = _model(target_type)
    return str(model._meta.verbose_name) if model else target_type


def _own_changes(form: forms.BaseForm) -> dict[str, list]:
    model = form._meta.model if hasattr(form, "_meta") else None
    changes = {}
    for name in form.changed_data:
        if name in _PASSWORDS:
            changes["password"] = ["", PASSWORD_CHANGED]
        elif name in form.cleaned_data:
            field = _field(model, name)
            before = form.get_initial_for_field(form.fields[name], name)
            changes[name] = [_plain(field, before), _plain(field, form.cleaned_data[name])]
    return changes


def _plain(field: models.Field | None, value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if value is None or isinstance(value, bool | int | str):
        if value is not None and field is not None and field.is_relation:
            row = field.related_model._default_manager.filter(pk=value).first()
            return str(row or value)
        return value
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


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


def _field(model: type[models.Model] | None, name: str) -> models.Field | None:
    *_, last = (None, *_steps(model, name))
    return last if isinstance(last, models.Field) else None


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
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField) and isinstance(value, str):
        return dates.format_date(datetime.date.fromisoformat(value[:10]))
    if isinstance(field, models.DecimalField):
        return numbers.format_number(Decimal(str(value)))
    return str(value)
