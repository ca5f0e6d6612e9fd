"""What a cluster works on in a year: its indicators, its due days, the reports of its members."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cluster_portal.database.fields import NormalisedCharField, NormalisedTextField
from cluster_portal.files.models import StoredFile
from cluster_portal.vietnamese.dates import format_date
from clusters.models import EmulationYear, Unit
from emulation.models.indicator import Indicator, IndicatorValue
from emulation.models.lifecycle import ConferenceReport


class YearIndicator(models.Model):
    """An indicator that the members of a cluster report for a year: a column of the grid."""

    emulation_year = models.ForeignKey(
        EmulationYear,
        verbose_name="năm thi đua",
        on_delete=models.CASCADE,
        related_name="year_indicators",
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name="chỉ tiêu",
        on_delete=models.PROTECT,
        related_name="year_indicators",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "chỉ tiêu của năm"
        verbose_name_plural = "chỉ tiêu của năm"
        ordering = ("order", "indicator__order", "indicator__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("emulation_year", "indicator"),
                name="year_indicator_once",
                violation_error_message="Năm thi đua này đã có chỉ tiêu đó.",
            ),
        )

    def __str__(self) -> str:
        return str(self.indicator)

    @property
    def access_whole(self) -> EmulationYear:
        return self.emulation_year


class Task(models.TextChoices):
    """The work of a cluster's year, in the order in which it is done."""

    LEADERSHIP = "leadership", "Đặt lãnh đạo cụm"
    PLEDGE_DRAFT = "pledge_draft", "Soạn giao ước"
    PLEDGE_SIGNING = "pledge_signing", "Ký giao ước"
    FIGURES = "figures", "Nhập số liệu"
    UNIT_REPORTS = "unit_reports", "Báo cáo của các đơn vị"
    CONFERENCE_PLAN = "conference_plan", "Lên lịch hội nghị tổng kết"
    AWARD_PROPOSALS = "award_proposals", "Đề nghị khen thưởng"
    CONFERENCE_HELD = "conference_held", "Họp hội nghị tổng kết"
    REPORT_PUBLISHED = "report_published", "Công bố báo cáo hội nghị"
    HANDOVER = "handover", "Bàn giao cho Cụm trưởng mới"
    AWARD_DECISIONS = "award_decisions", "Ghi quyết định khen thưởng"


class Deadline(models.Model):
    """By which day a task of the year is to be done."""

    emulation_year = models.ForeignKey(
        EmulationYear,
        verbose_name="năm thi đua",
        on_delete=models.CASCADE,
        related_name="deadlines",
    )
    task = models.CharField("việc", max_length=20, choices=Task)
    due_on = models.DateField("hạn")

    class Meta:
        verbose_name = "hạn của việc"
        verbose_name_plural = "hạn của các việc"
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("emulation_year", "task"),
                name="deadline_once_per_task",
                violation_error_message="Việc này đã có hạn.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_task_display()}: {format_date(self.due_on)}"

    @property
    def access_whole(self) -> EmulationYear:
        return self.emulation_year


class UnitReportStatus(models.TextChoices):
    DRAFT = "draft", "Chưa nộp"
    SUBMITTED = "submitted", "Chờ nhận"
    RETURNED = "returned", "Đã trả lại"
    ACCEPTED = "accepted", "Đã nhận"
    REOPENED = "reopened", "Đã mở lại"


# What the unit may write: begun, sent back after it was handed in, or after it was accepted.
OPEN_REPORTS = (UnitReportStatus.DRAFT, UnitReportStatus.RETURNED, UnitReportStatus.REOPENED)
SENT_BACK = (UnitReportStatus.RETURNED, UnitReportStatus.REOPENED)


