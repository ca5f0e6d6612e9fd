"""Emulation movements and campaigns, who launched them, and where they were reported."""

from django.db import models
from django.db.models import Q

from cluster_portal.database.fields import (
    FoldedNamesField,
    NormalisedCharField,
    NormalisedTextField,
    SearchTextField,
    SortKeyField,
)
from clusters.models import Source, Unit
from emulation.models.conference import Conference


class MovementKind(models.TextChoices):
    MOVEMENT = "movement", "Phong trào thi đua"
    CAMPAIGN = "campaign", "Cuộc vận động, chương trình"


class Movement(models.Model):
    """A movement that a body launched and others respond to (Law 06/2022/QH15, art. 17, 18)."""

    name = NormalisedCharField("tên", max_length=300, unique=True)
    slug = models.SlugField("địa chỉ", max_length=120, unique=True)
    kind = models.CharField("loại", max_length=20, choices=MovementKind)
    launched_by = NormalisedCharField("cơ quan phát động", max_length=200, blank=True)
    launching_unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị phát động",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="movements",
    )
    launched_on = models.DateField("ngày phát động", null=True, blank=True)
    source = models.ForeignKey(
        Source, verbose_name="nguồn", on_delete=models.PROTECT, null=True, blank=True
    )
    sort_key = SortKeyField(sources=("name",))
    search_text = SearchTextField(sources=("name", "launched_by"))
    folded_names = FoldedNamesField(sources=("name",))

    class Meta:
        verbose_name = "phong trào thi đua"
        verbose_name_plural = "phong trào thi đua"
        ordering = ("sort_key", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(launching_unit__isnull=True) | Q(launched_by=""),
                name="movement_one_launcher",
                violation_error_message="Chọn đơn vị hoặc ghi tên cơ quan phát động, không cả hai.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def launcher(self) -> str:
        """Who launched it, in words; empty where the sources do not say."""
        return self.launching_unit.people_committee if self.launching_unit else self.launched_by


class ConferenceMovement(models.Model):
    """A movement as a conference spoke of it."""

    conference = models.ForeignKey(
        Conference, verbose_name="hội nghị", on_delete=models.CASCADE, related_name="movements"
    )
    movement = models.ForeignKey(
        Movement, verbose_name="phong trào", on_delete=models.PROTECT, related_name="reports"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    stated_name = NormalisedCharField(
        "tên như hội nghị nêu", max_length=300, blank=True, help_text="Khi khác tên chính thức."
    )
    summary = NormalisedTextField("kết quả", blank=True)
    search_text = SearchTextField(sources=("stated_name", "summary"))

    class Meta:
        verbose_name = "phong trào tại hội nghị"
        verbose_name_plural = "phong trào tại hội nghị"
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "movement"),
                name="conference_movement_once",
                violation_error_message="Phong trào này đã có trong hội nghị.",
            ),
        )

    def __str__(self) -> str:
        return self.shown_name

    @property
    def access_whole(self) -> Conference:
        return self.conference

    @property
    def shown_name(self) -> str:
        return self.stated_name or self.movement.name
