"""What the worker process does of issuing: `manage.py db_worker` takes it from the queue."""

from django_tasks import task

from cluster_portal.workspace.issuing.services import carry_out


@task()
def issue(key: int) -> str:
    """Carry out the request with this key; return what became of it."""
    return carry_out(key).state