class UnitReport(models.Model):
    """A member's own report of a year: its figures are its values of that year.

    While it is submitted or accepted nobody changes the unit's figures; the secretariat returns
    it, or reopens what it has accepted, with a reason first. A report that came on paper
    (`is_paper`) is accepted without being submitted, and the secretariat enters its figures.
    """

    emulation_year = models.ForeignKey(
        EmulationYear,
        verbose_name="năm thi đua",
        on_delete=models.PROTECT,
        related_name="unit_reports",
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="unit_reports"
    )
    status = models.CharField(
        "trạng thái", max_length=20, choices=UnitReportStatus, default=UnitReportStatus.DRAFT
    )
    summary = NormalisedTextField("tóm tắt kết quả", blank=True, help_text="Mỗi dòng là một đoạn.")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nộp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhận hoặc trả lại",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField("nhận hoặc trả lại lúc", null=True, blank=True)
    return_reason = NormalisedCharField("lý do trả lại", max_length=500, blank=True)
    without_figures = models.ManyToManyField(
        Indicator,
        verbose_name="chỉ tiêu không có số liệu",
        blank=True,
        related_name="+",
        help_text="Chỉ tiêu mà đơn vị nói rõ là không có số liệu.",
    )
    paper_received_on = models.DateField("ngày nhận bản giấy", null=True, blank=True)
    paper_number = NormalisedCharField("số, ký hiệu bản giấy", max_length=60, blank=True)
    paper_note = NormalisedCharField("ghi chú về bản giấy", max_length=300, blank=True)
    paper_scan = models.ForeignKey(
        StoredFile,
        verbose_name="bản chụp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    part_of = "emulation_year"  # in whose history it stands

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của các đơn vị"
        ordering = ("-emulation_year__year", "unit__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("emulation_year", "unit"),
                name="unit_report_once",
                violation_error_message="Đơn vị này đã có báo cáo của năm thi đua.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_REPORTS)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False)
                | Q(paper_received_on__isnull=False),
                name="unit_report_submitted_by_somebody",
                violation_error_message="Báo cáo đã nộp phải có người nộp và lúc nộp.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SENT_BACK) | ~Q(return_reason=""),
                name="unit_report_returned_with_reason",
                violation_error_message="Trả lại, mở lại báo cáo phải nêu lý do.",
            ),
            models.CheckConstraint(
                condition=Q(paper_received_on__isnull=True)
                | Q(status=UnitReportStatus.ACCEPTED, submitted_at__isnull=True),
                name="unit_report_on_paper_is_accepted",
                violation_error_message="Bản giấy chỉ ghi cho báo cáo không nộp trên cổng.",
            ),
        )

    def __str__(self) -> str:
        return f"Báo cáo của {self.unit} – {self.emulation_year}"

    @property
    def access_cluster_id(self) -> int:
        return self.emulation_year.cluster_id

    @property
    def access_year(self) -> int:
        return self.emulation_year.year

    @property
    def access_unit_id(self) -> int:
        return self.unit_id

    @property
    def is_closed(self) -> bool:
        """Whether the unit's figures stand still: handed in, and not sent back."""
        return self.status not in OPEN_REPORTS

    @property
    def is_accepted(self) -> bool:
        return self.status == UnitReportStatus.ACCEPTED

    @property
    def is_paper(self) -> bool:
        """Whether it came on paper, not through the site."""
        return self.paper_received_on is not None

    @property
    def state(self) -> str:
        """Where it stands, in the words that every page uses."""
        return "Đã nhận bản giấy" if self.is_paper else self.get_status_display()

    @property
    def is_sent_back(self) -> bool:
        """Whether it was handed in and the unit is to change it."""
        return self.status in SENT_BACK

    def clean(self) -> None:
        super().clean()
        if self.emulation_year_id:
            self.emulation_year.require_member(self.unit_id)


class ValueCorrection(models.Model):
    """A figure was changed after the report had been finalised: from what, to what, why.

    Shown beside the figure to everybody who sees it; never changed. `report` is the issued report
    that it corrects, none where the report was never issued here. A figure that was missing had
    nothing `before`.
    """

    value = models.ForeignKey(
        IndicatorValue,
        verbose_name="giá trị",
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    report = models.ForeignKey(
        ConferenceReport,
        verbose_name="báo cáo được đính chính",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
    )
    before = NormalisedCharField("trước", max_length=120, blank=True)
    after = NormalisedCharField("sau", max_length=120)
    reason = NormalisedCharField("lý do", max_length=500)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đính chính",
        on_delete=models.PROTECT,
        related_name="+",
    )
    corrected_at = models.DateTimeField("đính chính lúc", auto_now_add=True)

    part_of = "value"

    class Meta:
        verbose_name = "đính chính số liệu"
        verbose_name_plural = "đính chính số liệu"
        ordering = ("-corrected_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="value_correction_has_reason",
                violation_error_message="Đính chính phải nêu lý do.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.value}: {self.before} → {self.after}"

    @property
    def access_whole(self) -> IndicatorValue:
        return self.value

    @property
    def corrected_on(self) -> datetime.date:
        return timezone.localdate(self.corrected_at)

    @property
    def words(self) -> str:
        """What stands beside the figure: "đính chính 15/4/2026: trước là 6,3; lý do …"."""
        before = f"trước là {self.before}" if self.before else "trước để trống"
        return f"đính chính {format_date(self.corrected_on)}: {before}; lý do: {self.reason}"
