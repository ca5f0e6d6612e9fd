"""Who holds which role, over what, from when until when, by which decision."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cluster_portal.database.constraints import period_in_order
from cluster_portal.database.fields import NormalisedCharField
from cluster_portal.files.models import StoredFile
from clusters import access
from clusters.models.cluster import Cluster
from clusters.models.periods import Period, PeriodQuerySet
from clusters.models.unit import Unit
from clusters.roles import Role
from clusters.rules import SUBSTITUTION_NO_OVERLAP

SCOPE_FITS_ROLE = (
    Q(role=Role.SECRETARIAT, cluster__isnull=False, unit__isnull=False)
    | Q(role=Role.PROVINCIAL_OFFICER, unit__isnull=False, cluster__isnull=True)
    | Q(
        role__in=(Role.CENTRAL, Role.ADMINISTRATOR),
        cluster__isnull=True,
        unit__isnull=True,
    )
)
SCOPE_MESSAGE = (
    "Ban thư ký gắn với một cụm và tỉnh của mình, cán bộ tỉnh gắn với một đơn vị; "
    "vai trò toàn quốc không gắn với cụm hay đơn vị nào."
)


class AppointmentQuerySet(PeriodQuerySet):
    def for_user(self, user: Any) -> Self:
        """One's own appointments, and those in the scopes that `user` is responsible for."""
        return self.filter(Q(user=user.pk) | access.scope_condition(user))


class Appointment(Period):
    """A user's dated role: for a cluster as staff of a unit, for a unit, or for the country."""

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
    decision_file = models.ForeignKey(
        StoredFile,
        verbose_name="bản chụp quyết định",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ("user", "-valid_from", "pk")
        constraints = (
            period_in_order("appointment_period_in_order"),
            models.CheckConstraint(
                condition=SCOPE_FITS_ROLE,
                name="appointment_scope_fits_role",
                violation_error_message=SCOPE_MESSAGE,
            ),
        )

    def __str__(self) -> str:
        where = " – ".join(
            str(place)
            for place in (self.unit, self.cluster.short_name if self.cluster else None)
            if place
        )
        return f"{self.get_role_display()}{f' – {where}' if where else ''}"

    def get_absolute_url(self) -> str:
        return reverse("workspace:appointment", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.user_id and not self.user.is_active:
            raise ValidationError({"user": "Tài khoản này đã đóng."})
        if self.user_id and self._same_role_held():
            raise ValidationError("Người này đã giữ vai trò đó trong một phần thời gian này.")

    def _same_role_held(self) -> bool:
        same = Appointment.objects.filter(
            user=self.user_id, role=self.role, cluster=self.cluster_id, unit=self.unit_id
        ).exclude(pk=self.pk)
        return same.during(self.valid_from, self.valid_to).exists()


class Substitution(Period):
    """Somebody fills in for the holder of an appointment who is away; always with an end."""

    appointment = models.ForeignKey(
        Appointment,
        verbose_name="phân công",
        on_delete=models.PROTECT,
        related_name="substitutions",
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người được ủy quyền",
        on_delete=models.PROTECT,
        related_name="substitutions",
    )
    reason = NormalisedCharField("lý do, văn bản ủy quyền", max_length=200)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "ủy quyền khi vắng mặt"
        verbose_name_plural = "ủy quyền khi vắng mặt"
        ordering = ("-valid_from", "pk")
        constraints = (
            period_in_order("substitution_period_in_order"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False, valid_to__isnull=False),
                name="substitution_has_an_end",
                violation_error_message="Ủy quyền phải có ngày bắt đầu và ngày kết thúc.",
            ),
            SUBSTITUTION_NO_OVERLAP,
        )

    def __str__(self) -> str:
        return f"{self.substitute} thay {self.appointment.user}: {self.appointment}"

    def clean(self) -> None:
        super().clean()
        if not (self.appointment_id and self.substitute_id):
            return
        if self.appointment.user_id == self.substitute_id:
            raise ValidationError({"substitute": "Chọn một người khác với người đi vắng."})
        if self.appointment.role == Role.ADMINISTRATOR:
            raise ValidationError("Việc quản trị cổng không ủy quyền được.")
        if self._state.adding and not self.substitute.is_active:
            raise ValidationError({"substitute": "Tài khoản này đã đóng."})
