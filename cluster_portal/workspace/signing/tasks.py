"""What the worker process does: `manage.py db_worker` takes these from the queue."""

from django_tasks import task

from cluster_portal.documents.models import IssuedDocument, SignatureUpload
from cluster_portal.workspace.signing.examination import examine
from cluster_portal.workspace.signing.sealing import seal_document


@task()
def examine_upload(key: int) -> str:
    """Examine the upload with this key; return what became of it."""
    upload = SignatureUpload.objects.select_related("document", "uploaded_by").get(pk=key)
    return examine(upload, when_complete=seal_signed.enqueue).state


@task()
def seal_signed(key: int) -> bool:
    """Seal the document with this key; return whether it was. What fails is done by
    `manage.py seal_documents`."""
    return seal_document(IssuedDocument.objects.get(pk=key)) is not None
