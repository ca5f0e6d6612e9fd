"""An issue of a pledge that was withdrawn, and who had signed it."""

import dataclasses
import datetime
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cluster_portal.database.fields import NormalisedCharField
from cluster_portal.documents.models import IssuedDocument
from emulation.models.pledge import Pledge
from emulation.models.pledge_drafting import PledgeVersion
from emulation.models.pledge_signature import PledgeSignature, SigningMethod


@dataclass(frozen=True, kw_only=True)
class WithdrawnSignature:
    """Who had signed an issue for a unit. Of a withdrawal of before there are `words` alone.

    `revision`: the key of the signature in the file, of a digital one. `scan_sha256`: of the scan
    of the paper. The names are those of the day on which the issue was withdrawn.
    """

    words: str
    unit: str = ""  # its key in addresses
    unit_name: str = ""
    signer_name: str = ""
    capacity: str = ""
    signed_on: datetime.date | None = None
    signed_at: datetime.datetime | None = None
    method: str = ""
    revision: int | None = None
    scan_sha256: str = ""

    @classmethod
    def of(cls, row: PledgeSignature, words: str) -> Self:
        """What is kept of a place that has signed."""
        return cls(
            words=words,
            unit=row.unit.slug,
            unit_name=row.unit.people_committee,
            signer_name=row.signer_name,
            capacity=row.capacity,
            signed_on=row.signed_on,
            signed_at=row.signed_at,
            method=row.method,
            revision=row.revision_id,
            scan_sha256=row.scan.sha256 if row.scan else "",
        )

    @classmethod
    def read(cls, kept: Any) -> Self:
        """What `plain` kept; a sentence is that of a withdrawal of before."""
        if isinstance(kept, str):
            return cls(words=kept)
        day, moment = kept["signed_on"], kept["signed_at"]
        return cls(
            **kept
            | {
                "signed_on": datetime.date.fromisoformat(day) if day else None,
                "signed_at": datetime.datetime.fromisoformat(moment) if moment else None,
            }
        )

    def plain(self) -> dict[str, Any]:
        """As plain JSON."""
        kept = dataclasses.asdict(self)
        for name in ("signed_on", "signed_at"):
            kept[name] = kept[name].isoformat() if kept[name] else None
        return kept

    @property
    def is_digital(self) -> bool:
        return self.method == SigningMethod.DIGITAL


class PledgeWithdrawal(models.Model):
    """An issue of the pledge that was withdrawn: why, by whom, and who had signed it.

    The database refuses to change or remove the row. `signatures` holds what `WithdrawnSignature`
    reads, one of a unit; rows of before hold one sentence of a unit instead.
    """

    pledge = models.ForeignKey(
        Pledge, verbose_name="giao ước", on_delete=models.PROTECT, related_name="withdrawals"
    )
    version = models.ForeignKey(
        PledgeVersion, verbose_name="bản thảo", on_delete=models.PROTECT, related_name="+"
    )
    document_number = NormalisedCharField("số, ký hiệu", max_length=60, blank=True)
    document = models.ForeignKey(
        IssuedDocument,
        verbose_name="tệp phát hành",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    status_before = models.CharField("trạng thái trước đó", max_length=20)
    signatures = models.JSONField("chữ ký đã có", default=list, blank=True)
    reason = NormalisedCharField("lý do", max_length=500)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thu hồi",
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("thu hồi lúc", auto_now_add=True)

    part_of = "pledge"  # in whose history it stands

    class Meta:
        verbose_name = "lần thu hồi giao ước"
        verbose_name_plural = "lần thu hồi giao ước"
        ordering = ("pledge", "-withdrawn_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="pledge_withdrawal_has_reason",
                violation_error_message="Thu hồi giao ước phải nêu lý do.",
            ),
        )

    def __str__(self) -> str:
        return f"Thu hồi {self.pledge}"

    @property
    def access_whole(self) -> Pledge:
        return self.pledge

    @property
    def signers(self) -> tuple[WithdrawnSignature, ...]:
        """Who had signed, in the order of the units."""
        return tuple(WithdrawnSignature.read(kept) for kept in self.signatures)

    @property
    def successor(self) -> IssuedDocument | None:
        """The file that was issued next for the pledge, whether or not it still counts.

        It comes after this row was frozen, so that it is looked up: the files of a pledge follow
        one another by their withdrawals, and the last of them is the pledge's own.
        """
        later = PledgeWithdrawal.objects.filter(pledge=self.pledge_id, pk__gt=self.pk)
        files = later.filter(document__isnull=False).order_by("pk").values("document")
        own = Pledge.objects.filter(pk=self.pledge_id).values("document")
        rows = IssuedDocument.objects.defer("content", "data").exclude(pk=self.document_id)
        return rows.filter(pk__in=files[:1]).first() or rows.filter(pk__in=own).first()
