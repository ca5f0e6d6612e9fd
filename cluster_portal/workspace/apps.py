"""The pages of those who work in the portal."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "cluster_portal.workspace"
    label = "workspace"
    audit_actions = {
        "import_sheet": "nhập từ tệp",
        "move_conference": "chuyển trạng thái",
        "set_second_person": "đặt quy định công bố của",
        "correct_figure": "đính chính",
        "issue_handover": "lập biên bản",
    }
