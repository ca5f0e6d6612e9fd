"""Sets of rows of a conference, typed on one page and written in one go.

A row that stays keeps its key. Nothing is written unless every row is right, and nothing either
when somebody else has saved the set since it was shown.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cluster_portal.database.seen import STALE_CODE, token_of
from cluster_portal.vietnamese.folding import fold
from cluster_portal.vietnamese.times import format_time
from clusters import access
from clusters.roles import Permission
from emulation.models import Conference
from emulation.services.rules import require_open

Values = Mapping[str, Any]
STALE = "Người khác vừa lưu phần này. Xem chỗ khác nhau bên dưới, sửa nếu cần rồi lưu lại."


class StaleRows(ValidationError):
    """Somebody else has saved the rows since they were shown."""

    def __init__(self) -> None:
        super().__init__(STALE, code=STALE_CODE)


class RowsRefused(ValidationError):
    """Rows that are wrong: `rows` holds the errors by the place of the row, from 0."""

    def __init__(self, rows: dict[int, ValidationError]) -> None:
        super().__init__([word for error in rows.values() for word in error.messages])
        self.rows = rows


def _nothing_more(row: models.Model) -> dict[str, Any]:
    return {}


def _anything(rows: list[models.Model]) -> None:
    return None


@dataclass(frozen=True)
class RowSet:
    """One kind of rows of a conference.

    `note` writes an event into the audit. `key`: by what a given row is known again, its "pk" or
    a field. `once`: fields that together stand only once, spelling aside. `park`: what to write
    into changed rows first, so that two rows can swap what must be unique. `more`: values that
    lie in other tables.
    """

    model: type[models.Model]
    relation: str
    fields: tuple[str, ...]
    note: Callable[..., Any]
    key: str = "pk"
    is_ordered: bool = True
    once: tuple[str, ...] = ()
    once_message: str = ""
    park: dict[str, Any] = field(default_factory=dict)
    more: Callable[[Any], dict[str, Any]] = _nothing_more
    prefetch: tuple[str, ...] = ()
    may_remove: Callable[[list[Any]], None] = _anything

    @property
    def links(self) -> tuple[str, ...]:
        """Fields that lead to other tables."""
        return tuple(name for name in self.fields if self.model._meta.get_field(name).is_relation)

    def stored(self, conference: Conference) -> list[Any]:
        """The rows as they stand, in a fixed number of queries."""
        rows = getattr(conference, self.relation).prefetch_related(*self.prefetch)
        return list(rows.select_related(*self.links) if self.links else rows)

    def values(self, row: models.Model) -> dict[str, Any]:
        """What a stored row says."""
        return {name: getattr(row, name) for name in self.fields} | self.more(row)

    def token(self, rows: Iterable[models.Model]) -> str:
        """A hash of rows as they stand: another one when anything in them has changed."""
        parts = [
            [row.pk, getattr(row, "order", 0), row_token(self.values(row))]
            for row in sorted(rows, key=lambda row: row.pk)
        ]
        return token_of(parts)


def row_token(values: Values) -> str:
    """A hash of what one row says, stored or typed."""
    return token_of([name, words_of(values[name])] for name in sorted(values))


def words_of(value: Any) -> str | bool | int | None:
    """A value as the audit keeps it: text, number, yes or no."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, datetime.time):
        return format_time(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value) or None
    return str(value)


def save_set(
    *,
    conference: Conference,
    kind: RowSet,
    rows: Sequence[Values],
    by: Any,
    seen: str | None,
    reason: str,
    finish: Callable[[list[Any], Sequence[Values]], dict[str, Any]] | None = None,
) -> list[Any]:
    """Make `rows` the rows of the conference, in this order; the caller holds a transaction.

    Each row is a mapping of the set's fields with `key`, the key of the row that it was.
    `finish` writes what lies in other tables and returns the changes there.

    Raises:
        PermissionDenied: `by` does not edit the conference.
        StaleRows: `seen` is not the token of the rows as they stand.
        RowsRefused: rows that are wrong.
        ValidationError: the conference is settled; a reason is missing; a row may not be removed.
    """
    reason = access.require_write(by, Permission.EDIT_CONFERENCE, conference, reason)
    locked = require_open(conference)
    before = kind.stored(locked)
    if seen is not None and seen != kind.token(before):
        raise StaleRows
    known = {str(getattr(row, _attribute(kind))): row for row in before}
    old = {row.pk: _plain(kind, row) for row in before}
    after = [_take(kind, locked, known, given) for given in rows]
    for order, row in enumerate(after, start=1):
        if kind.is_ordered:
            row.order = order
    _check(kind, after)
    removed = list(known.values())
    kind.may_remove(removed)
    changes: dict[str, Any] = {f"{kind.relation}.{row.pk}": [str(row), None] for row in removed}
    kind.model._default_manager.filter(pk__in=[row.pk for row in removed]).delete()
    changed = [row for row in after if row.pk is None or _plain(kind, row) != old[row.pk]]
    if kind.park:
        parked = kind.model._default_manager.filter(pk__in=[row.pk for row in changed])
        parked.update(**kind.park)
    for row in changed:
        is_new = row.pk is None
        row.save()
        name = f"{kind.relation}.{row.pk}"
        if is_new:
            changes[name] = [None, str(row)]
        else:
            new = _plain(kind, row)
            changes |= {
                f"{name}.{column}": [old[row.pk][column], new[column]]
                for column in new
                if new[column] != old[row.pk][column]
            }
    if finish:
        changes |= finish(after, rows)
    if changes:
        kind.note(by=by, target=locked, changes=changes, reason=reason)
    return after


def _attribute(kind: RowSet) -> str:
    return "pk" if kind.key == "pk" else kind.model._meta.get_field(kind.key).attname


def _take(kind: RowSet, conference: Conference, known: dict[str, Any], given: Values) -> Any:
    """The stored row that `given` is, or a new one, with the values given."""
    key = given.get("key") if kind.key == "pk" else given[kind.key].pk
    row = known.pop(str(key), None) or kind.model(conference=conference)
    for name in kind.fields:
        setattr(row, name, given[name])
    return row


def _plain(kind: RowSet, row: models.Model) -> dict[str, Any]:
    names = (*kind.fields, "order") if kind.is_ordered else kind.fields
    return {name: words_of(getattr(row, name)) for name in names}


def _check(kind: RowSet, rows: Sequence[models.Model]) -> None:
    """Raise RowsRefused unless every row is valid and none stands twice."""
    errors: dict[int, ValidationError] = {}
    standing: set[tuple[str, ...]] = set()
    # What is unique is asked of the set given, not of rows that are about to change.
    unchecked = {"conference", *kind.links}
    for place, row in enumerate(rows):
        try:
            row.clean_fields(exclude=unchecked)
            row.clean()
            row.validate_constraints(exclude={"conference"})
        except ValidationError as error:
            errors[place] = error
            continue
        if not kind.once:
            continue
        told_by = tuple(fold(str(getattr(row, name))) for name in kind.once)
        if told_by in standing:
            errors[place] = ValidationError({kind.once[0]: kind.once_message})
        standing.add(told_by)
    if errors:
        raise RowsRefused(errors)
