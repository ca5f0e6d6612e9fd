"""Award forms by law, decisions, and awards proposed and granted."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"
    audit_actions = {
        "add_award": "thêm",
        "change_award": "sửa",
        "save_awards": "nhập nhiều dòng khen thưởng,",
        "revoke_award": "thu hồi",
        "lift_revocation": "bỏ thu hồi",
        "remove_award": "bỏ",
        "save_decision": "lưu",
        "name_awards": "nêu các khen thưởng chưa gắn hội nghị tại",
    }
