from django.apps import AppConfig


class GeneratedConfig(AppConfig):
    """Holds the command `generate_country`."""

    name = "cluster_portal.generated"
    label = "generated"
    verbose_name = "Dữ liệu thử"
    audit_actions = {"generate_country": "tạo dữ liệu thử:"}
