"""Signing that is under way: whose turn it is, and uploads that are being examined."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cluster_portal.documents.models.issued import IssuedDocument


class SigningLease(models.Model):
    """One person at a time signs a document in steps, until a moment that is told to the others."""

    document = models.OneToOneField(
        IssuedDocument, verbose_name="văn bản", on_delete=models.CASCADE, related_name="lease"
    )
    field = models.CharField("ô ký", max_length=120)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đang ký",
        on_delete=models.PROTECT,
        related_name="+",
    )
    taken_at = models.DateTimeField("giữ từ lúc")
    until = models.DateTimeField("giữ đến lúc")

    part_of = "document"

    class Meta:
        verbose_name = "lượt ký đang giữ"
        verbose_name_plural = "các lượt ký đang giữ"
        ordering = ("-until", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=models.F("taken_at")),
                name="signing_lease_has_an_end",
                violation_error_message="Lượt ký phải kết thúc sau khi bắt đầu.",
            ),
        )

    def __str__(self) -> str:
        return f"Lượt ký {self.document}"


class UploadState(models.TextChoices):
    WAITING = "waiting", "Chờ kiểm tra"
    EXAMINING = "examining", "Đang kiểm tra"
    ACCEPTED = "accepted", "Đã nhận"
    REFUSED = "refused", "Không nhận"
    OUTDATED = "outdated", "Văn bản đã có chữ ký mới hơn"


UNANSWERED = (UploadState.WAITING, UploadState.EXAMINING)
ONE_AT_A_TIME = "Tệp gửi trước đang được kiểm tra; đợi kết quả rồi hãy gửi tệp khác."


class SignatureUpload(models.Model):
    """A signed file that somebody brought, and what became of it.

    The bytes go once they are in the document, or refused. Of an outdated one they stay, so that
    the signer can be shown what to sign anew.
    """

    document = models.ForeignKey(
        IssuedDocument, verbose_name="văn bản", on_delete=models.PROTECT, related_name="uploads"
    )
    field = models.CharField("ô ký", max_length=120)
    content = models.BinaryField("tệp", null=True, blank=True)
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    length = models.PositiveBigIntegerField("số byte")
    state = models.CharField(
        "tình trạng", max_length=20, choices=UploadState, default=UploadState.WAITING
    )
    message = models.TextField("trả lời", blank=True)
    uploaded_at = models.DateTimeField("đưa lên lúc", auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đưa lên",
        on_delete=models.PROTECT,
        related_name="+",
    )

    part_of = "document"

    class Meta:
        verbose_name = "tệp đã ký đưa lên"
        verbose_name_plural = "các tệp đã ký đưa lên"
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("accepted", "refused"), content__isnull=True)
                | Q(state__in=("waiting", "examining", "outdated"), content__isnull=False),
                name="signature_upload_bytes_while_needed",
                violation_error_message="Chỉ giữ tệp khi còn cần kiểm tra hoặc ký lại.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "outdated")) | ~Q(message=""),
                name="signature_upload_says_why",
                violation_error_message="Không nhận tệp thì phải nêu lý do.",
            ),
            models.UniqueConstraint(
                fields=("document", "field"),
                condition=Q(state__in=UNANSWERED),
                name="signature_upload_one_at_a_time",
                violation_error_message=ONE_AT_A_TIME,
            ),
        )

    def __str__(self) -> str:
        return f"Tệp đã ký {self.document}"
