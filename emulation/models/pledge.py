"""The pledge that every member of a cluster signs for a year."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from cluster_portal.database.fields import (
    NormalisedCharField,
    NormalisedTextField,
    SearchTextField,
)
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.pages.addresses import address_of
from clusters import access
from clusters.models import EmulationYear, Source
from emulation.models.conference import Conference
from emulation.models.indicator import Indicator
from emulation.targets import COMPARISON_WORDS, Target, TargetComparison

TARGET_NOT_WHOLE = "Mức giao ước cần đủ: chỉ tiêu, cách so, con số và của ai."
TARGET_RANGE = "Chỉ “từ … đến …” có số thứ hai, và số đó lớn hơn số thứ nhất."


class PledgeStatus(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    CIRCULATED = "circulated", "Lấy ý kiến"
    ISSUED = "issued", "Chờ ký"
    SIGNED = "signed", "Đã ký đủ"
    PUBLISHED = "published", "Đã công bố"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


class PledgeQuerySet(models.QuerySet):
    def for_user(self, user: Any) -> Self:
        """Published pledges; others too for those who may see drafts of the cluster."""
        published = Q(status=PledgeStatus.PUBLISHED, emulation_year__cluster__is_confirmed=True)
        return self.filter(published | access.draft_condition(user, "emulation_year__cluster_id"))


class Pledge(models.Model):
    """The pledge of one emulation year: theme, motto, text, and one signature per member.

    `document_series` tells numbers that begin anew each year apart, as issued documents do.
    """

    emulation_year = models.OneToOneField(
        EmulationYear,
        verbose_name="năm thi đua",
        on_delete=models.PROTECT,
        related_name="pledge",
        error_messages={"unique": "Năm thi đua này đã có giao ước."},
    )
    conference = models.ForeignKey(
        Conference,
        verbose_name="ký tại hội nghị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
    )
    document_number = NormalisedCharField("số, ký hiệu", max_length=60, blank=True)
    document_series = NormalisedCharField("dãy số", max_length=120, blank=True, editable=False)
    document = models.OneToOneField(
        IssuedDocument,
        verbose_name="tệp phát hành",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="pledge",
    )
    theme = NormalisedCharField("chủ đề", max_length=300, blank=True)
    motto = NormalisedCharField("phương châm hành động", max_length=300, blank=True)
    legal_basis = NormalisedTextField("căn cứ", blank=True, help_text="Mỗi dòng là một căn cứ.")
    preamble = NormalisedTextField("lời mở đầu", blank=True, help_text="Mỗi dòng là một đoạn.")
    closing = NormalisedTextField("lời kết", blank=True)
    circulated_at = models.DateTimeField("lấy ý kiến lúc", null=True, blank=True, editable=False)
    comments_by = models.DateField("hạn góp ý", null=True, blank=True, editable=False)
    issued_at = models.DateTimeField("trình ký lúc", null=True, blank=True, editable=False)
    sign_by = models.DateField("hạn ký", null=True, blank=True, editable=False)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    status = models.CharField(
        "trạng thái", max_length=20, choices=PledgeStatus, default=PledgeStatus.DRAFT
    )
    note = NormalisedTextField("ghi chú", blank=True)
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )
    search_text = SearchTextField(sources=("theme", "motto", "preamble"))

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = "giao ước thi đua"
        verbose_name_plural = "giao ước thi đua"
        ordering = ("-emulation_year__year", "emulation_year__cluster__sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(status__in=(PledgeStatus.SIGNED, PledgeStatus.PUBLISHED))
                | Q(signed_on__isnull=False),
                name="pledge_signed_has_a_day",
                violation_error_message="Giao ước đã ký phải có ngày ký.",
            ),
        )

    def __str__(self) -> str:
        return f"Giao ước thi đua {self.emulation_year}"

    def get_absolute_url(self) -> str:
        year = self.emulation_year
        return address_of("emulation:pledge", year.cluster.slug, year.year)

    def get_pdf_url(self) -> str:
        year = self.emulation_year
        return address_of("emulation:pledge-pdf", year.cluster.slug, year.year)

    @property
    def access_cluster_id(self) -> int:
        return self.emulation_year.cluster_id

    @property
    def access_year(self) -> int:
        return self.emulation_year.year

    def clean(self) -> None:
        super().clean()
        if self.conference_id and self.emulation_year_id:
            self.conference.require_cluster_of(self.emulation_year)


class TargetOf(models.TextChoices):
    """Whose figure is held against the target."""

    EACH_UNIT = "each_unit", "từng đơn vị"
    CLUSTER = "cluster", "toàn cụm"


TARGET_FIELDS = ("indicator", "comparison", "target", "target_to", "target_of")
_NO_TARGET = {
    "indicator__isnull": True,
    "comparison": "",
    "target__isnull": True,
    "target_to__isnull": True,
    "target_of": "",
}


class PledgeItemManager(models.Manager):
    """Items come with their indicators: what an item says of a target names it."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("indicator")


