"""The append-only record of who did what."""

from django.apps import AppConfig

from cluster_portal.database.triggers import frozen


class AuditConfig(AppConfig):
    name = "cluster_portal.audit"
    label = "audit"
    verbose_name = "Nhật ký"
    triggers = (frozen("audit_event_frozen", "audit_auditevent"),)
    audit_actions = {"add": "thêm", "create": "lập", "change": "sửa", "delete": "xóa"}
