"""Whom this portal believes, and with what it seals: read from its settings."""

from pathlib import Path

from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from cluster_portal.documents.signing.backends import (
    SigningBackend,
    TokenBackend,
    timestamp_authority,
)
from cluster_portal.documents.signing.trust import Trust


def trust() -> Trust:
    """The certificates and lists in the folder of the setting SIGNATURE_TRUST, as they are now."""
    return Trust.read(Path(settings.SIGNATURE_TRUST))


def portal_seal() -> SigningBackend | None:
    """The token with the portal's own key; None where no token is configured."""
    if not settings.PORTAL_SEAL_LIBRARY:
        return None
    believed = trust()
    return TokenBackend(
        library=Path(settings.PORTAL_SEAL_LIBRARY),
        token=settings.PORTAL_SEAL_TOKEN,
        key=settings.PORTAL_SEAL_KEY,
        pin=lambda: settings.PORTAL_SEAL_PIN,
        # Tokens often do not hold the certificates above their own.
        chain=(*believed.between, *believed.roots),
    )


def timestamper() -> TimeStamper | None:
    """The timestamp authority of the setting TIMESTAMP_ADDRESS; None where none is configured."""
    if not settings.TIMESTAMP_ADDRESS:
        return None
    return timestamp_authority(settings.TIMESTAMP_ADDRESS)
