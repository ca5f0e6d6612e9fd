"""Documents: rendering to PDF, and the issued files that never change again."""

from django.apps import AppConfig

from cluster_portal.database.triggers import frozen


class DocumentsConfig(AppConfig):
    name = "cluster_portal.documents"
    label = "documents"
    verbose_name = "Văn bản"
    triggers = (frozen("issued_document_frozen", "documents_issueddocument"),)
    audit_actions = {"issue": "ban hành"}
