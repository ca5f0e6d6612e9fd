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
        "remind_members": "nhắc hạn",
        "request_issue": "yêu cầu làm văn bản",
        "begin_issue": "bắt đầu làm văn bản",
        "settle_issue": "trả lời yêu cầu làm văn bản",
    }
    # Kinds of e-mails that one may do without, in the order of the account page.
    mail_kinds = {
        "pledge_comments": "Giao ước: lấy ý kiến, trả lời ý kiến",
        "pledge_signing": "Giao ước: trình ký, từ chối ký, thu hồi",
        "pledge_reminders": "Giao ước: nhắc hạn góp ý, hạn ký",
        "pledge_signed": "Giao ước: đã ký đủ",
        "unit_reports": "Báo cáo của tỉnh: nộp, nhận, trả lại, mở lại",
    }
