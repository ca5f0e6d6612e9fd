"""What the worker process does: `manage.py db_worker` takes these from the queue."""

from django_tasks import task

from cluster_portal.documents.models import SignatureUpload
from cluster_portal.workspace.signing.examination import examine


@task()
def examine_upload(key: int) -> str:
    """Examine the upload with this key; return what became of it."""
    upload = SignatureUpload.objects.select_related("document", "uploaded_by").get(pk=key)
    return examine(upload).state
