"""A certificate authority for tests: a root, an issuing authority, signers of every quality."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
DAY = datetime.timedelta(days=1)
ORGANISATION = "Chứng thực thử nghiệm"


@dataclass(frozen=True)
class Holder:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: Key

    @property
    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def _named(common_name: str, unit: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
    ]
    if unit:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usages(*, signs: bool, certifies: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )


@dataclass
class Authority:
    """Issues certificates around `now` and says which of them it has revoked."""

    now: datetime.datetime
    root: Holder = field(init=False)
    issuing: Holder = field(init=False)
    revoked: list[x509.Certificate] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self._issue("CA gốc thử nghiệm", certifies=True, years=20)
        self.issuing = self._issue(
            "CA cấp chứng thư thử nghiệm", issuer=self.root, certifies=True, years=10
        )

    def signer(self, name: str, unit: str = "", *, curve: bool = True, **wanted: object) -> Holder:
        """A person's certificate for `unit`; on a curve, since RSA keys take long to make."""
        return self._issue(name, unit=unit, issuer=self.issuing, curve=curve, **wanted)

    def timestamp_authority(self) -> Holder:
        """The certificate of a timestamp authority."""
        purpose = ExtendedKeyUsageOID.TIME_STAMPING
        return self._issue("TSA thử nghiệm", issuer=self.issuing, purpose=purpose, curve=False)

    def self_signed(self, name: str, unit: str = "") -> Holder:
        """A certificate that nobody vouches for."""
        return self._issue(name, unit=unit)

    def revoke(self, holder: Holder) -> None:
        """Put the holder on the next list of revoked certificates."""
        self.revoked.append(holder.certificate)

    def _issue(
        self,
        name: str,
        *,
        unit: str = "",
        issuer: Holder | None = None,
        certifies: bool = False,
        curve: bool = True,
        bits: int = 2048,
        years: int = 2,
        begins: datetime.datetime | None = None,
        ends: datetime.datetime | None = None,
        purpose: x509.ObjectIdentifier | None = None,
    ) -> Holder:
        key: Key = (
            ec.generate_private_key(ec.SECP256R1())
            if curve
            else rsa.generate_private_key(public_exponent=65537, key_size=bits)
        )
        subject = _named(name, unit)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins or self.now - 365 * DAY)
            .not_valid_after(ends or self.now + years * 365 * DAY)
            .add_extension(x509.BasicConstraints(ca=certifies, path_length=None), critical=True)
            .add_extension(_usages(signs=not certifies, certifies=certifies), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    (issuer.key if issuer else key).public_key()
                ),
                critical=False,
            )
        )
        if purpose is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
        return Holder(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)

    def revocation_list(self, issuer: Holder, days: int = 30) -> bytes:
        """What `issuer` says of its certificates today, in DER."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(self.now - DAY)
            .next_update(self.now + days * DAY)
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
                critical=False,
            )
        )
        for certificate in self.revoked:
            if certificate.issuer == issuer.certificate.subject:
                entry = (
                    x509.RevokedCertificateBuilder()
                    .serial_number(certificate.serial_number)
                    .revocation_date(self.now - 2 * DAY)
                )
                builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def write(self, folder: Path) -> Path:
        """Fill the folder that the portal is told to trust."""
        for name in ("roots", "between", "revocations"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "roots" / "root.pem").write_bytes(self.root.certificate_pem)
        (folder / "between" / "issuing.pem").write_bytes(self.issuing.certificate_pem)
        for issuer, name in ((self.root, "root"), (self.issuing, "issuing")):
            (folder / "revocations" / f"{name}.crl").write_bytes(self.revocation_list(issuer))
        return folder
