"""Issued documents: bytes that were handed out under a number and are served unchanged."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cluster_portal.database.fields import SearchTextField


class IssuedDocument(models.Model):
    """One revision of a document. The database refuses to change or remove the row."""

    kind = models.CharField("loại văn bản", max_length=40)
    series = models.CharField(
        "dãy số", max_length=120, blank=True, help_text="Số đếm lại từ đầu trong mỗi dãy."
    )
    document_number = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=300)
    revision = models.PositiveSmallIntegerField("lần ban hành", default=1)
    replaces = models.OneToOneField(
        "self",
        verbose_name="thay cho",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    reason = models.TextField("lý do thay thế", blank=True)
    content = models.BinaryField("nội dung")
    sha256 = models.CharField("mã băm SHA-256", max_length=64, unique=True)
    length = models.PositiveBigIntegerField("số byte")
    issued_at = models.DateTimeField("ban hành lúc", auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ban hành",
        on_delete=models.PROTECT,
        related_name="+",
    )
    search_text = SearchTextField(sources=("document_number", "title"))

    class Meta:
        verbose_name = "văn bản đã ban hành"
        verbose_name_plural = "văn bản đã ban hành"
        ordering = ("-issued_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "series", "document_number", "revision"),
                name="issued_document_revision_once",
                violation_error_message="Lần ban hành này của văn bản đã có.",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, replaces__isnull=True)
                | (Q(revision__gt=1, replaces__isnull=False) & ~Q(reason="")),
                name="issued_document_replacement_named",
                violation_error_message="Lần ban hành sau phải nêu văn bản bị thay và lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(replaces=F("id")),
                name="issued_document_replaces_another",
                violation_error_message="Văn bản không thể thay chính nó.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_number} {self.title}"

    def is_intact(self) -> bool:
        """Whether the stored bytes are still those that were issued."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256


class NumberSeries(models.Model):
    """How far a series of document numbers has come; one row per body, kind and year."""

    name = models.CharField("dãy số", max_length=120, unique=True)
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = "dãy số văn bản"
        verbose_name_plural = "các dãy số văn bản"
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
