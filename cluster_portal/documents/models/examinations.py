"""Files that strangers have examined: here only until they are answered."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cluster_portal.documents.models.issued import IssuedDocument


def new_key() -> str:
    """Return what the answer's address ends in, which nobody can guess: 256 bits by chance."""
    return secrets.token_urlsafe(32)


class ExaminationState(models.TextChoices):
    WAITING = "waiting", "Chờ kiểm tra"
    EXAMINING = "examining", "Đang kiểm tra"
    ANSWERED = "answered", "Đã kiểm tra"


class FileExamination(models.Model):
    """A file that anybody brought, until a worker has read it; then what is in it, for minutes.

    Nobody is named and nothing is audited: the file is a stranger's and is not kept.
    """

    key = models.CharField("khóa của trang trả lời", max_length=43, unique=True, default=new_key)
    content = models.BinaryField("tệp", null=True, blank=True)
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    length = models.PositiveBigIntegerField("số byte")
    # What is known of the file without reading it, see `public.verification.judging`.
    finding = models.CharField("kết luận", max_length=20)
    document = models.ForeignKey(
        IssuedDocument,
        verbose_name="văn bản",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    number = models.PositiveIntegerField("số chữ ký đã ghi", default=0)
    state = models.CharField(
        "tình trạng", max_length=20, choices=ExaminationState, default=ExaminationState.WAITING
    )
    trust_sha256 = models.CharField("nguồn tin cậy", max_length=64, blank=True)
    verdict = models.TextField("các chữ ký", blank=True)  # in JSON
    problem = models.TextField("vì sao không kiểm tra được", blank=True)
    asked_at = models.DateTimeField("gửi lúc", default=timezone.now)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lượt kiểm tra tệp"
        verbose_name_plural = "các lượt kiểm tra tệp"
        ordering = ("pk",)
        indexes = (models.Index(fields=("sha256",), name="file_examination_by_hash"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="answered", content__isnull=True, answered_at__isnull=False)
                | Q(state__in=("waiting", "examining"), content__isnull=False),
                name="file_examination_bytes_until_answered",
                violation_error_message="Tệp chỉ được giữ đến khi có trả lời.",
            ),
        )

    def __str__(self) -> str:
        return f"Lượt kiểm tra tệp {self.sha256[:12]}"

    @property
    def is_answered(self) -> bool:
        return self.state == ExaminationState.ANSWERED
