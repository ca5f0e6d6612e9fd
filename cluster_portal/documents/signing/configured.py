"""Whom this portal believes, and with what is signed on it: read from its settings."""

from pathlib import Path

from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from cluster_portal.documents.signing.backends import (
    CloudSignatureService,
    HashServiceBackend,
    SigningBackend,
    TokenBackend,
    timestamp_authority,
)
from cluster_portal.documents.signing.trust import Trust
from cluster_portal.documents.signing.unit_services import RemoteService, TokenService


def trust() -> Trust:
    """The certificates and lists in the folder of the setting SIGNATURE_TRUST, as they are now."""
    return Trust.read(Path(settings.SIGNATURE_TRUST))


def portal_seal() -> SigningBackend | None:
    """The token with the portal's own key; None where no token is configured."""
    if not settings.PORTAL_SEAL_LIBRARY:
        return None
    return TokenBackend(
        library=Path(settings.PORTAL_SEAL_LIBRARY),
        token=settings.PORTAL_SEAL_TOKEN,
        key=settings.PORTAL_SEAL_KEY,
        pin=lambda: settings.PORTAL_SEAL_PIN,
        chain=_chain(),
    )


def unit_service(slug: str) -> TokenService | RemoteService | None:
    """With what the unit signs on the portal itself; None where nothing is configured for it."""
    return settings.SIGNING_SERVICES.get(slug)


def unit_backend(service: TokenService | RemoteService, secret: str) -> SigningBackend:
    """What signs for a unit, once the owner of the key has typed the `secret`: kept nowhere."""
    if isinstance(service, TokenService):
        return TokenBackend(
            library=service.library,
            token=service.token,
            key=service.key,
            pin=lambda: secret,
            chain=_chain(),
            hashes_itself=service.hashes_itself,
        )
    return HashServiceBackend(
        certificate=service.certificate.read_bytes(),
        sign_hash=CloudSignatureService(
            address=service.address,
            credential=service.credential,
            authorization=service.authorization,
            activation=lambda: secret,
            algorithm=service.algorithm,
        ),
        chain=_chain(),
    )


def _chain() -> tuple[bytes, ...]:
    """Tokens and services often do not hold the certificates above their own."""
    believed = trust()
    return (*believed.between, *believed.roots)


def timestamper() -> TimeStamper | None:
    """The timestamp authority of the setting TIMESTAMP_ADDRESS; None where none is configured."""
    if not settings.TIMESTAMP_ADDRESS:
        return None
    return timestamp_authority(settings.TIMESTAMP_ADDRESS)
