"""Issued documents: bytes that were handed out under a number and are served unchanged."""

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cluster_portal.database.fields import NormalisedTextField, SearchTextField
from cluster_portal.documents.codes import LENGTH, shown_code

if TYPE_CHECKING:
    from cluster_portal.documents.models.revisions import SignedRevision


class IssuedDocument(models.Model):
    """One revision of a document. The database refuses to change or remove the row.

    What is signed into the file later is appended by a `SignedRevision`; the first bytes stay.
    """

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
    code = models.CharField(
        "mã xác minh",
        max_length=LENGTH,
        blank=True,
        help_text="In trên văn bản. Văn bản ban hành trước khi cổng có mã thì không có.",
    )
    template_version = models.CharField("phiên bản mẫu", max_length=64, blank=True)
    data = models.JSONField(
        "dữ liệu lập văn bản",
        encoder=DjangoJSONEncoder,
        default=dict,
        blank=True,
        help_text="Nội dung mà tệp được in từ đó.",
    )
    file_identifier = models.CharField(
        "định danh trong tệp", max_length=32, blank=True, db_index=True
    )
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
            models.UniqueConstraint(
                fields=("code",),
                condition=~Q(code=""),
                name="issued_document_code_once",
                violation_error_message="Mã xác minh này đã có văn bản khác.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_number} {self.title}"

    def get_absolute_url(self) -> str:
        """The page where anybody may ask about the document; it has one if it has a code."""
        return reverse("public:verified", args=[self.shown_code])

    @property
    def shown_code(self) -> str:
        return shown_code(self.code)

    def is_intact(self) -> bool:
        """Whether the stored bytes are still those that were issued."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")

    @property
    def is_replaced(self) -> bool:
        return hasattr(self, "replaced_by")

    def head(self) -> "IssuedDocument | SignedRevision":
        """The newest revision: what was signed into the document last, or the document itself."""
        return self.revisions.defer("addition").order_by("-number").first() or self

    @property
    def head_sha256(self) -> str:
        """SHA-256 of the newest whole file, 64 hexadecimal digits."""
        return self.head().sha256

    def content_at(self, number: int) -> bytes:
        """The whole file with the first `number` signed revisions in it; 0 is as issued."""
        additions = self.revisions.filter(number__lte=number).order_by("number")
        parts = (bytes(addition) for addition in additions.values_list("addition", flat=True))
        return b"".join((bytes(self.content), *parts))

    def head_content(self) -> bytes:
        """The newest whole file."""
        additions = self.revisions.order_by("number").values_list("addition", flat=True)
        return b"".join((bytes(self.content), *map(bytes, additions)))


class Withdrawal(models.Model):
    """An issued document that counts no more, without another in its place. Never changed."""

    document = models.OneToOneField(
        IssuedDocument,
        verbose_name="văn bản",
        on_delete=models.PROTECT,
        related_name="withdrawal",
        error_messages={"unique": "Văn bản này đã được thu hồi."},
    )
    reason = NormalisedTextField("lý do thu hồi", error_messages={"blank": "Nêu lý do thu hồi."})
    withdrawn_at = models.DateTimeField("thu hồi lúc", auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thu hồi",
        on_delete=models.PROTECT,
        related_name="+",
    )

    part_of = "document"

    class Meta:
        verbose_name = "văn bản thu hồi"
        verbose_name_plural = "văn bản thu hồi"
        ordering = ("-withdrawn_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="withdrawal_has_a_reason",
                violation_error_message="Nêu lý do thu hồi.",
            ),
        )

    def __str__(self) -> str:
        return f"Thu hồi {self.document}"


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
