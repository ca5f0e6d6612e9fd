"""One row for each write: who, when, from where, what, on which record, and what changed.

Each row holds the hash of the one before it, so that a changed, removed, moved or inserted row
shows (`manage.py verify_audit`).
"""

import secrets
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from cluster_portal.audit import chain
from cluster_portal.audit.origin import current_address
from cluster_portal.audit.wholes import whole_of
from cluster_portal.database.fields import SearchTextField


class AuditEvent(models.Model):
    """Written once by `record`; the database refuses to change or remove it."""

    sequence = models.PositiveBigIntegerField(
        "số", unique=True, error_messages={"unique": "Số này đã có trong nhật ký."}
    )
    at = models.DateTimeField("lúc", db_index=True)
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
    parent_type = models.CharField("loại của hồ sơ chứa nó", max_length=60, blank=True)
    parent_id = models.CharField("mã của hồ sơ chứa nó", max_length=40, blank=True)
    changes = models.JSONField("thay đổi", default=dict)
    reason = models.TextField("lý do", blank=True)
    search_text = SearchTextField(sources=("actor_name", "target_name"))
    origin_digest = models.CharField("mã băm của nơi gửi", max_length=64, blank=True)
    previous_hash = models.CharField("mã băm của việc trước", max_length=64)
    hash = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = "việc đã ghi"
        verbose_name_plural = "nhật ký"
        ordering = ("-sequence",)
        indexes = (
            models.Index(fields=("target_type", "target_id"), name="audit_target"),
            models.Index(fields=("parent_type", "parent_id"), name="audit_parent"),
        )

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action_label} {self.target_name}"

    @property
    def action_label(self) -> str:
        """What was done, in words."""
        return action_labels().get(self.action, self.action)

    def facts(self) -> dict[str, Any]:
        """What is hashed of this event, in plain JSON."""
        fields = {name: self._meta.get_field(name).attname for name in chain.FACTS}
        return chain.facts({name: getattr(self, column) for name, column in fields.items()})


class AuditOrigin(models.Model):
    """From where an event came. In a table of its own, as it is forgotten after some months.

    The event keeps a digest of address and salt, which tells nothing once this row is gone.
    """

    event = models.OneToOneField(
        AuditEvent,
        verbose_name="việc",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="origin",
    )
    address = models.CharField("địa chỉ IP", max_length=45)
    salt = models.CharField("muối", max_length=32)

    class Meta:
        verbose_name = "nơi gửi"
        verbose_name_plural = "nơi gửi"

    def __str__(self) -> str:
        return self.address


class AuditHead(models.Model):
    """The one row that says how far the chain goes; whoever writes holds it until the commit."""

    id = models.PositiveSmallIntegerField("mã", primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField("số của việc cuối", default=0)
    hash = models.CharField("mã băm của việc cuối", max_length=64, default=chain.BEGINNING)

    class Meta:
        verbose_name = "cuối nhật ký"
        verbose_name_plural = "cuối nhật ký"
        constraints = (
            models.CheckConstraint(
                condition=Q(id=1),
                name="audit_one_head",
                violation_error_message="Nhật ký chỉ có một chỗ cuối.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


def action_labels() -> dict[str, str]:
    """Return the words for each action, as the apps list them in `AppConfig.audit_actions`."""
    labels: dict[str, str] = {}
    for config in apps.get_app_configs():
        labels |= getattr(config, "audit_actions", {})
    return labels


def record(
    *,
    by: Any,
    action: str,
    target: models.Model | None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write down that `by` (a user, or None for the portal itself and unknown people) did `action`.

    Call it as the last statement of the transaction of the write itself: neither exists without
    the other, and other writers wait from here until the commit. `changes` holds plain JSON:
    field name to [before, after].
    """
    parent_type, parent_id = whole_of(target) if target else ("", "")
    return append(
        AuditEvent(
            actor=by,
            actor_name=chain.text(by.full_name) if by else "Hệ thống",
            action=action,
            target_type=target._meta.label_lower if target else "",
            target_id=str(target.pk) if target else "",
            target_name=chain.text(str(target)[:300]) if target else "",
            parent_type=parent_type,
            parent_id=parent_id,
            changes=chain.plain(_real(changes or {})),
            reason=chain.text(reason),
        )
    )


def _real(changes: dict[str, Any]) -> dict[str, Any]:
    """Without what was nothing and stays nothing."""
    return {name: pair for name, pair in changes.items() if pair != [None, None]}


@transaction.atomic(savepoint=False)
def append(event: AuditEvent) -> AuditEvent:
    """Put an event at the end of the chain: its number, time, origin and hash; return it saved."""
    head, _ = AuditHead.objects.select_for_update(no_key=True).get_or_create(pk=1)
    address, salt = current_address(), secrets.token_hex(16)
    event.sequence = head.sequence + 1
    event.at = timezone.now()
    event.search_text = event._meta.get_field("search_text").pre_save(event, add=True)
    event.origin_digest = chain.origin_digest(salt, address)
    event.previous_hash = head.hash
    event.hash = chain.digest(event.facts())
    head.sequence, head.hash = event.sequence, event.hash
    head.save(update_fields=("sequence", "hash"))  # first: the database lets in the head only
    event.save(force_insert=True)
    if address:
        AuditOrigin.objects.create(event=event, address=address, salt=salt)
    return event
