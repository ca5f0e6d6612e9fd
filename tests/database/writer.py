"""A process of its own that writes to the database of DATABASE_URL, for tests of two writers.

Usage: python -m tests.database.writer JOB KEY. It says "ready", waits for a line, works in one
transaction that stays open for a while, and says "done", or "refused" when a rule was broken.
"""

import datetime
import sys
import time

import django
from django.db import IntegrityError, transaction

PAUSE = 0.7  # seconds, so that the two transactions overlap


def append(code: str) -> None:
    """Read, think, write: the second writer must see what the first has written."""
    source = Source.objects.select_for_update().get(code=code)
    time.sleep(PAUSE)
    source.title += "+"
    source.save()


def lead(year: str) -> None:
    """Make the only member of the year's cluster its chair."""
    emulation_year = EmulationYear.objects.get(pk=year)
    unit = Membership.objects.get(cluster=emulation_year.cluster_id).unit
    Leadership.objects.create(emulation_year=emulation_year, unit=unit, role="chair")
    time.sleep(PAUSE)


def leave(year: str) -> None:
    """End that membership before the year."""
    emulation_year = EmulationYear.objects.get(pk=year)
    last_day = datetime.date(emulation_year.year - 1, 12, 31)
    Membership.objects.filter(cluster=emulation_year.cluster_id).update(valid_to=last_day)
    time.sleep(PAUSE)


def join(year: str) -> None:
    """Give the only unit that is no member yet a membership without end."""
    cluster = EmulationYear.objects.get(pk=year).cluster
    Membership.objects.create(cluster=cluster, unit=Unit.objects.latest("pk"))
    time.sleep(PAUSE)


def note(count: str) -> None:
    """Write so many events in one transaction; the other writer's must not come between them."""
    for _ in range(int(count)):
        record(by=None, action="change", target=None)
        time.sleep(PAUSE / int(count))


def figure(key: str) -> None:
    """Write into the first empty cell of the year, as an administrator who saw it empty."""
    year_key, text = key.split(":")
    year = EmulationYear.objects.get(pk=year_key)
    unit = Membership.objects.get(cluster=year.cluster_id).unit
    cell = CellWrite(unit, Indicator.objects.get(), text, base="")
    (result,) = save_cells(emulation_year=year, cells=[cell], by=User.objects.get())
    time.sleep(PAUSE)
    if result.status != "saved":
        raise IntegrityError(result.message)


if __name__ == "__main__":
    django.setup()
    from cluster_portal.accounts.models import User
    from cluster_portal.audit.models import record
    from clusters.models import EmulationYear, Leadership, Membership, Source, Unit
    from emulation.models import Indicator
    from emulation.services.figures import CellWrite, save_cells

    jobs = {
        "append": append,
        "lead": lead,
        "leave": leave,
        "join": join,
        "note": note,
        "figure": figure,
    }
    job, key = jobs[sys.argv[1]], sys.argv[2]
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        with transaction.atomic():
            job(key)
    except IntegrityError:
        print("refused")
    else:
        print("done")
