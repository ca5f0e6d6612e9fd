"""Who holds which role, over what, from when until when, by which decision."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from cluster_portal.database.constraints import period_in_order
from cluster_portal.database.fields import NormalisedCharField
from clusters.models.cluster import Cluster
from clusters.models.periods import Period, PeriodQuerySet
from clusters.models.unit import Unit
from clusters.roles import Role


class Appointment(Period):
    """A user's dated role for a cluster, for a unit, or for the whole country."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản",
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    role = models.CharField("vai trò", max_length=30, choices=Role)
    cluster = models.ForeignKey(
        Cluster, verbose_name="cụm", on_delete=models.PROTECT, null=True, blank=True
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, null=True, blank=True
    )
    decision = NormalisedCharField(
        "theo văn bản", max_length=200, help_text="Số, ngày của quyết định hoặc văn bản cử người."
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ("user", "-valid_from", "pk")
        constraints = (
            period_in_order("appointment_period_in_order"),
            models.CheckConstraint(
                condition=Q(role=Role.SECRETARIAT, cluster__isnull=False, unit__isnull=True)
                | Q(role=Role.PROVINCIAL_OFFICER, unit__isnull=False, cluster__isnull=True)
                | Q(
                    role__in=(Role.CENTRAL, Role.ADMINISTRATOR),
                    cluster__isnull=True,
                    unit__isnull=True,
                ),
                name="appointment_scope_fits_role",
                violation_error_message=(
                    "Ban thư ký gắn với một cụm, cán bộ tỉnh gắn với một đơn vị; "
                    "vai trò toàn quốc không gắn với cụm hay đơn vị nào."
                ),
            ),
        )

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.user_id and not self.user.is_active:
            raise ValidationError({"user": "Tài khoản này đã đóng."})

    def __str__(self) -> str:
        where = self.cluster.short_name if self.cluster else self.unit
        return f"{self.get_role_display()}{f' – {where}' if where else ''}"
