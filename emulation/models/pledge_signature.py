"""The place of each member in a pledge, and what stands in it once it has signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cluster_portal.database.fields import NormalisedCharField
from cluster_portal.documents.models import SignedRevision
from cluster_portal.documents.signature_fields import field_name
from cluster_portal.files.models import StoredFile
from clusters.models import Unit, UnitCertificate
from emulation.models.pledge import Pledge


class SigningMethod(models.TextChoices):
    PAPER = "paper", "bản giấy"
    DIGITAL = "digital", "chữ ký số"


class PledgeSignature(models.Model):
    """A member's place in the pledge: who signed for the unit, in what capacity, when and how.

    Without `signed_on` the unit has not signed yet; `signed_at` and `certificate` are of a digital
    signature, `scan` of one on paper. A unit that declined says why, until it takes that back.
    """

    pledge = models.ForeignKey(
        Pledge, verbose_name="giao ước", on_delete=models.CASCADE, related_name="signatures"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="pledge_signatures"
    )
    signer_name = NormalisedCharField("người ký", max_length=120, blank=True)
    capacity = NormalisedCharField(
        "tư cách", max_length=120, blank=True, help_text="Ví dụ: Chủ tịch, KT. Chủ tịch."
    )
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    method = models.CharField("cách ký", max_length=10, choices=SigningMethod, blank=True)
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)
    signed_at = models.DateTimeField("ký số lúc", null=True, blank=True, editable=False)
    certificate = models.ForeignKey(
        UnitCertificate,
        verbose_name="chứng thư",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="pledge_signatures",
    )
    revision = models.OneToOneField(
        SignedRevision,
        verbose_name="chữ ký trong tệp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="pledge_signature",
    )
    scan = models.ForeignKey(
        StoredFile,
        verbose_name="bản chụp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    declined_at = models.DateTimeField("từ chối lúc", null=True, blank=True, editable=False)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người báo từ chối",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    decline_reason = NormalisedCharField(
        "lý do từ chối", max_length=500, blank=True, editable=False
    )

    class Meta:
        verbose_name = "chữ ký của đơn vị"
        verbose_name_plural = "chữ ký của các đơn vị"
        ordering = ("unit__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("pledge", "unit"),
                name="pledge_signature_once",
                violation_error_message="Đơn vị này đã có chữ ký trong giao ước.",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, method="")
                | (Q(signed_on__isnull=False) & ~Q(method="")),
                name="pledge_signature_day_and_method",
                violation_error_message="Đã ký thì phải có cả ngày ký và cách ký.",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, certificate__isnull=True)
                | Q(
                    signed_at__isnull=False,
                    certificate__isnull=False,
                    method=SigningMethod.DIGITAL,
                ),
                name="pledge_signature_digital_has_certificate",
                violation_error_message="Chữ ký số phải có lúc ký và chứng thư.",
            ),
            models.CheckConstraint(
                condition=Q(revision__isnull=True) | Q(method=SigningMethod.DIGITAL),
                name="pledge_signature_revision_is_digital",
                violation_error_message="Chữ ký trong tệp phải là chữ ký số.",
            ),
            models.CheckConstraint(
                condition=Q(scan__isnull=True) | Q(method=SigningMethod.PAPER),
                name="pledge_signature_scan_is_of_paper",
                violation_error_message="Bản chụp chỉ đi với chữ ký trên bản giấy.",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_by__isnull=True, decline_reason="")
                | (
                    Q(declined_at__isnull=False, declined_by__isnull=False, method="")
                    & ~Q(decline_reason="")
                ),
                name="pledge_signature_declined_with_reason",
                violation_error_message=(
                    "Từ chối ký phải có lý do, và đơn vị đã từ chối thì chưa ký."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} – {self.pledge}"

    @property
    def field(self) -> str:
        """The field of the issued file in which the unit signs."""
        return field_name(self.unit.slug)

    @property
    def has_declined(self) -> bool:
        return self.declined_at is not None

    @property
    def state(self) -> str:
        """How the unit stands to the pledge, in the words that every page uses."""
        if self.has_declined:
            return "từ chối ký"
        return {
            SigningMethod.PAPER: "ký trên bản giấy",
            SigningMethod.DIGITAL: "ký số",
        }.get(self.method, "chưa ký")

    @property
    def access_unit_id(self) -> int:
        return self.unit_id

    @property
    def access_whole(self) -> Pledge:
        return self.pledge

    def clean(self) -> None:
        super().clean()
        # The pledge may be one that the same form is about to save.
        pledge = getattr(self, "pledge", None)
        if year := getattr(pledge, "emulation_year", None):
            year.require_member(self.unit_id)
