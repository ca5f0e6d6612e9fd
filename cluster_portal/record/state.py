"""Whether the record in the database is that of the files; knows nothing of what they hold."""

from pathlib import Path

from django.conf import settings

from cluster_portal.record.files import content_hash
from cluster_portal.record.models import RecordLoad

DATA_DIRECTORY = settings.BASE_DIR / "data"


def is_loaded(directory: Path = DATA_DIRECTORY) -> bool:
    """Whether the newest load was of the files as they are now."""
    latest = RecordLoad.objects.first()
    return latest is not None and latest.content_hash == content_hash(directory)
