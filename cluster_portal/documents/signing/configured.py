"""Whom this portal believes: read from the folder that its settings name."""

from pathlib import Path

from django.conf import settings

from cluster_portal.documents.signing.trust import Trust


def trust() -> Trust:
    """The certificates and lists in the folder of the setting SIGNATURE_TRUST, as they are now."""
    return Trust.read(Path(settings.SIGNATURE_TRUST))
