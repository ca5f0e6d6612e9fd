"""The chair passes the cluster on: the day, what goes over, what is open, and who confirmed it."""

from django.conf import settings
from django.db import models

from cluster_portal.database.fields import NormalisedCharField
from cluster_portal.documents.models import IssuedDocument
from clusters.models.source import Source
from clusters.models.unit import Unit
from clusters.models.year import EmulationYear


class Handover(models.Model):
    """The day on which the chair of `emulation_year` took over from the chair before.

    Prepared in the portal it has no effect until both units have confirmed it; one that is told
    by a source has its effect by the day alone.
    """

    emulation_year = models.OneToOneField(
        EmulationYear,
        verbose_name="năm thi đua nhận bàn giao",
        on_delete=models.CASCADE,
        related_name="handover",
        error_messages={"unique": "Năm thi đua này đã có ngày bàn giao."},
    )
    handed_over_on = models.DateField("ngày bàn giao")
    is_effective = models.BooleanField(
        "đã có hiệu lực",
        default=True,
        help_text="Bỏ chọn khi đang chuẩn bị và chưa đủ xác nhận của hai đơn vị.",
    )
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)
    document = models.OneToOneField(
        IssuedDocument,
        verbose_name="biên bản bàn giao",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = "bàn giao"
        verbose_name_plural = "bàn giao"
        ordering = ("-handed_over_on", "pk")

    def __str__(self) -> str:
        return f"Bàn giao {self.emulation_year}"

    @property
    def access_cluster_id(self) -> int:
        return self.emulation_year.cluster_id

    @property
    def access_year(self) -> int:
        return self.emulation_year.year


class HandoverState(models.TextChoices):
    PASSED_ON = "passed_on", "Đã bàn giao"
    OPEN = "open", "Còn dở, chuyển tiếp"


class HandoverItem(models.Model):
    """One line of the checklist: a file, a seal, a piece of work, passed on or still open."""

    handover = models.ForeignKey(
        Handover, verbose_name="bàn giao", on_delete=models.CASCADE, related_name="items"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    text = NormalisedCharField("nội dung bàn giao", max_length=300)
    state = models.CharField(
        "tình trạng", max_length=20, choices=HandoverState, default=HandoverState.PASSED_ON
    )
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "nội dung bàn giao"
        verbose_name_plural = "nội dung bàn giao"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def access_whole(self) -> Handover:
        return self.handover


class HandoverSide(models.TextChoices):
    GIVES = "gives", "Bên giao"
    TAKES = "takes", "Bên nhận"


class HandoverConfirmation(models.Model):
    """Somebody confirmed the handover in the name of one of the two units."""

    handover = models.ForeignKey(
        Handover, verbose_name="bàn giao", on_delete=models.CASCADE, related_name="confirmations"
    )
    side = models.CharField("bên", max_length=10, choices=HandoverSide)
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xác nhận",
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", auto_now_add=True)

    class Meta:
        verbose_name = "xác nhận bàn giao"
        verbose_name_plural = "xác nhận bàn giao"
        ordering = ("side", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("handover", "side"),
                name="handover_confirmed_once_a_side",
                violation_error_message="Bên này đã xác nhận bàn giao.",
            ),
            models.UniqueConstraint(
                fields=("handover", "confirmed_by"),
                name="handover_confirmed_by_two_people",
                violation_error_message="Hai bên phải do hai người xác nhận.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.unit}"

    @property
    def access_whole(self) -> Handover:
        return self.handover
