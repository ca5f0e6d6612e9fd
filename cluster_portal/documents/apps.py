"""Documents: rendering to PDF, and the issued files that never change again."""

from django.apps import AppConfig

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
