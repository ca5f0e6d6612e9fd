"""What it costs to take the register as a file: memory and time at 1,000 and at 100,000 rows.

    python -m bench.downloads

Makes a country by machine in a scratch SQLite database, unless DATABASE_URL names another empty
one, and prints the section of docs/performance.md that `python -m bench` writes.
"""

import multiprocessing
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from typing import Any

import django

AWARDS = 100_000
MADE = 120_000  # of which the public does not see all
FEW = 1_000
ENDINGS = ("csv", "xlsx")
HEADING = "## Files of the register"


def downloads_section() -> list[str]:
    """Measure in a process of its own, whose database holds nothing but a country by machine."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    found = subprocess.run(  # nosec B603
        [sys.executable, "-m", "bench.downloads"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=own,
    )
    return found.stdout[found.stdout.index(HEADING) :].strip().splitlines()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/downloads.sqlite3")
        os.environ.update(
            DJANGO_SETTINGS_MODULE="cluster_portal.settings",
            SECRET_KEY=secrets.token_hex(),
            DEBUG="False",
            DEMO="False",
            EMAIL_URL="memorymail://",
            HTTPS="False",
            BEHIND_PROXY="False",
            ALLOWED_HOSTS="testserver",
            CSRF_TRUSTED_ORIGINS="",
            PORTAL_ADDRESS="http://testserver",
            STATIC_ROOT=f"{folder}/static",
            LOG_LEVEL="ERROR",
            RATE_LIMITS="False",
        )
        django.setup()
        print("\n".join(measure()))


def measure() -> list[str]:
    """Fill the database where it is empty; return the section in Markdown."""
    from django.core.management import call_command
    from django.db import connection

    from awards.models import RegisterEntry

    call_command("migrate", verbosity=0)
    if not RegisterEntry.objects.exists():
        call_command("generate_country", awards=MADE, verbosity=0)
    lines = [
        HEADING,
        "",
        f"The first {FEW:,} and {AWARDS:,} lines of the register as a visitor takes them from",
        f"{connection.display_name} with {MADE:,} awards of `manage.py generate_country`; each",
        "file is made by a process of its own: seconds of its processor, and its highest resident",
        "memory above what it had before.",
        "",
        "| File | rows | seconds | MB |",
        "| --- | ---: | ---: | ---: |",
    ]
    ratios = []
    for ending in ENDINGS:
        peaks = []
        for rows in (FEW, AWARDS):
            seconds, peak = _measured(ending, rows)
            peaks.append(peak)
            lines.append(f"| `.{ending}` | {rows:,} | {seconds:.1f} | {peak / 1024:.1f} |")
        ratios.append(f"`.{ending}` {peaks[1] / peaks[0]:.2f}")
    return [
        *lines,
        "",
        f"Memory with {AWARDS:,} rows by that with {FEW:,}: {', '.join(ratios)}.",
    ]


def _measured(ending: str, rows: int) -> tuple[float, int]:
    """Seconds of the processor, and KiB that a process of its own needs at most beside its rest."""
    from django.db import connections

    connections.close_all()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(_alone, (ending, rows))


def _alone(ending: str, rows: int) -> tuple[float, int]:
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    _taken(ending, rows)
    seconds = time.process_time() - begun
    return seconds, max(1, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle)


def _taken(ending: str, rows: int) -> None:
    """Take the first `rows` lines of the register as a visitor gets them."""
    from itertools import islice

    from django.contrib.auth.models import AnonymousUser

    from awards.datasets import AWARDS as REGISTER
    from awards.datasets import lines_of
    from awards.register.asked import Asked
    from awards.register.counting import Counted
    from awards.register.paging import every_award, is_longer
    from awards.register.sight import Sight
    from cluster_portal.pages.data_files import SHEETS

    user: Any = AnonymousUser()
    sight, asked = Sight.of(user), Asked()
    if not is_longer(asked, sight, Counted(is_more=True), rows - 1):
        raise RuntimeError(f"The public sees fewer than {rows} awards.")
    awards = islice(every_award(asked, sight, user), rows)
    response = SHEETS[ending](REGISTER.sheet(lines_of(awards, sight)), f"khen-thuong.{ending}")
    for _ in response.streaming_content if response.streaming else [response.content]:
        pass
    response.close()


if __name__ == "__main__":
    main()
