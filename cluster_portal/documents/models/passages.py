"""The text of issued documents, in pieces, for the search."""

from django.db import models

from cluster_portal.database.fields import SearchTextField
from cluster_portal.documents.models.issued import IssuedDocument


class DocumentPassage(models.Model):
    """A section or an item of an issued document as it was printed. Never changed.

    `text` has no lists of who was rewarded: see `documents.passages`.
    """

    document = models.ForeignKey(
        IssuedDocument,
        verbose_name="văn bản",
        on_delete=models.PROTECT,
        related_name="passages",
    )
    number = models.PositiveSmallIntegerField("thứ tự")
    heading = models.CharField("tiêu đề", max_length=300, blank=True)
    text = models.TextField("nội dung")
    search_text = SearchTextField(sources=("heading", "text"))

    part_of = "document"

    class Meta:
        verbose_name = "đoạn của văn bản đã ban hành"
        verbose_name_plural = "các đoạn của văn bản đã ban hành"
        ordering = ("document", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "number"),
                name="document_passage_number_once",
                violation_error_message="Thứ tự này đã có đoạn khác.",
            ),
        )

    def __str__(self) -> str:
        return self.heading or self.text[:60]
