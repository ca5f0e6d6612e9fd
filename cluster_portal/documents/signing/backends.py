"""Where the keys are: on a token, or with a service. None of them ever comes to the portal.

A `SigningBackend` opens what signs for the time of one signature. Two are here: a PKCS#11 token
or hardware module, and a service that signs a hash.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import requests
from asn1crypto import algos
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cluster_portal.documents.signing.reading import Certificate, parsed_certificate

SECONDS = 15  # for a service to answer


class SigningUnavailable(Exception):
    """The token, the service or the timestamp authority did not sign; nothing has changed."""


class SigningBackend(Protocol):
    """Somebody else's key, to sign with."""

    def open(self) -> AbstractContextManager[Signer]:
        """Return what signs, until the context is left.

        Raises:
            SigningUnavailable: the token or service does not answer.
        """


def certificate_of(backend: SigningBackend) -> Certificate:
    """With whose certificate the backend signs. Raises SigningUnavailable when it tells none."""
    with backend.open() as signer:
        try:
            found = signer.signing_cert
        except SigningError as error:  # nothing on the token has the name that was configured
            raise SigningUnavailable(str(error)) from error
    if found is None:
        raise SigningUnavailable("no certificate")
    return Certificate.of(found)


@dataclass(frozen=True)
class TokenBackend:
    """A token, or a hardware module, behind a PKCS#11 library.

    `key` is the label that key and certificate have on it; `chain` are the certificates (DER or
    PEM) up to the root, which tokens often do not hold. `pin` is asked for when it is needed, so
    that it is in memory no longer than a signature takes. `hashes_itself`: the module takes only
    what is hashed already when False, as some do for keys on a curve.
    """

    library: Path
    token: str
    key: str
    pin: Callable[[], str] = field(repr=False)
    chain: tuple[bytes, ...] = ()
    hashes_itself: bool = True

    @contextmanager
    def open(self) -> Iterator[Signer]:
        """Open the token, see `SigningBackend.open`."""
        try:
            session = open_pkcs11_session(
                str(self.library),
                token_criteria=TokenCriteria(label=self.token),
                user_pin=self.pin(),
            )
        except Exception as error:  # what drivers raise is their own
            raise SigningUnavailable(f"{type(error).__name__}: {error}") from error
        with session, _token_errors():
            yield PKCS11Signer(
                session,
                cert_label=self.key,
                key_label=self.key,
                ca_chain=[parsed_certificate(each) for each in self.chain],
                use_raw_mechanism=not self.hashes_itself,
            )


@contextmanager
def _token_errors() -> Iterator[None]:
    try:
        yield
    except PKCS11Error as error:
        raise SigningUnavailable(f"{type(error).__name__}: {error}") from error


@dataclass(frozen=True)
class HashServiceBackend:
    """A service that signs a hash with the key of `certificate` (DER or PEM, as its `chain`).

    `sign_hash` takes the hash and its name ("sha256") and returns the raw signature: PKCS#1 v1.5
    for RSA, a DER sequence for keys on a curve. Over which protocol it asks is its own affair, see
    `CloudSignatureService` for one.
    """

    certificate: bytes
    sign_hash: Callable[[bytes, str], bytes] = field(repr=False)
    chain: tuple[bytes, ...] = ()

    @contextmanager
    def open(self) -> Iterator[Signer]:
        """Return what asks the service, see `SigningBackend.open`."""
        yield _ServiceSigner(self)


class _ServiceSigner(Signer):
    def __init__(self, backend: HashServiceBackend) -> None:
        chain = [parsed_certificate(each) for each in backend.chain]
        super().__init__(
            signing_cert=parsed_certificate(backend.certificate),
            cert_registry=SimpleCertificateStore.from_certs(chain),
        )
        self._sign_hash = backend.sign_hash

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:
            return bytes(512)  # of an RSA key of 4096 bits
        try:
            return self._sign_hash(hashlib.new(digest_algorithm, data).digest(), digest_algorithm)
        except Exception as error:  # a service fails in its own ways
            raise SigningUnavailable(f"{type(error).__name__}: {error}") from error


@dataclass(frozen=True)
class CloudSignatureService:
    """Asks a remote service for one signature: Cloud Signature Consortium API 1.0.4, 11.9 signHash.

    `authorization` is the value of the header; `activation` returns the data (SAD) by which the
    owner of the key has agreed to this signature. An instance is a `sign_hash`.
    """

    address: str  # "https://…/csc/v1"
    credential: str
    authorization: str = field(repr=False)
    activation: Callable[[], str] = field(repr=False)
    algorithm: str  # "sha256_rsa", "sha256_ecdsa"

    def __call__(self, digest: bytes, name: str) -> bytes:
        """Return the raw signature over `digest`. Raises what requests and a wrong answer raise."""
        answer = requests.post(
            f"{self.address}/signatures/signHash",
            json={
                "credentialID": self.credential,
                "SAD": self.activation(),
                "hash": [base64.b64encode(digest).decode()],
                "hashAlgo": algos.DigestAlgorithmId(name).dotted,
                "signAlgo": algos.SignedDigestAlgorithmId(self.algorithm).dotted,
            },
            headers={"Authorization": self.authorization},
            timeout=SECONDS,
            allow_redirects=False,  # what is sent proves an agreement
        )
        answer.raise_for_status()
        (signature,) = answer.json()["signatures"]
        return base64.b64decode(signature, validate=True)


def timestamp_authority(address: str, *, user: str = "", password: str = "") -> TimeStamper:
    """A timestamp authority (RFC 3161) at `address`, for `sign`, `finish` and `preserve`."""
    return RequestsHTTPTimeStamper(
        address, timeout=SECONDS, auth=(user, password) if user else None
    )
