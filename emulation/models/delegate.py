"""Who came to a conference, in what office, and what part they had in it."""

from django.core.exceptions import ValidationError
from django.db import models

from cluster_portal.database.fields import (
    NormalisedCharField,
    NormalisedTextField,
    SearchTextField,
    SortKeyField,
)
from clusters.models import Unit
from emulation.models.conference import Conference


class Delegate(models.Model):
    """A person at a conference, with the title held on that day."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.CASCADE, related_name="delegates"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    full_name = NormalisedCharField("họ và tên", max_length=120)
    title = NormalisedCharField("chức vụ hôm đó", max_length=300)
    unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        help_text="Bỏ trống với đại biểu Trung ương.",
    )
    to_check = models.BooleanField(
        "cần kiểm tra",
        default=False,
        help_text="Chép từ hội nghị trước, chưa rõ người và chức vụ năm nay.",
    )
    sort_key = SortKeyField(sources=("full_name",))
    search_text = SearchTextField(sources=("full_name", "title"))

    class Meta:
        verbose_name = "đại biểu"
        verbose_name_plural = "đại biểu"
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "full_name", "title"),
                name="delegate_once",
                violation_error_message="Đại biểu này đã có trong danh sách.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def access_whole(self) -> Conference:
        return self.conference


class Part(models.TextChoices):
    ATTENDED = "attended", "dự hội nghị"
    CHAIRED = "chaired", "chủ trì"
    OPENED = "opened", "phát biểu khai mạc"
    SPOKE = "spoke", "phát biểu"
    DIRECTED = "directed", "phát biểu chỉ đạo"
    LAUNCHED = "launched", "phát động phong trào thi đua"
    HANDED_OVER = "handed_over", "đại diện đơn vị Cụm trưởng năm cũ"
    TOOK_OVER = "took_over", "nhận vai trò Cụm trưởng"
    GAVE_AWARDS = "gave_awards", "trao thưởng"
    GAVE_FLOWERS = "gave_flowers", "tặng hoa"
    RECEIVED_AWARD = "received_award", "nhận khen thưởng"


class DelegatePart(models.Model):
    """One part that a delegate had in the conference."""

    delegate = models.ForeignKey(
        Delegate, verbose_name="đại biểu", on_delete=models.CASCADE, related_name="parts"
    )
    part = models.CharField("phần việc", max_length=20, choices=Part)

    class Meta:
        verbose_name = "phần việc của đại biểu"
        verbose_name_plural = "phần việc của đại biểu"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("delegate", "part"),
                name="delegate_part_once",
                violation_error_message="Phần việc này đã ghi cho đại biểu.",
            ),
        )

    def __str__(self) -> str:
        return self.get_part_display()

    @property
    def access_whole(self) -> Delegate:
        return self.delegate


class SpeechKind(models.TextChoices):
    OPENING = "opening", "Khai mạc"
    REPORT = "report", "Báo cáo"
    PAPER = "paper", "Tham luận"
    DIRECTING = "directing", "Phát biểu chỉ đạo"
    LAUNCH = "launch", "Phát động thi đua"
    CLOSING = "closing", "Bế mạc"


class Speech(models.Model):
    """What a delegate said, in summary."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.CASCADE, related_name="speeches"
    )
    delegate = models.ForeignKey(
        Delegate, verbose_name="đại biểu", on_delete=models.CASCADE, related_name="speeches"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    kind = models.CharField("loại", max_length=20, choices=SpeechKind)
    summary = NormalisedTextField("tóm tắt", help_text="Mỗi dòng là một ý.")
    search_text = SearchTextField(sources=("summary",))

    class Meta:
        verbose_name = "phát biểu"
        verbose_name_plural = "phát biểu"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.delegate}"

    @property
    def access_whole(self) -> Conference:
        return self.conference

    def clean(self) -> None:
        super().clean()
        if self.delegate_id and self.delegate.conference_id != self.conference_id:
            raise ValidationError({"delegate": "Đại biểu này không dự hội nghị đó."})

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.summary.split("\n") if line.strip()]
