"""What goes with a row that is removed, so that the audit names each of them."""

from collections.abc import Iterable

from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS, models


def removed_with(rows: Iterable[models.Model]) -> list[models.Model]:
    """Return `rows` and every row that the database's cascade removes with them.

    They are locked: whoever is changing one of them finishes first. Otherwise that writer would
    wait for this one's place in the audit, and this one for that writer's row.
    """
    rows = list(rows)
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(rows)
    for model, collected in collector.data.items():
        keys = [row.pk for row in collected]
        # By key: a model's own order may join rows that PostgreSQL cannot lock.
        locked = model._base_manager.select_for_update().filter(pk__in=keys)
        list(locked.order_by("pk").values_list("pk"))
    with_them = {row for collected in collector.data.values() for row in collected} - set(rows)
    return rows + sorted(with_them, key=lambda row: (row._meta.label, row.pk))
