"""The conference that closes one emulation year and opens the next."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from cluster_portal.database.fields import (
    FoldedNamesField,
    NormalisedCharField,
    NormalisedTextField,
    SearchTextField,
)
from cluster_portal.pages.addresses import address_of
from clusters import access
from clusters.models import Cluster, EmulationYear, Source, Unit


class ConferenceKind(models.TextChoices):
    ANNUAL_REVIEW = "annual_review", "Hội nghị tổng kết"
    MID_YEAR = "mid_year", "Hội nghị sơ kết"
    KICK_OFF = "kick_off", "Hội nghị triển khai"
    THEMATIC = "thematic", "Hội nghị chuyên đề"


class ConferenceStatus(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    HELD = "held", "Đã họp"
    FINALISED = "finalised", "Đã chốt"
    PUBLISHED = "published", "Đã công bố"


DAYS_IN_ORDER = "Ngày kết thúc phải bằng hoặc sau ngày họp."
HOURS_IN_ORDER = "Giờ kết thúc phải sau giờ bắt đầu."
SETTLED = (ConferenceStatus.FINALISED, ConferenceStatus.PUBLISHED)


class ConferenceQuerySet(models.QuerySet):
    def for_user(self, user: Any) -> Self:
        """Published conferences; others too for those who may see drafts of the cluster."""
        return self.filter(self._shown_to(user))

    def upcoming(self, today: datetime.date) -> Self:
        """Those whose day has been announced and has not passed."""
        return self.filter(is_announced=True, held_on__gte=today, cluster__is_confirmed=True)

    def with_sight(self, user: Any) -> Self:
        """Every one with `is_shown`: whether it is among those `for_user`."""
        shown = models.ExpressionWrapper(self._shown_to(user), models.BooleanField())
        return self.annotate(is_shown=shown)

    def _shown_to(self, user: Any) -> Q:
        published = Q(status=ConferenceStatus.PUBLISHED, cluster__is_confirmed=True)
        return published | access.draft_condition(user, "cluster_id")


class Conference(models.Model):
    """A meeting of a cluster: reviews `review_year`, launches `launch_year`, or both."""

    cluster = models.ForeignKey(
        Cluster, verbose_name="cụm", on_delete=models.PROTECT, related_name="conferences"
    )
    kind = models.CharField("loại", max_length=20, choices=ConferenceKind)
    slug = models.SlugField("địa chỉ", max_length=80)
    title = NormalisedCharField("tên hội nghị", max_length=300)
    review_year = models.ForeignKey(
        EmulationYear,
        verbose_name="năm được tổng kết",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="review_conferences",
    )
    launch_year = models.ForeignKey(
        EmulationYear,
        verbose_name="năm được phát động",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="launch_conferences",
    )
    held_on = models.DateField("ngày họp")
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    starts_at = models.TimeField("bắt đầu lúc", null=True, blank=True)
    closes_at = models.TimeField("kết thúc lúc", null=True, blank=True)
    host = models.ForeignKey(
        Unit,
        verbose_name="đơn vị đăng cai",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_conferences",
    )
    venue = NormalisedCharField("địa điểm", max_length=200, blank=True)
    status = models.CharField(
        "trạng thái", max_length=20, choices=ConferenceStatus, default=ConferenceStatus.DRAFT
    )
    is_announced = models.BooleanField(
        "đã báo lịch", default=False, help_text="Ngày, nơi họp hiện ở trang đầu cho công chúng."
    )
    date_note = NormalisedCharField("ghi chú về ngày", max_length=200, blank=True)
    minutes_secretary = NormalisedCharField(
        "thư ký hội nghị", max_length=200, blank=True, help_text="Người ghi biên bản."
    )
    contact = NormalisedCharField(
        "liên hệ", max_length=200, blank=True, help_text="Ghi trên giấy mời."
    )
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )
    search_text = SearchTextField(sources=("title", "venue"))
    folded_names = FoldedNamesField(sources=("title",))

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "hội nghị"
        verbose_name_plural = "hội nghị"
        ordering = ("-held_on", "cluster__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("cluster", "slug"),
                name="conference_slug_once",
                violation_error_message="Địa chỉ này đã dùng cho hội nghị khác của cụm.",
            ),
            models.UniqueConstraint(
                fields=("review_year",),
                condition=Q(kind=ConferenceKind.ANNUAL_REVIEW),
                name="conference_one_annual_review",
                violation_error_message="Năm thi đua này đã có hội nghị tổng kết.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("held_on")),
                name="conference_days_in_order",
                violation_error_message=DAYS_IN_ORDER,
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(closes_at__isnull=True)
                | (Q(ends_on__isnull=False) & ~Q(ends_on=F("held_on")))
                | Q(closes_at__gt=F("starts_at")),
                name="conference_hours_in_order",
                violation_error_message=HOURS_IN_ORDER,
            ),
            models.CheckConstraint(
                condition=Q(review_year__isnull=False) | Q(launch_year__isnull=False),
                name="conference_has_a_year",
                violation_error_message="Nêu năm được tổng kết hoặc năm được phát động.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("public:conference", self.cluster.slug, self.slug)

    def get_pdf_url(self) -> str:
        return address_of("public:conference-pdf", self.cluster.slug, self.slug)

    @property
    def access_cluster_id(self) -> int:
        return self.cluster_id

    @property
    def access_year(self) -> int | None:
        """The later of its two years: both the chair that hands over and the next work on it.

        None while a form has not been given either.
        """
        years = (self.review_year, self.launch_year)
        return max((year.year for year in years if year), default=None)

    def require_cluster_of(self, year: EmulationYear) -> None:
        """Raise ValidationError on the field `conference` unless `year` is of the same cluster."""
        if year.cluster_id != self.cluster_id:
            raise ValidationError({"conference": "Hội nghị này thuộc cụm khác."})

    @property
    def meeting_place(self) -> str:
        """Where it meets: the venue, and the host where the venue does not name it; or nothing."""
        host = self.host
        if host is None or (self.venue and host.name.casefold() in self.venue.casefold()):
            return self.venue
        if not self.venue:
            return host.official_name
        # In the middle of a line a province is "tỉnh Thái Bình".
        return f"{self.venue}, {host.official_name[:1].lower()}{host.official_name[1:]}"

    @property
    def is_published(self) -> bool:
        return self.status == ConferenceStatus.PUBLISHED

    @property
    def is_settled(self) -> bool:
        """Whether its report stands: what it says is changed by dated corrections alone."""
        return self.status in SETTLED

    def clean(self) -> None:
        super().clean()
        for name in ("review_year", "launch_year"):
            year = getattr(self, name)
            if year and self.cluster_id and year.cluster_id != self.cluster_id:
                raise ValidationError({name: "Năm thi đua này thuộc cụm khác."})
        self._require_order()

    def _require_order(self) -> None:
        """Say beside the field what the constraints would say of the whole row."""
        if self.held_on and self.ends_on and self.ends_on < self.held_on:
            raise ValidationError({"ends_on": DAYS_IN_ORDER})
        is_one_day = self.ends_on in (None, self.held_on)
        if is_one_day and self.starts_at and self.closes_at and self.closes_at <= self.starts_at:
            raise ValidationError({"closes_at": HOURS_IN_ORDER})


class ReportSection(models.Model):
    """A narrative section of the conference report."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.CASCADE, related_name="sections"
    )
    order = models.PositiveSmallIntegerField("thứ tự")
    heading = NormalisedCharField("tiêu đề", max_length=200)
    body = NormalisedTextField("nội dung", help_text="Mỗi dòng là một đoạn.")
    is_outlook = models.BooleanField(
        "nhiệm vụ năm tới", default=False, help_text="Thuộc phần hai của báo cáo."
    )
    search_text = SearchTextField(sources=("heading", "body"))

    class Meta:
        verbose_name = "mục của báo cáo"
        verbose_name_plural = "các mục của báo cáo"
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "order"),
                name="report_section_order_once",
                violation_error_message="Thứ tự này đã có mục khác.",
            ),
        )

    def __str__(self) -> str:
        return self.heading

    @property
    def access_whole(self) -> Conference:
        return self.conference

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.body.split("\n") if line.strip()]
