"""The register of certificates with which units sign digitally."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cluster_portal.database.constraints import period_in_order
from cluster_portal.database.fields import (
    NormalisedCharField,
    NormalisedTextField,
    SearchTextField,
)
from cluster_portal.vietnamese.dates import format_date
from clusters.models.periods import Period, PeriodQuerySet
from clusters.models.unit import Unit
from clusters.rules import CERTIFICATE_NO_OVERLAP


class UnitCertificate(Period):
    """A certificate that signs for a unit from one day to another, both included.

    The certificate is known by the SHA-256 of its DER bytes (`fingerprint`). Its own validity is
    `certificate_from` to `certificate_to`; the registration lies within it. Once registered, only
    its last day and the note change.
    """

    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="certificates"
    )
    holder_name = NormalisedCharField("người giữ chứng thư", max_length=120)
    office = NormalisedCharField(
        "chức vụ", max_length=120, blank=True, help_text="Ví dụ: Chủ tịch, Phó Chủ tịch."
    )
    fingerprint = models.CharField(
        "vân tay SHA-256",
        max_length=64,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", "Vân tay gồm 64 chữ số thập lục phân.")],
    )
    subject = NormalisedCharField("chủ thể", max_length=500)
    issuer = NormalisedCharField("nơi cấp", max_length=500)
    serial = models.CharField("số sê-ri", max_length=64)
    pem = models.TextField("chứng thư (PEM)")
    certificate_from = models.DateTimeField("chứng thư có hiệu lực từ")
    certificate_to = models.DateTimeField("chứng thư có hiệu lực đến")
    note = NormalisedTextField("ghi chú", blank=True)
    registered_at = models.DateTimeField("đăng ký lúc", auto_now_add=True)
    search_text = SearchTextField(sources=("holder_name", "office", "subject"))

    part_of = "unit"  # in whose history it stands
    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "chứng thư của đơn vị"
        verbose_name_plural = "chứng thư của các đơn vị"
        ordering = ("unit__sort_key", "-valid_from", "pk")
        constraints = (
            period_in_order("unit_certificate_period_in_order"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False) & Q(valid_to__isnull=False),
                name="unit_certificate_period_is_closed",
                violation_error_message="Đăng ký chứng thư phải có ngày đầu và ngày cuối.",
            ),
            CERTIFICATE_NO_OVERLAP,
        )

    def __str__(self) -> str:
        return f"{self.holder_name} – {self.unit}"

    @property
    def access_unit_id(self) -> int:
        return self.unit_id

    def clean(self) -> None:
        super().clean()
        if not (self.certificate_from and self.certificate_to):
            return
        first = timezone.localdate(self.certificate_from)
        last = timezone.localdate(self.certificate_to)
        for field in ("valid_from", "valid_to"):
            day = getattr(self, field)
            if day and not first <= day <= last:
                told = f"từ {format_date(first)} đến {format_date(last)}"
                raise ValidationError({field: f"Chứng thư chỉ có hiệu lực {told}."})
