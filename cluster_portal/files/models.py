"""Files that people uploaded; the bytes lie in the private storage under their hash."""

import hashlib
import uuid

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.db.models import Q

from cluster_portal.database.fields import NormalisedCharField, SearchTextField
from cluster_portal.files.kinds import FileKind
from cluster_portal.files.storage import place_of, private_storage


class StoredFile(models.Model):
    """An upload that passed every check. The database refuses to change or remove the row.

    Two uploads of the same bytes are two rows that share one file.
    """

    public_id = models.UUIDField("mã tệp", default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField("mã băm SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("số byte")
    kind = models.CharField("loại tệp", max_length=4, choices=FileKind)
    name = NormalisedCharField("tên tệp", max_length=150)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    search_text = SearchTextField(sources=("name",))

    class Meta:
        verbose_name = "tệp"
        verbose_name_plural = "tệp"
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="stored_file_not_empty",
                violation_error_message="Tệp không có nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values),
                name="stored_file_kind_known",
                violation_error_message="Loại tệp này không có trong danh mục.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes are, from the root of the private storage."""
        return place_of(self.sha256)

    def open(self) -> File:
        """Return the bytes as an open file.

        Raises:
            FileNotFoundError: the storage has lost them; `manage.py check_files` lists such files.
        """
        return private_storage().open(self.path)

    def is_intact(self) -> bool:
        """Whether the stored bytes are still those that were taken in.

        Raises:
            FileNotFoundError: there are none.
        """
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
