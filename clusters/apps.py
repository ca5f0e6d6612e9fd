"""Units, clusters, their members, years and leaders."""

from django.apps import AppConfig

from clusters import rules


class ClustersConfig(AppConfig):
    name = "clusters"
    verbose_name = "Cụm thi đua"
    triggers = rules.TRIGGERS
    audit_actions = {
        "appoint": "phân công",
        "end_appointment": "kết thúc phân công",
        "attach_decision": "lưu bản chụp quyết định",
        "set_leadership": "đặt đơn vị lãnh đạo cụm",
        "record_handover": "ghi nhận",
        "prepare_handover": "chuẩn bị",
        "confirm_handover": "xác nhận",
        "set_signing_order": "đặt thứ tự ký giao ước của",
        "register_certificate": "đăng ký",
        "end_certificate": "kết thúc đăng ký",
        "delegate": "giao việc",
        "end_delegation": "thôi giao việc",
        "substitute": "ủy quyền",
        "end_substitution": "thôi ủy quyền",
        "invite": "mời",
        "withdraw_invitation": "thu hồi lời mời",
        "accept_invitation": "nhận lời mời",
        "prune_invitations": "xóa lời mời không ai nhận",
    }
