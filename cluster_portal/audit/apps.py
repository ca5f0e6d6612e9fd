"""The append-only record of who did what."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, register

from cluster_portal.audit.rules import KEPT_MONTHS, TRIGGERS


class AuditConfig(AppConfig):
    name = "cluster_portal.audit"
    label = "audit"
    verbose_name = "Nhật ký"
    triggers = TRIGGERS
    audit_actions = {
        "add": "thêm",
        "create": "lập",
        "change": "sửa",
        "delete": "xóa",
        "export_audit": "xuất nhật ký",
        "forget_addresses": "xóa địa chỉ IP quá hạn trong nhật ký",
    }

    def ready(self) -> None:
        register(check_retention)


def check_retention(app_configs, **kwargs) -> list[Error]:
    """The database keeps addresses for a time of its own, which no setting shortens."""
    if settings.AUDIT_ADDRESS_MONTHS < KEPT_MONTHS:
        message = f"AUDIT_ADDRESS_MONTHS must be at least {KEPT_MONTHS}"
        return [Error(message, id="audit.E001")]
    return []
