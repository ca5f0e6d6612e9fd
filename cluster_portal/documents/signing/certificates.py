"""Whether the certificate of a signature held when it signed, and when that was.

The portal's own timetable comes first: a certificate must hold today. Where it does not any more,
a trusted timestamp may prove that it did when it signed; nothing else proves a time.
"""

import datetime
from dataclasses import dataclass

from pyhanko.sign.validation import KeyUsageConstraints
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors
from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy

from cluster_portal.documents.signing.refusals import Fault
from cluster_portal.documents.signing.trust import Trust

# A certificate of a person or an office that may sign: RFC 5280, 4.2.1.3 and 4.2.1.12; RFC 9336
# names the purpose of document signing, the others are what authorities wrote before it.
SIGNING = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"},
    match_all_key_usages=False,
    extd_key_usage={
        "email_protection",
        "client_auth",
        "1.3.6.1.5.5.7.3.36",
        "1.3.6.1.4.1.311.10.3.12",
        "1.2.840.113583.1.1.5",
    },
    explicit_extd_key_usage_required=False,
)
# pyHanko's own check of a whole signature forgets the last line above, so it is asked less, and
# `_path_fault` asks everything.
ANY_SIGNING_USE = KeyUsageConstraints(key_usage=SIGNING.key_usage)
# No MD5, no SHA-1, no RSA key below 2048 bits.
_ALGORITHMS = CMSAlgorithmUsagePolicy.lift_policy(DisallowWeakAlgorithmsPolicy())
# What is wrong with a certificate, the closer kind of error first.
_FAULTS: tuple[tuple[type[Exception], Fault], ...] = (
    (errors.RevokedError, Fault.REVOKED),
    (errors.ExpiredError, Fault.EXPIRED),
    (errors.NotYetValidError, Fault.NOT_YET_VALID),
    (errors.InsufficientRevinfoError, Fault.REVOCATION_UNKNOWN),
    (errors.DisallowedAlgorithmError, Fault.WEAK),
)
# What a proven time of signing may excuse: it came later.
_PASSING = {Fault.REVOKED, Fault.EXPIRED, Fault.REVOCATION_UNKNOWN}


@dataclass(frozen=True)
class Standing:
    """How a certificate stands: `fault` is what is wrong with it, if anything.

    `since` is the reason for which it no longer holds today although it held at the proven time.
    """

    fault: Fault | None = None
    since: Fault | None = None
    detail: str = ""


async def standing(
    signature: EmbeddedPdfSignature,
    *,
    trust: Trust,
    now: datetime.datetime,
    proven: datetime.datetime | None,
    brought: dict[str, list],
) -> Standing:
    """Judge the signer's certificate today, and at the `proven` time when that is not enough.

    `brought` is what the file carries along, see `SignedFile.long_term_data`.
    """
    if weakness := _weakness(signature):
        return Standing(Fault.WEAK, detail=weakness)
    today = await _path_fault(signature, trust.context(now, **brought))
    if today.fault not in _PASSING or proven is None:
        return today
    then = await _path_fault(signature, trust.context(proven, **brought, looks_back=True))
    return then if then.fault else Standing(since=today.fault)


def _weakness(signature: EmbeddedPdfSignature) -> str:
    """What is outdated about hash, key or their combination; pyHanko only calls it untrusted."""
    signer, key = signature.signer_info, signature.signer_cert.public_key
    algorithm, digest = signer["signature_algorithm"], signer["digest_algorithm"]
    answers = (
        _ALGORITHMS.signature_algorithm_allowed(algorithm, None, key),
        _ALGORITHMS.digest_algorithm_allowed(digest, None),
        _ALGORITHMS.digest_combination_allowed(algorithm, digest, None),
    )
    refused = [answer for answer in answers if not answer.allowed]
    return ", ".join(answer.failure_reason or digest["algorithm"].native for answer in refused)


def fault_of(error: BaseException) -> Fault:
    """What an error of pyHanko's about a certificate says."""
    return next((fault for kind, fault in _FAULTS if isinstance(error, kind)), Fault.UNTRUSTED)


async def _path_fault(signature: EmbeddedPdfSignature, context: ValidationContext) -> Standing:
    try:
        validator = CertificateValidator(
            signature.signer_cert, signature.other_embedded_certs, validation_context=context
        )
        await validator.async_validate_path()
    except (errors.ValidationError, errors.PathError) as error:
        return Standing(fault_of(error), detail=str(error))
    try:
        SIGNING.validate(signature.signer_cert)
    except errors.InvalidCertificateError as error:
        return Standing(Fault.OTHER_PURPOSE, detail=str(error))
    return Standing()
