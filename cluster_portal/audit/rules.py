"""What the database itself keeps of the audit, by triggers on both databases."""

from cluster_portal.database.triggers import Trigger, frozen

# An address stays at least so long; the portal forgets it later, by the calendar's months.
KEPT_DAYS = 334
KEPT_MONTHS = 11

_NEXT_ONLY = "Việc mới chỉ ghi nối vào cuối nhật ký."
_KEPT = "Nơi gửi phải giữ ít nhất 334 ngày."


def _young(since: str) -> str:
    events = "SELECT 1 FROM audit_auditevent WHERE id = OLD.event_id"
    return f"EXISTS ({events} AND at > {since})"


TRIGGERS = (
    frozen("audit_event_frozen", "audit_auditevent"),
    Trigger(
        name="audit_event_follows",
        table="audit_auditevent",
        events=("INSERT",),
        condition=(
            "NOT EXISTS (SELECT 1 FROM audit_audithead"
            " WHERE sequence = NEW.sequence AND hash = NEW.hash)"
        ),
        message="audit_event_follows",
        violation_error_message=_NEXT_ONLY,
    ),
    Trigger(
        name="audit_head_forward",
        table="audit_audithead",
        events=("UPDATE",),
        condition="NEW.sequence <> OLD.sequence + 1 OR NEW.id <> OLD.id",
        message="audit_head_forward",
        violation_error_message=_NEXT_ONLY,
    ),
    Trigger(
        name="audit_head_kept",
        table="audit_audithead",
        events=("DELETE", "TRUNCATE"),
        condition="1 = 1",
        message="audit_head_kept",
        violation_error_message="Chỗ cuối của nhật ký không xóa được.",
    ),
    Trigger(
        name="audit_origin_unchanged",
        table="audit_auditorigin",
        events=("UPDATE", "TRUNCATE"),
        condition="1 = 1",
        message="audit_origin_unchanged",
        violation_error_message="Nơi gửi đã ghi thì không sửa được.",
    ),
    Trigger(
        name="audit_origin_kept",
        table="audit_auditorigin",
        events=("DELETE",),
        condition=_young(f"datetime('now', '-{KEPT_DAYS} days')"),
        message="audit_origin_kept",
        violation_error_message=_KEPT,
        vendors=("sqlite",),
    ),
    Trigger(
        name="audit_origin_kept",
        table="audit_auditorigin",
        events=("DELETE",),
        condition=_young(f"now() - interval '{KEPT_DAYS} days'"),
        message="audit_origin_kept",
        violation_error_message=_KEPT,
        vendors=("postgresql",),
    ),
)
