"""Brings rows of the database in line with rows of the files, touching only what differs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError, QuerySet

from cluster_portal.database import triggers
from cluster_portal.record.errors import Place, Problem, RecordError

CREATED, CHANGED, REMOVED, SAME = "created", "changed", "removed", "same"


@dataclass(frozen=True)
class Wanted:
    """A row as the files want it; `values` are model fields, related rows as instances.

    `only_new`: fields that are given to a new row alone, as people change them later.
    """

    place: Place
    values: dict[str, Any]
    only_new: frozenset[str] = frozenset()


class UnknownNameError(LookupError):
    """A file names a row that does not exist; the problem is noted already."""


class Writer:
    """Saves rows by natural key and gathers every problem instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.counts: dict[type[models.Model], Counter[str]] = {}
        self._seen: dict[tuple, Place] = {}
        self._created: set[models.Model] = set()
        self._closed = ""

    @property
    def has_changes(self) -> bool:
        """Whether any row was created, changed or removed."""
        return any(
            counter[what]
            for counter in self.counts.values()
            for what in (CREATED, CHANGED, REMOVED)
        )

    @contextmanager
    def closed(self, why: str) -> Iterator[None]:
        """Write nothing meanwhile: what differs is a problem, told as `why`; empty: as ever."""
        before, self._closed = self._closed, why
        try:
            yield
        finally:
            self._closed = before

    def problem(self, place: Place, message: str) -> None:
        """Note what is wrong at `place`."""
        self.problems.append(Problem(place, message))

    def stop_at_problems(self) -> None:
        """Raise `RecordError` with what was noted so far, if anything was."""
        if self.problems:
            raise RecordError(self.problems)

    def sync(
        self,
        model: type[models.Model],
        keys: tuple[str, ...],
        wanted: Iterable[Wanted],
        *,
        place: Place,
        among: QuerySet,
        removable: QuerySet | None = None,
        row_field: str = "",
        repeats: bool = False,
    ) -> list[models.Model | None]:
        """Bring the rows `among` in line with those `wanted`, and return these in order.

        A row is known by its `keys`; with `repeats` several rows may share them and are taken in
        the order they come in. Rows that nobody wants are deleted first where they are among the
        `removable`. `row_field` names the field that a message about the whole row speaks of.
        A row with a problem is None in the result.
        """
        wanted = list(wanted)
        existing = dict(_numbered(((_key_of(row, keys), row) for row in among), repeats))
        keyed = _numbered(((_key(model, keys, row.values), row) for row in wanted), repeats)
        if removable is not None:
            kept = {existing[key].pk for key, _ in keyed if key in existing}
            for row in removable.exclude(pk__in=kept):
                self._delete(row, wanted[0].place if wanted else place)
        return [self._save(model, key, keys, row, existing, row_field) for key, row in keyed]

    def add(
        self, model: type[models.Model], values: dict[str, Any], place: Place
    ) -> models.Model | None:
        """Save one row that is known to be new."""
        wanted = Wanted(place, values)
        return self.sync(model, tuple(values), [wanted], place=place, among=model.objects.none())[0]

    def _save(
        self,
        model: type[models.Model],
        key: tuple,
        keys: tuple[str, ...],
        wanted: Wanted,
        existing: dict[tuple, models.Model],
        row_field: str,
    ) -> models.Model | None:
        if earlier := self._seen.get((model, key)):
            at = wanted.place.field(row_field or keys[-1])
            self.problem(at, f"trùng với {_near(earlier, wanted.place)}")
            return None
        self._seen[model, key] = wanted.place
        row = existing.get(key)
        new = row is None
        if new:
            row = model()
        differs = [
            name
            for name, value in wanted.values.items()
            if (new or name not in wanted.only_new) and _differs(row, name, value)
        ]
        counter = self.counts.setdefault(model, Counter())
        if not new and not differs:
            counter[SAME] += 1
            return row
        if self._closed:
            self.problem(wanted.place.field(row_field if new else differs[0]), self._closed)
            return None if new else row
        for name in differs:
            setattr(row, name, wanted.values[name])
        if not self._write(row, wanted.place, row_field):
            return None
        counter[CREATED if new else CHANGED] += 1
        if new:
            self._created.add(row)
        return row

    def point(self, row: models.Model, name: str, other: models.Model | None, place: Place) -> None:
        """Make the field `name` of a saved row point to another of its own table."""
        if not _differs(row, name, other):
            return
        if self._closed:
            self.problem(place.field(name), self._closed)
            return
        setattr(row, name, other)
        if self._write(row, place, "") and row not in self._created:
            self.counts[type(row)][CHANGED] += 1

    def _write(self, row: models.Model, place: Place, row_field: str) -> bool:
        try:
            row.full_clean()
            with transaction.atomic():
                row.save()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    of_row = row_field or _field_of_rule(type(row), message)
                    self.problem(place.field(of_row if name == NON_FIELD_ERRORS else name), message)
            return False
        except DatabaseError as error:
            self.problem(place.field(row_field), _refusal(error))
            return False
        return True

    def _delete(self, row: models.Model, place: Place) -> None:
        if self._closed:
            kind = row._meta.verbose_name
            self.problem(place, f"tệp không còn {kind} “{row}”: {self._closed}")
            return
        try:
            with transaction.atomic():
                row.delete()
        except (ProtectedError, DatabaseError) as error:
            kind = row._meta.verbose_name
            self.problem(place, f"không xóa được {kind} “{row}”: {_refusal(error)}")
            return
        self.counts.setdefault(type(row), Counter())[REMOVED] += 1


def _refusal(error: Exception) -> str:
    """What the database's own rules say, where one of them refused."""
    for trigger in triggers.declared():
        if trigger.message in str(error):
            return trigger.violation_error_message
    return "bản ghi khác còn dùng" if isinstance(error, ProtectedError) else "dòng bị từ chối"


def _numbered(keyed: Iterable[tuple[tuple, Any]], repeats: bool) -> list[tuple[tuple, Any]]:
    """With `repeats`, tell rows of the same key apart by the order they come in."""
    if not repeats:
        return list(keyed)
    times: Counter[tuple] = Counter()
    numbered = []
    for key, row in keyed:
        numbered.append(((*key, times[key]), row))
        times[key] += 1
    return numbered


def _field_of_rule(model: type[models.Model], message: str) -> str:
    """The field that a rule about the whole row turns on, told by the rule's message."""
    for constraint in model._meta.constraints:
        if constraint.violation_error_message == message:
            if isinstance(constraint, models.UniqueConstraint):
                return constraint.fields[0]
            *_, last = _fields_in(constraint.condition)
            return last
    return ""


def _fields_in(condition: models.Q) -> Iterator[str]:
    for child in condition.children:
        if isinstance(child, models.Q):
            yield from _fields_in(child)
        else:
            yield child[0].partition("__")[0]


def _near(earlier: Place, place: Place) -> str:
    return earlier.path if earlier.file == place.file and earlier.path else str(earlier)


def _stored(model: type[models.Model], name: str, value: Any) -> Any:
    """The value as the database would give it back."""
    if isinstance(value, models.Model):
        return value.pk
    return model._meta.get_field(name).get_prep_value(value)


def _current(row: models.Model, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname)


def _key(model: type[models.Model], keys: tuple[str, ...], values: dict[str, Any]) -> tuple:
    return tuple(_stored(model, name, values.get(name)) for name in keys)


def _key_of(row: models.Model, keys: tuple[str, ...]) -> tuple:
    return tuple(_current(row, name) for name in keys)


def _differs(row: models.Model, name: str, value: Any) -> bool:
    return _current(row, name) != _stored(type(row), name, value)
