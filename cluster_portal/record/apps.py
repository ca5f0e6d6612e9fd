"""The real record: readable files, loaded into the database."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "cluster_portal.record"
    label = "record"
    verbose_name = "Hồ sơ"
    audit_actions = {
        "load_record": "nạp hồ sơ",
        "load_demo_account": "lập tài khoản dùng thử",
    }
