"""Commendation decisions."""

from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from cluster_portal.database.fields import NormalisedCharField, SearchTextField
from cluster_portal.files.models import StoredFile
from clusters.models import EmulationYear


class Decision(models.Model):
    """The decision by which awards were granted (quyết định khen thưởng)."""

    document_number = NormalisedCharField("số, ký hiệu", max_length=60)
    signed_on = models.DateField("ngày ký")
    issuing_body = NormalisedCharField("cơ quan ban hành", max_length=200)
    signer_name = NormalisedCharField("người ký", max_length=120, blank=True)
    signer_title = NormalisedCharField("chức vụ người ký", max_length=200, blank=True)
    subject = NormalisedCharField("trích yếu", max_length=300, blank=True)
    scan = models.ForeignKey(
        StoredFile,
        verbose_name="bản chụp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    emulation_year = models.ForeignKey(
        EmulationYear,
        verbose_name="nhập tại năm thi đua",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="Ban thư ký của năm này giữ quyết định.",
    )
    search_text = SearchTextField(sources=("document_number", "issuing_body", "subject"))

    part_of = "emulation_year"  # in whose history it stands

    class Meta:
        verbose_name = "quyết định khen thưởng"
        verbose_name_plural = "quyết định khen thưởng"
        ordering = ("-signed_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("document_number", "signed_on", "issuing_body"),
                name="decision_once",
                violation_error_message="Quyết định này đã có.",
            ),
        )

    def __str__(self) -> str:
        return f"Quyết định số {self.document_number}"

    def get_absolute_url(self) -> str:
        return f"{reverse('awards:register')}?{urlencode({'q': self.document_number})}"

    @property
    def access_cluster_id(self) -> int | None:
        return self.emulation_year.cluster_id if self.emulation_year else None

    @property
    def access_year(self) -> int | None:
        return self.emulation_year.year if self.emulation_year else None
