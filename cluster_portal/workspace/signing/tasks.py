"""What the worker process does: `manage.py db_worker` takes these from the queue."""

import datetime

from django.utils import timezone
from django_tasks import task, task_backends

from cluster_portal.documents.models import IssuedDocument, SignatureUpload, UploadState
from cluster_portal.workspace.signing.examination import examine
from cluster_portal.workspace.signing.sealing import seal_document

SOONEST = datetime.timedelta(minutes=1)
LATEST = datetime.timedelta(days=1)


@task()
def examine_upload(key: int) -> str:
    """Examine the upload with this key; return what became of it.

    One that could not be examined, by a fault of the portal, is tried again after a minute, then
    after twice as long each time, for a day.
    """
    upload = SignatureUpload.objects.select_related("document", "uploaded_by").get(pk=key)
    state = examine(upload, when_complete=seal_signed.enqueue).state
    now = timezone.now()
    age = now - upload.uploaded_at
    if (
        state == UploadState.WAITING
        and age < LATEST
        and task_backends[examine_upload.backend].supports_defer
    ):
        examine_upload.using(run_after=now + max(SOONEST, age)).enqueue(key)
    return state


@task()
def seal_signed(key: int) -> bool:
    """Seal the document with this key; return whether it was. What fails is done by
    `manage.py seal_documents`."""
    return seal_document(IssuedDocument.objects.get(pk=key)) is not None
