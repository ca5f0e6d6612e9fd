"""What it costs to write an event into the audit with a change of a record."""

import statistics
import time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cluster_portal.audit.models import record
from cluster_portal.audit.origin import coming_from
from clusters.models import Unit

ROUNDS = 200


def audit_cost() -> tuple[float, int]:
    """The median over rounds of a write with its event by the same write without, in turn, and
    how many queries the event adds."""
    unit = Unit.objects.order_by("pk").first()
    with coming_from("192.0.2.1"):
        for with_event in (True, False):
            _write(unit, with_event)  # warm
        ratio = statistics.median(
            _seconds(unit, True) / _seconds(unit, False) for _ in range(ROUNDS)
        )
        return ratio, _queries(unit, True) - _queries(unit, False)


@transaction.atomic
def _write(unit: Unit, with_event: bool) -> None:
    """Read a record, change it and, as every write of the portal does, say so."""
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    row.save()
    if with_event:
        record(by=None, action="change", target=row, changes={"name": [row.name, row.name]})


def _seconds(unit: Unit, with_event: bool) -> float:
    start = time.perf_counter()
    _write(unit, with_event)
    return time.perf_counter() - start


def _queries(unit: Unit, with_event: bool) -> int:
    with CaptureQueriesContext(connection) as queries:
        _write(unit, with_event)
    return len(queries)
