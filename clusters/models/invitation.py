"""An offer of a role, sent by e-mail; whoever takes it up gets an account and the appointment."""

import hashlib
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cluster_portal.accounts.fields import LowerCaseEmailField, PersonNameField
from cluster_portal.database.constraints import period_in_order
from cluster_portal.database.fields import NormalisedCharField, SearchTextField
from clusters import access
from clusters.models.appointment import SCOPE_FITS_ROLE, SCOPE_MESSAGE, Appointment
from clusters.models.cluster import Cluster
from clusters.models.periods import Period
from clusters.models.unit import Unit
from clusters.roles import Role


class InvitationQuerySet(models.QuerySet):
    def for_user(self, user: Any) -> Self:
        """Invitations into the scopes that `user` is responsible for."""
        return self.filter(access.scope_condition(user))

    def open(self) -> Self:
        """Invitations that can still be taken up."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )

    def by_token(self, token: str) -> Self:
        """The invitation whose e-mail carried `token`."""
        return self.filter(token_digest=digest(token))


def digest(token: str) -> str:
    """What is stored of a token, so that reading the database opens no invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(Period):
    """Offers `role` over a scope to whoever reads the mail of `email`, until `expires_at`."""

    email = LowerCaseEmailField("thư điện tử")
    full_name = PersonNameField("họ và tên", max_length=150)
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
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người mời",
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    invited_at = models.DateTimeField("lúc mời", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("hết hạn lúc")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    accepted_at = models.DateTimeField("lúc nhận", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("lúc thu hồi", null=True, blank=True, editable=False)
    appointment = models.OneToOneField(
        Appointment,
        verbose_name="phân công",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="invitation",
    )
    search_text = SearchTextField(sources=("full_name", "email"))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "lời mời"
        verbose_name_plural = "lời mời"
        ordering = ("-invited_at", "pk")
        constraints = (
            period_in_order("invitation_period_in_order"),
            models.CheckConstraint(
                condition=SCOPE_FITS_ROLE,
                name="invitation_scope_fits_role",
                violation_error_message=SCOPE_MESSAGE,
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, appointment__isnull=True)
                | Q(
                    accepted_at__isnull=False,
                    appointment__isnull=False,
                    withdrawn_at__isnull=True,
                ),
                name="invitation_taken_up_once",
                violation_error_message="Lời mời đã nhận thì có phân công và không thu hồi được.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.full_name}: {self.get_role_display()}"

    def clean(self) -> None:
        """Refuse addresses in what the letter quotes: it goes out in the portal's name."""
        super().clean()
        for field in ("full_name", "decision"):
            if "://" in getattr(self, field) or "www." in getattr(self, field).lower():
                raise ValidationError({field: "Không ghi địa chỉ trang mạng ở đây."})

    @property
    def is_open(self) -> bool:
        """Whether it can still be taken up."""
        return not (self.accepted_at or self.withdrawn_at) and self.expires_at > timezone.now()
