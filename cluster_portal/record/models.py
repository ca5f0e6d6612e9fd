"""Which state of the record's files is in the database."""

from django.db import models


class RecordLoad(models.Model):
    """Written when the files were loaded; the newest row names the files' present hash."""

    content_hash = models.CharField("mã băm của các tệp", max_length=64)
    loaded_at = models.DateTimeField("lúc nạp", auto_now_add=True)

    class Meta:
        verbose_name = "lần nạp hồ sơ"
        verbose_name_plural = "các lần nạp hồ sơ"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Hồ sơ {self.content_hash[:12]}"
