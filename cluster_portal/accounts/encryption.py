"""Secrets of second factors at rest: a copy of the database alone opens no account."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"cluster-portal second factor"


def encrypt(text: str) -> str:
    """Return `text` sealed with a key made from SECRET_KEY."""
    return _box().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str:
    """Return what `encrypt` sealed, also under a key of SECRET_KEY_FALLBACKS.

    Raises cryptography.fernet.InvalidToken when it was sealed under another key.
    """
    return _box().decrypt(sealed.encode()).decode()


def _box() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(derived)
