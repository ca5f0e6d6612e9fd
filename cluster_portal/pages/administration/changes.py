"""What a form changed, as the audit keeps it."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from cluster_portal.audit.wording import field_of
from cluster_portal.pages.administration.corrections import FIELD as REASON

PASSWORD_CHANGED = "đã đặt mật khẩu mới"
_PASSWORDS = {"password", "password1", "password2", "usable_password"}


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
                for row in formset.removed_with.get(key, ()):
                    relation = _relation(formset.model, type(row))
                    changes[f"{prefix}.{key}.{relation}.{row.pk}"] = [str(row), None]
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


def _relation(model: type[models.Model], other: type[models.Model]) -> str:
    """The name by which rows of `model` reach those of `other`."""
    names = (
        relation.get_accessor_name()
        for relation in model._meta.related_objects
        if relation.related_model is other
    )
    return next(names, other._meta.model_name)


def _own_changes(form: forms.BaseForm) -> dict[str, list]:
    model = form._meta.model if hasattr(form, "_meta") else None
    changes = {}
    for name in form.changed_data:
        if name in _PASSWORDS:
            changes["password"] = ["", PASSWORD_CHANGED]
        elif name in form.cleaned_data and name != REASON:
            field = field_of(model, name)
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