class PledgeItem(models.Model):
    """One numbered item of the pledge; it may name an indicator and what is wanted of it.

    `target` and, for "từ … đến …", `target_to` are in the indicator's own unit of measure.
    """

    pledge = models.ForeignKey(
        Pledge, verbose_name="giao ước", on_delete=models.CASCADE, related_name="items"
    )
    number = models.PositiveSmallIntegerField("số thứ tự")
    heading = NormalisedCharField("tiêu đề", max_length=200, blank=True)
    text = NormalisedTextField("nội dung")
    indicator = models.ForeignKey(
        Indicator,
        verbose_name="chỉ tiêu giao ước",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pledged_in",
    )
    comparison = models.CharField(
        "cách so",
        max_length=10,
        blank=True,
        default="",
        db_default="",
        choices=tuple((one.value, COMPARISON_WORDS[one]) for one in TargetComparison),
    )
    target = models.DecimalField("mức", max_digits=20, decimal_places=4, null=True, blank=True)
    target_to = models.DecimalField("đến", max_digits=20, decimal_places=4, null=True, blank=True)
    target_of = models.CharField(
        "của ai", max_length=10, blank=True, default="", db_default="", choices=TargetOf
    )
    search_text = SearchTextField(sources=("heading", "text"))

    objects = PledgeItemManager()

    class Meta:
        verbose_name = "nội dung giao ước"
        verbose_name_plural = "nội dung giao ước"
        ordering = ("number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("pledge", "number"),
                name="pledge_item_number_once",
                violation_error_message="Số thứ tự này đã có nội dung khác.",
            ),
            models.CheckConstraint(
                condition=Q(**_NO_TARGET)
                | (
                    Q(indicator__isnull=False, target__isnull=False)
                    & Q(comparison__in=tuple(one.value for one in TargetComparison))
                    & Q(target_of__in=TargetOf.values)
                ),
                name="pledge_item_target_whole",
                violation_error_message=TARGET_NOT_WHOLE,
            ),
            models.CheckConstraint(
                condition=Q(
                    comparison=TargetComparison.BETWEEN.value,
                    target_to__isnull=False,
                    target_to__gt=F("target"),
                )
                | (~Q(comparison=TargetComparison.BETWEEN.value) & Q(target_to__isnull=True)),
                name="pledge_item_target_range",
                violation_error_message=TARGET_RANGE,
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.heading or self.text[:60]}"

    @property
    def access_whole(self) -> Pledge:
        return self.pledge

    @property
    def wanted(self) -> Target | None:
        """What is wanted of the indicator, if the item names one."""
        if self.indicator is None or self.target is None:
            return None
        return Target(TargetComparison(self.comparison), self.target, self.target_to)

    @property
    def target_text(self) -> str:
        """ "Tỷ lệ hộ nghèo: không quá 2% (từng đơn vị)", or nothing."""
        wanted = self.wanted
        if wanted is None or self.indicator is None:
            return ""
        words = wanted.text(self.indicator.unit_of_measure)
        return f"{self.indicator}: {words} ({TargetOf(self.target_of).label})"
