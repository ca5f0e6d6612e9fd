"""Private uploads: checked by what they hold, kept under their hash, handed out by views."""

from django.apps import AppConfig

from cluster_portal.database.triggers import frozen


class FilesConfig(AppConfig):
    name = "cluster_portal.files"
    label = "files"
    verbose_name = "Tệp"
    triggers = (frozen("stored_file_frozen", "files_storedfile"),)
    audit_actions = {"upload": "tải lên", "download": "tải về"}
