"""Documents: rendering to PDF, and the issued files that never change again."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, Warning, register

from cluster_portal.documents.rules import TRIGGERS


class DocumentsConfig(AppConfig):
    name = "cluster_portal.documents"
    label = "documents"
    verbose_name = "Văn bản"
    triggers = TRIGGERS
    audit_actions = {
        "issue": "ban hành",
        "add_signature": "nhận chữ ký số vào",
        "withdraw_document": "thu hồi",
        "take_lease": "giữ lượt ký",
        "release_lease": "trả lượt ký",
        "upload_signature": "đưa lên tệp đã ký của",
        "examine_upload": "kiểm tra tệp đã ký của",
        "settle_upload": "trả lời tệp đã ký của",
    }

    def ready(self) -> None:
        register(check_trust, Tags.security, deploy=True)


def check_trust(app_configs, **kwargs) -> list[Warning]:
    """Files of SIGNATURE_TRUST that are left out, so that signatures are refused for no reason."""
    from cluster_portal.documents.signing.trust import wrong_files

    return [
        Warning(f"SIGNATURE_TRUST: {wrong}", id="documents.W001")
        for wrong in wrong_files(Path(settings.SIGNATURE_TRUST))
    ]
