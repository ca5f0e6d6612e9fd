"""What signatures add to an issued document: each is appended to the bytes before it."""

from django.conf import settings
from django.db import models

from cluster_portal.documents.models.issued import IssuedDocument


class SignedRevision(models.Model):
    """One signature more in the file of an issued document. Never changed.

    The file as it then was is the issued content with the additions up to this one behind it.
    Whose certificate it is, is decided by the domain before it calls `add_signed_revision`.
    """

    document = models.ForeignKey(
        IssuedDocument, verbose_name="văn bản", on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveSmallIntegerField(
        "lần ký", help_text="Cũng là số chữ ký có trong tệp từ lần này."
    )
    addition = models.BinaryField("phần nối thêm")
    sha256 = models.CharField("mã băm SHA-256 của cả tệp", max_length=64, unique=True)
    length = models.PositiveBigIntegerField("số byte của cả tệp")
    field = models.CharField("ô ký", max_length=120)
    is_portal_seal = models.BooleanField("là xác nhận của cổng", default=False)
    signer_name = models.CharField("tên trong chứng thư số", max_length=300)
    certificate_serial = models.CharField("số hiệu chứng thư số", max_length=80)
    certificate_issuer = models.CharField("nơi cấp chứng thư số", max_length=500)
    certificate_sha256 = models.CharField(
        "mã băm SHA-256 của chứng thư số", max_length=64, db_index=True
    )
    claimed_at = models.DateTimeField("giờ ký theo máy người ký", null=True, blank=True)
    timestamped_at = models.DateTimeField("giờ theo dấu thời gian", null=True, blank=True)
    has_long_term_data = models.BooleanField("có dữ liệu kiểm tra lâu dài", default=False)
    received_at = models.DateTimeField("cổng nhận lúc", auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đưa lên",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Với xác nhận của cổng: người làm việc mà cổng xác nhận.",
    )

    part_of = "document"

    class Meta:
        verbose_name = "lần ký số"
        verbose_name_plural = "các lần ký số"
        ordering = ("document", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "number"),
                name="signed_revision_number_once",
                violation_error_message="Lần ký này của văn bản đã có.",
            ),
            models.UniqueConstraint(
                fields=("document", "field"),
                name="signed_revision_field_once",
                violation_error_message="Ô ký này đã có chữ ký.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document}, lần ký {self.number}"
