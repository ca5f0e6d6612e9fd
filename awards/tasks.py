"""What the worker process does for the register: `manage.py db_worker` takes it from the queue."""

import functools
from collections.abc import Iterable

from django.db import transaction
from django_tasks import task

from awards.models import Award
from awards.register.pairs import find_pairs, places_of


@task()
def compare_names(cluster: int, unit: int | None) -> int:
    """Compare the names in one place anew; return how many pairs are new."""
    return find_pairs(cluster, unit).new


def compare_later(awards: Iterable[Award]) -> None:
    """Have the names of `awards` compared with those beside them, once this transaction is done."""
    for place in sorted(places_of(awards), key=lambda place: (place[0], place[1] or 0)):
        transaction.on_commit(functools.partial(compare_names.enqueue, *place))
