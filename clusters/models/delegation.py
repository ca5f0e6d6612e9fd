"""What the chair of a year hands to a vice-chair."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cluster_portal.database.constraints import period_in_order
from cluster_portal.database.fields import NormalisedCharField
from clusters.models.periods import Period, PeriodQuerySet
from clusters.models.unit import Unit
from clusters.models.year import EmulationYear, Leadership, LeadershipRole
from clusters.roles import DELEGABLE, PERMISSION_LABELS
from clusters.rules import DELEGATION_NO_OVERLAP, DELEGATION_TO_VICE_CHAIR

PERMISSIONS = [(permission.value, PERMISSION_LABELS[permission]) for permission in DELEGABLE]


class DelegationQuerySet(PeriodQuerySet):
    def to_vice_chairs(self) -> Self:
        """Delegations whose unit is still a vice-chair in that year."""
        places = Leadership.objects.filter(
            emulation_year=OuterRef("emulation_year"),
            unit=OuterRef("unit"),
            role=LeadershipRole.VICE_CHAIR,
        )
        return self.filter(Exists(places))


class Delegation(Period):
    """The chair of the year hands one kind of work to the secretariat of a vice-chair's unit.

    It ends with its last day, with the chair's term or with the vice-chair's place, whichever
    comes first.
    """

    emulation_year = models.ForeignKey(
        EmulationYear,
        verbose_name="năm thi đua",
        on_delete=models.CASCADE,
        related_name="delegations",
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị Cụm phó", on_delete=models.PROTECT, related_name="delegations"
    )
    permission = models.CharField("việc được giao", max_length=30, choices=PERMISSIONS)
    decision = NormalisedCharField(
        "theo văn bản", max_length=200, help_text="Số, ngày của văn bản giao việc."
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "giao việc cho Cụm phó"
        verbose_name_plural = "giao việc cho Cụm phó"
        ordering = ("emulation_year", "unit__sort_key", "permission", "valid_from", "pk")
        constraints = (
            period_in_order("delegation_period_in_order"),
            models.CheckConstraint(
                condition=Q(permission__in=[permission.value for permission in DELEGABLE]),
                name="delegation_of_what_may_be_delegated",
                violation_error_message="Việc này không giao cho Cụm phó được.",
            ),
            DELEGATION_NO_OVERLAP,
        )

    def __str__(self) -> str:
        return f"{self.get_permission_display()}: {self.unit}"

    @property
    def access_cluster_id(self) -> int:
        return self.emulation_year.cluster_id

    @property
    def access_year(self) -> int:
        return self.emulation_year.year

    def clean(self) -> None:
        super().clean()
        year = getattr(self, "emulation_year", None)
        if not (year and self.unit_id):
            return
        places = year.leaders.filter(unit=self.unit_id, role=LeadershipRole.VICE_CHAIR)
        if not places.exists():
            raise ValidationError({"unit": DELEGATION_TO_VICE_CHAIR})
