"""How a conference is prepared and held: agenda, papers, attendance, photos, conclusions.

They protect their conference: what people have entered is never removed with it.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from cluster_portal.database.fields import NormalisedCharField, NormalisedTextField
from cluster_portal.files.models import StoredFile
from cluster_portal.vietnamese.times import format_time
from clusters.models import Unit
from emulation.models.conference import Conference


class AgendaItem(models.Model):
    """One line of the agenda: from when to when, what, and who speaks."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.PROTECT, related_name="agenda"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    starts_at = models.TimeField("từ", null=True, blank=True)
    ends_at = models.TimeField("đến", null=True, blank=True)
    title = NormalisedCharField("nội dung", max_length=300)
    speaker = NormalisedCharField("người thực hiện", max_length=300, blank=True)
    proceedings = NormalisedTextField(
        "diễn biến", blank=True, help_text="Ghi vào biên bản. Mỗi dòng là một đoạn."
    )
    follows_up = models.BooleanField(
        "kiểm điểm kết luận lần trước",
        default=False,
        help_text="Mục này kèm các kết luận của hội nghị trước còn chưa xong.",
    )

    part_of = "conference"

    class Meta:
        verbose_name = "mục chương trình"
        verbose_name_plural = "chương trình hội nghị"
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="agenda_item_times_in_order",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def access_whole(self) -> Conference:
        return self.conference

    @property
    def hours(self) -> str:
        """ "8h00 – 8h30", "8h00", or nothing."""
        return " – ".join(format_time(hour) for hour in (self.starts_at, self.ends_at) if hour)


class AgendaDocument(models.Model):
    """A paper that belongs to an item of the agenda."""

    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name="mục chương trình",
        on_delete=models.CASCADE,
        related_name="documents",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    title = NormalisedCharField("tên tài liệu", max_length=300)
    file = models.ForeignKey(
        StoredFile, verbose_name="tệp", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "tài liệu hội nghị"
        verbose_name_plural = "tài liệu hội nghị"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def access_whole(self) -> AgendaItem:
        return self.agenda_item


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", "Có mặt"
    REPRESENTED = "represented", "Cử người dự thay"
    ABSENT = "absent", "Vắng"


class Attendance(models.Model):
    """Whether a member unit was there, in whose person, or why not."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.PROTECT, related_name="attendances"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="attendances"
    )
    status = models.CharField("tình hình dự", max_length=20, choices=AttendanceStatus)
    representative = NormalisedCharField(
        "người dự thay", max_length=300, blank=True, help_text="Họ tên, chức vụ."
    )
    reason = NormalisedCharField("lý do vắng", max_length=300, blank=True)
    head_count = models.PositiveSmallIntegerField("số người dự", null=True, blank=True)

    part_of = "conference"

    class Meta:
        verbose_name = "tình hình dự họp"
        verbose_name_plural = "tình hình dự họp"
        ordering = ("unit__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "unit"),
                name="attendance_once_per_unit",
                violation_error_message="Đã ghi tình hình dự họp của đơn vị này.",
            ),
            models.CheckConstraint(
                condition=~Q(status=AttendanceStatus.ABSENT) | ~Q(reason=""),
                name="attendance_absent_with_reason",
                violation_error_message="Đơn vị vắng phải nêu lý do.",
            ),
            models.CheckConstraint(
                condition=~Q(status=AttendanceStatus.REPRESENTED) | ~Q(representative=""),
                name="attendance_represented_by_somebody",
                violation_error_message="Đơn vị cử người dự thay phải nêu người dự.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_status_display()}"

    @property
    def access_whole(self) -> Conference:
        return self.conference


class ConferencePhoto(models.Model):
    """A picture of the conference, with what it shows for those who do not see it."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.PROTECT, related_name="photos"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    file = models.ForeignKey(
        StoredFile, verbose_name="ảnh", on_delete=models.PROTECT, related_name="+"
    )
    caption = NormalisedCharField("chú thích", max_length=300)
    alternative_text = NormalisedCharField(
        "mô tả ảnh", max_length=300, help_text="Ảnh cho thấy gì, cho người không nhìn được ảnh."
    )
    credit = NormalisedCharField("người chụp, nguồn ảnh", max_length=200, blank=True)

    part_of = "conference"

    class Meta:
        verbose_name = "ảnh hội nghị"
        verbose_name_plural = "ảnh hội nghị"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.caption

    @property
    def access_whole(self) -> Conference:
        return self.conference


class Conclusion(models.Model):
    """What the conference decided to do: who does it by when, and what came of it."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.PROTECT, related_name="conclusions"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    text = NormalisedTextField("kết luận")
    owner = models.ForeignKey(
        Unit,
        verbose_name="đơn vị thực hiện",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusions",
        help_text="Bỏ trống khi mọi đơn vị cùng làm.",
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    done_on = models.DateField("xong ngày", null=True, blank=True)
    outcome = NormalisedTextField("kết quả thực hiện", blank=True)

    part_of = "conference"

    class Meta:
        verbose_name = "kết luận của hội nghị"
        verbose_name_plural = "kết luận của hội nghị"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text[:100]

    @property
    def access_whole(self) -> Conference:
        return self.conference

    def clean(self) -> None:
        super().clean()
        if self.due_on and self.conference_id and self.due_on < self.conference.held_on:
            raise ValidationError({"due_on": "Hạn phải từ ngày họp trở đi."})
