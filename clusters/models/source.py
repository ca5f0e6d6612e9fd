"""Where a stated fact comes from."""

from django.db import models

from cluster_portal.database.fields import (
    NormalisedCharField,
    NormalisedTextField,
    SearchTextField,
)


class SourceKind(models.TextChoices):
    PRESS = "press", "Tin, bài báo chí"
    LEGAL = "legal", "Văn bản pháp luật"
    DOCUMENT = "document", "Văn bản, tài liệu"
    WEB = "web", "Trang thông tin"


class Source(models.Model):
    """A press report, a legal text or a page on which figures and names rest."""

    code = models.SlugField("mã", max_length=80, unique=True)
    kind = models.CharField("loại", max_length=20, choices=SourceKind)
    title = NormalisedCharField("tên", max_length=300)
    publisher = NormalisedCharField("nơi công bố", max_length=150, blank=True)
    published_on = models.DateField("ngày công bố", null=True, blank=True)
    note = NormalisedTextField("ghi chú", blank=True)
    search_text = SearchTextField(sources=("title", "publisher", "code"))

    class Meta:
        verbose_name = "nguồn"
        verbose_name_plural = "nguồn"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title
