"""Of which record a row is a part: its events stand in that record's history too."""

from functools import cache

from django.db import models


def whole_of(row: models.Model) -> tuple[str, str]:
    """Return kind and key of the record that `row` is a part of; empty texts when of none.

    A row that is removed with another is a part of it; other models say by `part_of` which
    foreign key leads to their whole. A part of a part belongs to the outermost whole.
    """
    kind = key = ""
    part: models.Model | None = row
    while part is not None and (link := _link(part.__class__)):
        value = getattr(part, link.attname)
        if value is None:
            break
        kind, key = link.related_model._meta.label_lower, str(value)
        part = getattr(part, link.name) if _link(link.related_model) else None
    return kind, key


@cache
def _link(model: type[models.Model]) -> models.ForeignKey | None:
    if name := getattr(model, "part_of", ""):
        return model._meta.get_field(name)
    return next(
        (
            field
            for field in model._meta.concrete_fields
            if field.is_relation and field.remote_field.on_delete is models.CASCADE
        ),
        None,
    )
