"""The emulation year, on which everything hangs, and who leads the cluster in it."""

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet

from cluster_portal.database.fields import NormalisedCharField
from cluster_portal.pages.addresses import address_of
from clusters import access
from clusters.models.cluster import Cluster, Membership
from clusters.models.source import Source
from clusters.models.unit import Unit

FIRST_YEAR, LAST_YEAR = 1948, 2100  # the first patriotic emulation call was of 11 June 1948


class EmulationYearQuerySet(models.QuerySet):
    def for_user(self, user: Any) -> Self:
        """Years of the clusters that `user` may see."""
        return self.filter(
            Q(cluster__is_confirmed=True) | access.draft_condition(user, "cluster_id")
        )


class EmulationYear(models.Model):
    """One year of one cluster: its leadership, pledge, results and awards."""

    cluster = models.ForeignKey(
        Cluster, verbose_name="cụm", on_delete=models.PROTECT, related_name="years"
    )
    year = models.PositiveSmallIntegerField(
        "năm", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )

    objects = EmulationYearQuerySet.as_manager()

    class Meta:
        verbose_name = "năm thi đua"
        verbose_name_plural = "năm thi đua"
        ordering = ("-year", "cluster__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("cluster", "year"),
                name="emulation_year_once",
                violation_error_message="Cụm này đã có năm thi đua đó.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="emulation_year_in_range",
                violation_error_message=f"Năm thi đua từ {FIRST_YEAR} đến {LAST_YEAR}.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster.short_name} {self.year}"

    def get_absolute_url(self) -> str:
        return address_of("public:year", self.cluster.slug, self.year)

    @property
    def access_cluster_id(self) -> int:
        return self.cluster_id

    @property
    def access_year(self) -> int:
        return self.year

    def clean(self) -> None:
        super().clean()
        if self.pk and self._is_placed:
            leaders = self.leaders.exclude(unit__in=self.members().values("unit"))
            if leader := leaders.select_related("unit").first():
                raise ValidationError(
                    f"{leader.unit} là đơn vị lãnh đạo cụm của năm thi đua này, nhưng không phải là"
                    f" thành viên của cụm năm {self.year}."
                )

    def require_member(self, unit_id: int | None) -> None:
        """Raise ValidationError on the field `unit` unless it is a member during this year.

        Nothing is asked while the cluster, the year or the unit is not known yet.
        """
        if not (self._is_placed and unit_id):
            return
        if not self.members().filter(unit=unit_id).exists():
            raise ValidationError(
                {"unit": f"Đơn vị này không phải là thành viên của cụm năm {self.year}."}
            )

    @property
    def _is_placed(self) -> bool:
        """Whether cluster and year are given; a form also checks what is not valid yet."""
        return bool(self.cluster_id and self.year and FIRST_YEAR <= self.year <= LAST_YEAR)

    def members(self) -> QuerySet[Membership]:
        """Memberships that hold on at least one day of the year."""
        return Membership.objects.in_year(self.year).filter(cluster=self.cluster_id)

    @property
    def last_day(self) -> datetime.date:
        return datetime.date(self.year, 12, 31)


class LeadershipRole(models.TextChoices):
    CHAIR = "chair", "Cụm trưởng"
    VICE_CHAIR = "vice_chair", "Cụm phó"


class Leadership(models.Model):
    """A unit leads the cluster in a year: one chair, any number of ordered vice-chairs."""

    emulation_year = models.ForeignKey(
        EmulationYear, verbose_name="năm thi đua", on_delete=models.CASCADE, related_name="leaders"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="leaderships"
    )
    role = models.CharField("vai trò", max_length=20, choices=LeadershipRole)
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    is_inferred = models.BooleanField(
        "suy ra", default=False, help_text="Nguồn không nói thẳng, ví dụ suy từ nơi đăng cai."
    )
    note = NormalisedCharField("ghi chú", max_length=300, blank=True)
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = "đơn vị lãnh đạo cụm"
        verbose_name_plural = "đơn vị lãnh đạo cụm"
        ordering = ("-emulation_year__year", "role", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("emulation_year",),
                condition=Q(role=LeadershipRole.CHAIR),
                name="leadership_one_chair",
                violation_error_message="Năm thi đua này đã có Cụm trưởng.",
            ),
            models.UniqueConstraint(
                fields=("emulation_year", "unit"),
                name="leadership_one_role_per_unit",
                violation_error_message="Đơn vị này đã giữ một vai trò trong năm thi đua đó.",
            ),
            models.UniqueConstraint(
                fields=("emulation_year", "role", "order"),
                name="leadership_order_once",
                violation_error_message="Thứ tự này đã có đơn vị khác giữ.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.unit}"

    @property
    def access_cluster_id(self) -> int:
        return self.emulation_year.cluster_id

    @property
    def access_year(self) -> int:
        return self.emulation_year.year

    def clean(self) -> None:
        super().clean()
        # The year may be one that the same form is about to save.
        if year := getattr(self, "emulation_year", None):
            year.require_member(self.unit_id)
