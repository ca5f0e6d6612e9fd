"""Rows that one form saves together: the database's rules are checked among them.

Django leaves constraints with the parent's key out of the rows' own validation: two chairs of a
year would pass the form and then be refused with an error page. All rows of the parent are on
the form, so they are checked against each other here.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from django import forms
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Value

from cluster_portal.database.constraints import NoOverlap
from cluster_portal.pages.administration.fields import RowSelect
from cluster_portal.pages.administration.removal import removed_with


class PortalInlineFormSet(forms.BaseInlineFormSet):
    """Checks unique constraints, with their conditions, and periods among its own rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.removed_with: dict[Any, list[models.Model]] = {}
        # The parent's form asks here whether any row of the page was changed.
        vars(self.instance).setdefault("saved_with", []).append(self)
        self._share_known_rows()

    def validate_unique(self) -> None:
        clashes = False
        for constraint in self.model._meta.constraints:
            for form in self._clashing_forms(constraint):
                form.add_error(None, constraint.get_violation_error_message())
                clashes = True
        if not clashes:
            super().validate_unique()

    def delete_existing(self, obj: models.Model, commit: bool = True) -> None:
        """Remove a row; remember by its key which rows the database removes with it."""
        self.removed_with[obj.pk] = removed_with([obj])[1:]
        super().delete_existing(obj, commit)

    def save_existing_objects(self, commit: bool = True) -> list[models.Model]:
        """Let rows exchange places: 1 and 2 renumbered as 2 and 1, the chair and a vice-chair.

        Saved one by one, the first would meet the second in its old place. So rows that are
        removed go first, and those that move leave the table until they are saved in their turn;
        foreign keys to them are checked at the end of the transaction only.
        """
        if not commit:
            return super().save_existing_objects(commit)
        removed = [form.instance for form in self.deleted_forms if form.instance.pk]
        for row in removed:
            self.delete_existing(row)
        self._take_out_moving_rows()
        saved = super().save_existing_objects(commit)
        self.deleted_objects = removed
        return saved

    def _take_out_moving_rows(self) -> None:
        places = {
            name
            for constraint in self.model._meta.constraints
            if isinstance(constraint, models.UniqueConstraint)
            for name in constraint.fields
        }
        moved = [
            form.instance.pk
            for form in self.initial_forms
            if form not in self.deleted_forms and places & set(form.changed_data)
        ]
        if len(moved) > 1:
            rows = self.model._base_manager.filter(pk__in=moved)
            rows._raw_delete(rows.db)

    def _clashing_forms(self, constraint: models.BaseConstraint) -> list[forms.ModelForm]:
        """Forms whose row breaks `constraint` together with a row above it."""
        if isinstance(constraint, NoOverlap):
            names, condition = constraint.keys, None
        elif isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            names, condition = constraint.fields, constraint.condition
        else:
            return []
        found = []
        for first, second in combinations(self._kept_forms(), 2):
            rows = (first.instance, second.instance)
            if (
                second not in found
                and self._same(names, *rows)
                and (not isinstance(constraint, NoOverlap) or constraint.shares_a_day(*rows))
                and all(_holds(condition, row) for row in rows)
            ):
                found.append(second)
        return found

    def _kept_forms(self) -> list[forms.ModelForm]:
        return [
            form
            for form in self.forms
            if form.is_valid()
            and form not in self.deleted_forms
            and (form.has_changed() or form.instance.pk)
        ]

    def _same(self, names: Iterable[str], *rows: models.Model) -> bool:
        """Whether the rows agree in the fields `names`; they have the same parent anyway."""
        columns = [self.model._meta.get_field(name).attname for name in names]
        first, second = (
            [getattr(row, column) for column in columns if column != self.fk.attname]
            for row in rows
        )
        return first == second and None not in first

    def _share_known_rows(self) -> None:
        for name, field in self.form.base_fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, RowSelect):
                rows = (getattr(row, name) for row in self.get_queryset())
                widget.known.update({str(row.pk): row for row in rows if row})


def _holds(condition: models.Q | None, row: models.Model) -> bool:
    """Whether a constraint's condition is true of a row that may not be saved yet."""
    if condition is None:
        return True
    values = {
        field.name: Value(getattr(row, field.attname), field) for field in row._meta.concrete_fields
    }
    return condition.check(values, using=DEFAULT_DB_ALIAS)
