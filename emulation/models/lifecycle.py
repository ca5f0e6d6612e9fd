"""How a conference moved from draft to published, and the reports that were issued of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cluster_portal.database.fields import NormalisedCharField
from cluster_portal.documents.models import IssuedDocument
from emulation.models.conference import Conference, ConferenceStatus


class StatusChange(models.Model):
    """One step of a conference, forth or back: who, when and, on the way back, why.

    Never changed.
    """

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.PROTECT, related_name="status_changes"
    )
    from_status = models.CharField("từ", max_length=20, choices=ConferenceStatus)
    to_status = models.CharField("thành", max_length=20, choices=ConferenceStatus)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người chuyển",
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField("chuyển lúc", auto_now_add=True)
    reason = NormalisedCharField("lý do", max_length=500, blank=True)

    part_of = "conference"

    class Meta:
        verbose_name = "lần chuyển trạng thái"
        verbose_name_plural = "các lần chuyển trạng thái"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(from_status=F("to_status")),
                name="status_change_changes",
                violation_error_message="Hội nghị đã ở trạng thái này.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"

    @property
    def access_whole(self) -> Conference:
        return self.conference


class ConferenceReport(models.Model):
    """An issued report of a conference; a later revision names the one before. Never changed."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.PROTECT, related_name="reports"
    )
    document = models.OneToOneField(
        IssuedDocument, verbose_name="văn bản", on_delete=models.PROTECT, related_name="+"
    )

    part_of = "conference"

    class Meta:
        verbose_name = "báo cáo hội nghị đã ban hành"
        verbose_name_plural = "báo cáo hội nghị đã ban hành"
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.document)

    @property
    def access_whole(self) -> Conference:
        return self.conference
