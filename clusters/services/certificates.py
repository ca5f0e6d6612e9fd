"""The register of certificates, and in which order the members of a cluster sign."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from cluster_portal.documents.certificates import CertificateError, read_certificate
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import Cluster, SigningOrder, Unit, UnitCertificate
from clusters.roles import Permission

EXPIRED = "Chứng thư đã hết hạn ngày {day}."
NAMELESS = "Chứng thư không ghi tên: nhập người giữ chứng thư."
LONGER = "Ngày cuối chỉ dời sớm hơn được; muốn dùng tiếp thì đăng ký lại."
BEFORE_IT_BEGAN = "Ngày cuối phải bằng hoặc sau ngày đầu, {day}."


@transaction.atomic
def register_certificate(
    *,
    unit: Unit,
    content: bytes,
    by: Any,
    holder_name: str = "",
    office: str = "",
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
    note: str = "",
    reason: str = "",
) -> UnitCertificate:
    """Register the certificate in the file `content` as one that signs for the unit.

    By default from today, or from its first day, to its own last day, in the name that it says.

    Raises:
        PermissionDenied: `by` does not administer the portal.
        ValidationError: on `upload`, when the file is no certificate to register, or one that has
            expired; on a field that is not valid; it is registered for some of that time already.
    """
    access.require(by, Permission.ADMINISTER)
    try:
        facts = read_certificate(content)
    except CertificateError as error:
        raise ValidationError({"upload": str(error)}) from error
    first, last = timezone.localdate(facts.valid_from), timezone.localdate(facts.valid_to)
    today = timezone.localdate()
    if last < today and valid_from is None:
        raise ValidationError({"upload": EXPIRED.format(day=format_date(last))})
    name = holder_name or facts.common_name
    if not name:
        raise ValidationError({"holder_name": NAMELESS})
    certificate = UnitCertificate(
        unit=unit,
        holder_name=name,
        office=office,
        fingerprint=facts.fingerprint,
        subject=facts.subject,
        issuer=facts.issuer,
        serial=facts.serial,
        pem=facts.pem,
        certificate_from=facts.valid_from,
        certificate_to=facts.valid_to,
        valid_from=valid_from or max(first, today),
        valid_to=valid_to or last,
        note=note,
    )
    certificate.full_clean()
    certificate.save(force_insert=True)
    record(
        by=by,
        action="register_certificate",
        target=certificate,
        changes={
            "fingerprint": [None, certificate.fingerprint],
            "valid_from": [None, certificate.valid_from.isoformat()],
            "valid_to": [None, certificate.valid_to.isoformat()],
        },
        reason=reason,
    )
    return certificate


@transaction.atomic
def end_certificate(
    *, certificate: UnitCertificate, last_day: datetime.date, by: Any, reason: str = ""
) -> UnitCertificate:
    """Let the certificate sign for its unit until `last_day` only: lost, revoked, another holder.

    Raises:
        PermissionDenied: `by` does not administer the portal.
        ValidationError: on `valid_to`, when the day is later than before, or before its first.
    """
    access.require(by, Permission.ADMINISTER)
    rows = UnitCertificate.objects.select_for_update(no_key=True, of=("self",))
    certificate = rows.select_related("unit").get(pk=certificate.pk)
    before = certificate.valid_to
    if last_day > before:
        raise ValidationError({"valid_to": LONGER})
    if last_day < certificate.valid_from:
        told = BEFORE_IT_BEGAN.format(day=format_date(certificate.valid_from))
        raise ValidationError({"valid_to": told})
    if last_day != before:
        certificate.valid_to = last_day
        certificate.save(update_fields=["valid_to"])
        changes = {"valid_to": [before.isoformat(), last_day.isoformat()]}
        record(by=by, action="end_certificate", target=certificate, changes=changes, reason=reason)
    return certificate


@transaction.atomic
def set_signing_order(*, cluster: Cluster, signing_order: str, by: Any, seen: str = "") -> Cluster:
    """Say in which order the members sign a pledge digitally.

    `seen`: `signing_order_token`.

    Raises:
        PermissionDenied: `by` does not lead the cluster.
        ValidationError: on `signing_order`, when there is none such; with the code "stale", when
            somebody has changed it since.
    """
    access.require_write(by, Permission.LEAD, cluster)
    if signing_order not in SigningOrder.values:
        raise ValidationError({"signing_order": "Chọn một thứ tự trong danh sách."})
    locked = Cluster.objects.select_for_update(no_key=True, of=("self",)).get(pk=cluster.pk)
    before = locked.signing_order
    if before != signing_order:
        require_seen(seen, [before])
        locked.signing_order = signing_order
        locked.save(update_fields=["signing_order"])
        changes = {"signing_order": [before, signing_order]}
        record(by=by, action="set_signing_order", target=locked, changes=changes)
    return locked


def signing_order_token(cluster: Cluster) -> str:
    """The token of the order, for a page on which it is changed."""
    return token_of([cluster.signing_order])
