"""Indicators and their values, as stated: a number, a ratio, a rank, each with its source."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Floor

from cluster_portal.database.fields import (
    FoldedNamesField,
    NormalisedCharField,
    SearchTextField,
    SortKeyField,
)
from cluster_portal.files.models import StoredFile
from cluster_portal.vietnamese import numbers
from clusters import access
from clusters.models import EmulationYear, Source, Unit
from emulation.models.conference import Conference, ConferenceKind, ConferenceStatus


class Aggregation(models.TextChoices):
    """How the members' values make the cluster's."""

    SUM = "sum", "Tổng"
    RATIO = "ratio", "Tỷ lệ của hai tổng"
    WEIGHTED_MEAN = "weighted_mean", "Bình quân gia quyền"
    MEAN = "mean", "Trung bình cộng"
    NONE = "none", "Không cộng, chỉ so sánh"


class Indicator(models.Model):
    """A figure that members report: its unit of measure, decimals, rule and source body."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = NormalisedCharField("tên", max_length=200)
    name_en = models.CharField("tên tiếng Anh", max_length=200, blank=True)
    unit_of_measure = NormalisedCharField("đơn vị tính", max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=2)
    aggregation = models.CharField("cách tổng hợp", max_length=20, choices=Aggregation)
    aggregation_note = NormalisedCharField("ghi chú cách tổng hợp", max_length=200, blank=True)
    source_body = NormalisedCharField("cơ quan công bố", max_length=150, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=100)
    is_core = models.BooleanField("thuộc danh mục chung", default=True)
    sort_key = SortKeyField(sources=("name",))
    search_text = SearchTextField(sources=("name", "name_en"))
    folded_names = FoldedNamesField(sources=("name", "name_en"))

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ("order", "sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(decimals__lte=4),
                name="indicator_decimals_at_most_four",
                violation_error_message="Nhiều nhất bốn chữ số thập phân.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ValueKind(models.TextChoices):
    NUMBER = "number", "Con số"
    RATIO = "ratio", "Tỷ số"
    RANK = "rank", "Thứ hạng"


QUALIFIERS = tuple(
    (qualifier.value, numbers.QUALIFIER_WORDS[qualifier] or "đúng")
    for qualifier in numbers.Qualifier
)


class StatedFigure:
    """How a value is written, of a row of `IndicatorValue` or of what was read of one."""

    @property
    def text(self) -> str:
        """The figure as Vietnamese writes it: "9,73", "1.241/1.310", "hơn 235.000"."""
        if self.out_of is None and self.qualifier == numbers.Qualifier.EXACT:
            return numbers.format_number(self.value)
        return numbers.format_quantity(
            numbers.Quantity(self.value, self.out_of, numbers.Qualifier(self.qualifier))
        )

    @property
    def share(self) -> str:
        """The ratio in per cent with one decimal, or nothing."""
        if self.kind != ValueKind.RATIO:
            return ""
        share = (self.value * 100 / self.out_of).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{numbers.format_number(share)}%"

    @property
    def shown(self) -> str:
        """The figure with its rank or share: "thứ 33/63", "1.241/1.310 (94,7%)"."""
        if self.kind == ValueKind.RANK:
            return f"thứ {self.text}"
        return f"{self.text} ({self.share})" if self.share else self.text

    @property
    def period_text(self) -> str:
        """The period as stated, and whether the figure is cumulative or an estimate."""
        period = self.period or f"năm {self.emulation_year.year}"
        if self.is_cumulative:
            period += ", lũy kế"
        return f"{period}, ước" if self.is_estimate else period

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its year: a member's beside those of the others."""
        return f"{'so-sanh' if self.unit_id else 'toan-cum'}-{self.indicator.code}"

    @property
    def address(self) -> str:
        """The page of its year, at the place of the figure."""
        return f"{self.emulation_year.get_absolute_url()}#{self.anchor}"


def figures_condition(user: Any, year: str, cluster: str) -> Q:
    """Rows of years whose figures `user` may see: those whose annual review is published, and
    drafts for who may see them. `year` and `cluster` lead from the row to the keys of the two."""
    published = Conference.objects.filter(
        review_year=OuterRef(year),
        kind=ConferenceKind.ANNUAL_REVIEW,
        status=ConferenceStatus.PUBLISHED,
    )
    confirmed = {f"{cluster}__is_confirmed": True}
    return Q(Exists(published), **confirmed) | access.draft_condition(user, f"{cluster}_id")


class IndicatorValueQuerySet(models.QuerySet):
    def for_user(self, user: Any) -> Self:
        """Values of years whose annual review is published; drafts for who may see them."""
        return self.filter(figures_condition(user, "emulation_year", "emulation_year__cluster"))


class IndicatorValue(StatedFigure, models.Model):
    """What one unit, or the whole cluster (no unit), reached by one indicator in a year."""

    emulation_year = models.ForeignKey(
        EmulationYear, verbose_name="năm thi đua", on_delete=models.PROTECT, related_name="values"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ tiêu", on_delete=models.PROTECT, related_name="values"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="values",
        help_text="Bỏ trống: giá trị của toàn cụm.",
    )
    kind = models.CharField("dạng", max_length=10, choices=ValueKind, default=ValueKind.NUMBER)
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=4)
    out_of = models.DecimalField(
        "trên tổng số", max_digits=20, decimal_places=4, null=True, blank=True
    )
    qualifier = models.CharField(
        "mức độ", max_length=10, choices=QUALIFIERS, default=numbers.Qualifier.EXACT.value
    )
    period = NormalisedCharField(
        "kỳ", max_length=100, blank=True, help_text="Bỏ trống khi là cả năm thi đua."
    )
    is_cumulative = models.BooleanField("lũy kế", default=False)
    is_estimate = models.BooleanField("ước thực hiện", default=False)
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)
    unusual_reason = NormalisedCharField(
        "vì sao khác thường",
        max_length=300,
        blank=True,
        help_text="Câu trả lời khi số liệu khác xa năm trước hoặc các đơn vị khác.",
    )
    evidence = models.ForeignKey(
        StoredFile,
        verbose_name="minh chứng",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True, editable=False)

    part_of = "emulation_year"  # in whose history it stands
    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = "giá trị chỉ tiêu"
        verbose_name_plural = "giá trị chỉ tiêu"
        ordering = ("-emulation_year__year", "indicator__order", "unit__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("emulation_year", "indicator", "unit"),
                condition=Q(unit__isnull=False),
                name="indicator_value_once_per_unit",
                violation_error_message="Đơn vị này đã có giá trị của chỉ tiêu trong năm đó.",
            ),
            models.UniqueConstraint(
                fields=("emulation_year", "indicator"),
                condition=Q(unit__isnull=True),
                name="indicator_value_once_per_cluster",
                violation_error_message="Toàn cụm đã có giá trị của chỉ tiêu trong năm đó.",
            ),
            models.CheckConstraint(
                condition=Q(kind=ValueKind.NUMBER, out_of__isnull=True)
                | Q(
                    kind=ValueKind.RATIO,
                    out_of__isnull=False,
                    out_of__gt=0,
                    value__gte=0,
                    value__lte=F("out_of"),
                )
                | (
                    Q(kind=ValueKind.RANK, value__gte=1, value=Floor("value"))
                    & (Q(out_of__isnull=True) | Q(out_of__gte=F("value")))
                ),
                name="indicator_value_fits_kind",
                violation_error_message=(
                    "Con số không có tổng số; tỷ số cần tổng số lớn hơn 0 và không nhỏ hơn giá trị;"
                    " thứ hạng là số nguyên từ 1 và không quá tổng số."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator}: {self.text}"

    @property
    def access_cluster_id(self) -> int:
        return self.emulation_year.cluster_id

    @property
    def access_year(self) -> int:
        return self.emulation_year.year

    @property
    def access_unit_id(self) -> int | None:
        return self.unit_id

    def clean(self) -> None:
        super().clean()
        if self.emulation_year_id:
            self.emulation_year.require_member(self.unit_id)
