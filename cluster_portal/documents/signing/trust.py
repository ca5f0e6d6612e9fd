"""Whom the portal believes: certificate authorities and their lists of revoked certificates.

They are files that the administrator puts in one folder, and nothing is fetched from anywhere.
"""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl, pem, x509
from pydantic import ConfigDict
from pyhanko_certvalidator import ValidationContext

BYTES_IN_BASE64 = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
# A signer's clock may run this much ahead of, or behind, the portal's.
CLOCK_TOLERANCE = datetime.timedelta(minutes=10)


logger = logging.getLogger(__name__)


class TrustError(Exception):
    """A file among the trusted ones cannot be read; says which."""


@dataclass(frozen=True)
class Trust:
    """What signatures are judged by, each certificate and list in DER.

    `roots` vouch for signers, `timestamp_roots` for timestamp authorities; `between` are the
    certificates between a root and a signer that files do not always carry along.
    """

    # It is sent to the process that reads files, in JSON.
    __pydantic_config__ = BYTES_IN_BASE64

    roots: tuple[bytes, ...] = ()
    timestamp_roots: tuple[bytes, ...] = ()
    between: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> "Trust":
        """Read the PEM or DER files of the sub-folders `roots`, `timestamp-roots`, `between` and
        `revocations`. Without a folder `timestamp-roots` the roots vouch for timestamps too.

        A file that holds something else is left out and logged: it vouches for nobody, and those
        whose list it was meant to be are not known to be unrevoked. See `wrong_files`.
        """
        roots = _read(folder / "roots", x509.Certificate)
        return cls(
            roots=roots,
            timestamp_roots=_read(folder / "timestamp-roots", x509.Certificate) or roots,
            between=_read(folder / "between", x509.Certificate),
            revocations=_read(folder / "revocations", crl.CertificateList),
        )

    def context(self, at: datetime.datetime, **brought: Iterable) -> ValidationContext:
        """What pyHanko judges signers with at the moment `at`; for `brought` see `_context`."""
        return self._context(self.roots, at, **brought)

    def timestamp_context(self, at: datetime.datetime, **brought: Iterable) -> ValidationContext:
        """What pyHanko judges timestamp authorities with at the moment `at`."""
        return self._context(self.timestamp_roots, at, **brought)

    def signing_context(self, at: datetime.datetime) -> ValidationContext:
        """What pyHanko takes long-term data from for a signer and for the timestamp beside it."""
        return self._context((*self.roots, *self.timestamp_roots), at)

    def _context(
        self,
        roots: tuple[bytes, ...],
        at: datetime.datetime,
        *,
        stapled: Iterable[x509.Certificate] = (),
        revocations: Iterable[bytes] = (),
        responses: Iterable[bytes] = (),
        looks_back: bool = False,
    ) -> ValidationContext:
        """Nothing is fetched, and revocation must be known.

        `stapled`, `revocations` and `responses` (OCSP) come from the file itself; they are as
        good as the portal's own since authorities sign them. `looks_back`: `at` lies in the past,
        so that lists made since then say more about it, not less.
        """
        return ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in dict.fromkeys(roots)],
            other_certs=[*map(x509.Certificate.load, self.between), *stapled],
            crls=[*self.revocations, *revocations],
            ocsps=list(responses),
            moment=at,
            allow_fetching=False,
            revocation_mode="require",
            time_tolerance=CLOCK_TOLERANCE,
            retroactive_revinfo=looks_back,
        )


_KINDS = {
    "roots": x509.Certificate,
    "timestamp-roots": x509.Certificate,
    "between": x509.Certificate,
    "revocations": crl.CertificateList,
}


def wrong_files(folder: Path) -> list[str]:
    """What is wrong with the files of the folder `SIGNATURE_TRUST`, each with its name."""
    wrong = []
    for name, kind in _KINDS.items():
        for path in _files(folder / name):
            try:
                _parsed(path, kind)
            except TrustError as error:
                wrong.append(f"{name}/{error}")
    return wrong


def _read(folder: Path, kind: type) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for path in _files(folder):
        try:
            found += _parsed(path, kind)
        except TrustError as error:
            logger.error("left out of %s: %s", folder.name, error)
    return tuple(found)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("[!.]*") if path.is_file())


def _parsed(path: Path, kind: type) -> list[bytes]:
    """The certificates or lists in a file, all of them or none."""
    try:
        content = path.read_bytes()
        parts = [content]
        if pem.detect(content):
            parts = [decoded for _, _, decoded in pem.unarmor(content, multiple=True)]
    except (OSError, ValueError) as error:
        raise TrustError(f"{path.name} cannot be read: {type(error).__name__}") from error
    return [_checked(path, part, kind) for part in parts]


def _checked(path: Path, content: bytes, kind: type) -> bytes:
    try:
        parsed = kind.load(content, strict=True)
        # The issuer alone: a national authority's list has a hundred thousand entries.
        _ = parsed.issuer.native
    except (ValueError, TypeError) as error:
        raise TrustError(f"{path.name} is no {kind.__name__}") from error
    return content
