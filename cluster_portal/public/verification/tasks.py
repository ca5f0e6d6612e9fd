"""What the worker does with strangers' files."""

import datetime

from django.utils import timezone
from django_tasks import task, task_backends

from cluster_portal.public.verification import examinations

# Behind everything that people with an account wait for.
LATER = -50


@task(priority=LATER)
def examine_file(key: int) -> bool:
    """Examine the file of the row with this key, and have the answer removed in time."""
    done = examinations.examine(key)
    if task_backends["default"].supports_defer:
        soon = timezone.now() + examinations.SHOWN + datetime.timedelta(minutes=1)
        forget_files.using(run_after=soon).enqueue()
    return done


@task(priority=LATER)
def forget_files() -> int:
    """Remove what was there for long enough; return how many."""
    return examinations.forget_old()
