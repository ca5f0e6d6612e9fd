"""Clusters and who belonged to them when."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from cluster_portal.database.constraints import period_in_order
from cluster_portal.database.fields import (
    FoldedNamesField,
    NormalisedCharField,
    NormalisedTextField,
    SearchTextField,
    SortKeyField,
)
from cluster_portal.pages.addresses import address_of
from clusters import access
from clusters.models.periods import Period, PeriodQuerySet
from clusters.models.source import Source
from clusters.models.unit import Unit
from clusters.rules import MEMBERSHIP_NO_OVERLAP

FOLLOWS_ITSELF = "Cụm không thể tiếp nối chính nó."


class ClusterKind(models.TextChoices):
    CLUSTER = "cluster", "Cụm thi đua"
    BLOCK = "block", "Khối thi đua"


class ClusterLevel(models.TextChoices):
    NATIONAL = "national", "Toàn quốc"
    PROVINCIAL = "provincial", "Cấp tỉnh"


class SigningOrder(models.TextChoices):
    """In which order the members of a cluster sign a pledge digitally."""

    ALL_AT_ONCE = "all_at_once", "Các đơn vị ký cùng lúc"
    CHAIR_FIRST = "chair_first", "Cụm trưởng ký trước"


class ClusterQuerySet(PeriodQuerySet):
    def for_user(self, user: Any) -> Self:
        """Confirmed clusters; drafts too for those who may see them."""
        return self.filter(Q(is_confirmed=True) | access.draft_condition(user, "pk"))


class Cluster(Period):
    """A group of units that emulate one another and sign one pledge a year."""

    name = NormalisedCharField("tên", max_length=200)
    short_name = NormalisedCharField("tên gọn", max_length=120)
    name_en = models.CharField("tên tiếng Anh", max_length=200, blank=True)
    slug = models.SlugField("địa chỉ", max_length=80, unique=True)
    document_code = models.CharField("chữ viết tắt trong số văn bản", max_length=20, blank=True)
    kind = models.CharField("loại", max_length=20, choices=ClusterKind, default=ClusterKind.CLUSTER)
    level = models.CharField(
        "cấp", max_length=20, choices=ClusterLevel, default=ClusterLevel.NATIONAL
    )
    organising_unit = models.ForeignKey(
        Unit,
        verbose_name="tỉnh tổ chức",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organised_clusters",
        help_text="Chỉ dùng cho cụm, khối do một tỉnh tổ chức.",
    )
    follows = models.ForeignKey(
        "self",
        verbose_name="tiếp nối cụm",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="Lần lãnh đạo ở cụm đó được tính khi luân phiên; năm đầu của cụm này chép từ đó.",
    )
    is_confirmed = models.BooleanField(
        "đã xác nhận",
        default=True,
        help_text="Bỏ chọn khi thành phần cụm mới là dự kiến; công chúng chưa nhìn thấy.",
    )
    second_person_publishes = models.BooleanField(
        "công bố cần người thứ hai",
        default=False,
        help_text="Người công bố báo cáo phải khác người đã chốt.",
    )
    signing_order = models.CharField(
        "thứ tự ký giao ước",
        max_length=20,
        choices=SigningOrder,
        default=SigningOrder.ALL_AT_ONCE,
        help_text="Chỉ áp dụng cho chữ ký số; bản giấy ký tại hội nghị thì ghi theo bản giấy.",
    )
    note = NormalisedTextField("ghi chú", blank=True)
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )
    sort_key = SortKeyField(sources=("short_name",))
    search_text = SearchTextField(sources=("name", "short_name", "name_en"))
    folded_names = FoldedNamesField(sources=("name", "short_name", "name_en"))

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = "cụm thi đua"
        verbose_name_plural = "cụm thi đua"
        ordering = ("sort_key", "pk")
        constraints = (
            period_in_order("cluster_period_in_order"),
            models.CheckConstraint(
                condition=Q(level=ClusterLevel.NATIONAL, organising_unit__isnull=True)
                | Q(level=ClusterLevel.PROVINCIAL, organising_unit__isnull=False),
                name="cluster_organiser_fits_level",
                violation_error_message=(
                    "Cụm, khối cấp tỉnh phải có tỉnh tổ chức; cụm toàn quốc thì không."
                ),
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | ~Q(follows=F("pk")),
                name="cluster_follows_another",
                violation_error_message=FOLLOWS_ITSELF,
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("clusters:cluster", self.slug)

    @property
    def access_cluster_id(self) -> int:
        return self.pk

    def predecessors(self) -> list["Cluster"]:
        """The clusters that this one follows, the nearest first; a query for each."""
        found: list[Cluster] = []
        one = self.follows
        while one is not None and one not in found:
            found.append(one)
            one = one.follows
        return found

    def clean(self) -> None:
        super().clean()
        if self.pk and self in self.predecessors():
            raise ValidationError({"follows": FOLLOWS_ITSELF})


class Membership(Period):
    """A unit belongs to a cluster from one day to another."""

    cluster = models.ForeignKey(
        Cluster, verbose_name="cụm", on_delete=models.PROTECT, related_name="memberships"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="memberships"
    )
    is_inferred = models.BooleanField(
        "suy ra", default=False, help_text="Ngày hoặc quan hệ được suy ra, nguồn không nói thẳng."
    )
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )

    part_of = "cluster"  # in whose history it stands
    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên"
        verbose_name_plural = "thành viên"
        ordering = ("cluster", "unit__sort_key", "valid_from", "pk")
        constraints = (period_in_order("membership_period_in_order"), MEMBERSHIP_NO_OVERLAP)

    def __str__(self) -> str:
        return f"{self.unit} – {self.cluster.short_name}"

    def lasts_on(self, day: datetime.date) -> bool:
        """Whether it holds on `day`, or held until its cluster or its unit came to an end."""
        ends = (self.cluster.valid_to, self.unit.valid_to)
        return self.holds_on(min([day, *(end for end in ends if end)]))

    def clean(self) -> None:
        super().clean()
        if self.unit_id:
            days = {"valid_from": self.valid_from, "valid_to": self.valid_to}
            for field, day in days.items():
                if day and not self.unit.holds_on(day):
                    raise ValidationError({field: "Đơn vị không tồn tại vào ngày này."})
        if self.pk:
            self._keep_leaders()

    def _keep_leaders(self) -> None:
        """Raise ValidationError when the unit led the cluster in a year that it would now leave."""
        stored = Membership.objects.get(pk=self.pk)
        same = (self.cluster_id, self.unit_id) == (stored.cluster_id, stored.unit_id)
        remaining = [
            *Membership.objects.filter(cluster=stored.cluster_id, unit=stored.unit_id).exclude(
                pk=self.pk
            ),
            *([self] if same else []),
        ]
        led = stored.unit.leaderships.filter(emulation_year__cluster=stored.cluster_id)
        for year in led.values_list("emulation_year__year", flat=True):
            if not any(membership.holds_in_year(year) for membership in remaining):
                raise ValidationError(
                    f"Đơn vị đã là đơn vị lãnh đạo cụm năm {year}, nên phải là thành viên năm đó."
                )
