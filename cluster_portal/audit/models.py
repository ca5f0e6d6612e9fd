"""One row for each write: who, when, what, on which record, and what changed."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from cluster_portal.database.fields import SearchTextField


class AuditEvent(models.Model):
    """Written once by `record`; the database refuses to change or remove it."""

    at = models.DateTimeField("lúc", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    actor_name = models.CharField("tên người thực hiện", max_length=150)
    action = models.CharField("việc", max_length=60)
    # No foreign key: the history outlives the row it speaks of.
    target_type = models.CharField("loại bản ghi", max_length=60)
    target_id = models.CharField("mã bản ghi", max_length=40, blank=True)
    target_name = models.CharField("bản ghi", max_length=300)
    changes = models.JSONField("thay đổi", default=dict)
    search_text = SearchTextField(sources=("actor_name", "target_name"))

    class Meta:
        verbose_name = "việc đã ghi"
        verbose_name_plural = "nhật ký"
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("target_type", "target_id"), name="audit_target"),)

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action_label} {self.target_name}"

    @property
    def action_label(self) -> str:
        """What was done, in words."""
        return action_labels().get(self.action, self.action)


def action_labels() -> dict[str, str]:
    """Return the words for each action, as the apps list them in `AppConfig.audit_actions`."""
    labels: dict[str, str] = {}
    for config in apps.get_app_configs():
        labels |= getattr(config, "audit_actions", {})
    return labels


def record(
    *, by: Any, action: str, target: models.Model | None, changes: dict[str, Any] | None = None
) -> AuditEvent:
    """Write down that `by` (a user, or None for the portal's own commands) did `action`.

    Call it inside the transaction of the write itself, so that neither exists without the other.
    `changes` holds plain JSON: field name to [before, after].
    """
    return AuditEvent.objects.create(
        actor=by,
        actor_name=by.full_name if by else "Hệ thống",
        action=action,
        target_type=target._meta.label_lower if target else "",
        target_id=str(target.pk) if target else "",
        target_name=str(target)[:300] if target else "",
        changes=changes or {},
    )
