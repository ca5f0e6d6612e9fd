"""Conferences, movements, indicators and pledges of an emulation year."""

from django.apps import AppConfig

from cluster_portal.database.triggers import frozen
from emulation.rules import (
    PLEDGE_COMMENT_TRIGGERS,
    PLEDGE_TARGET_TRIGGERS,
    SETTLED_FIGURE_TRIGGERS,
    SETTLED_MEETING_TRIGGERS,
)


class EmulationConfig(AppConfig):
    name = "emulation"
    verbose_name = "Thi đua"
    triggers = (
        frozen("status_change_frozen", "emulation_statuschange"),
        frozen("conference_report_frozen", "emulation_conferencereport"),
        frozen("value_correction_frozen", "emulation_valuecorrection"),
        frozen("pledge_version_frozen", "emulation_pledgeversion"),
        frozen("pledge_withdrawal_frozen", "emulation_pledgewithdrawal"),
        *PLEDGE_COMMENT_TRIGGERS,
        *PLEDGE_TARGET_TRIGGERS,
        *SETTLED_FIGURE_TRIGGERS,
        *SETTLED_MEETING_TRIGGERS,
    )
    audit_actions: dict[str, str] = {
        "save_summary": "ghi tóm tắt của",
        "submit_report": "nộp",
        "accept_report": "nhận",
        "return_report": "trả lại",
        "reopen_report": "mở lại",
        "record_paper": "ghi đã nhận bản giấy",
        "save_figure": "lưu số liệu",
        "save_figures": "lưu nhiều số liệu của",
        "describe_figure": "ghi nguồn, ghi chú của",
        "attach_evidence": "đính minh chứng vào",
        "start_year": "mở",
        "set_deadlines": "đặt hạn các việc",
        "set_year_indicators": "chọn chỉ tiêu của năm",
        "save_pledge": "soạn",
        "save_signatures": "ghi chữ ký",
        "move_pledge": "chuyển bước",
        "withdraw_pledge": "thu hồi",
        "comment_on_pledge": "góp ý về",
        "answer_comment": "trả lời ý kiến về",
        "decline_to_sign": "báo từ chối ký",
        "take_back_decline": "rút lại việc từ chối ký",
        "attach_signature_scan": "lưu bản chụp chữ ký của",
        "sign_digitally": "ghi chữ ký số vào",
        "plan_conference": "lên kế hoạch",
        "change_conference": "sửa thông tin",
        "clone_conference": "chép từ hội nghị trước",
        "save_agenda": "ghi chương trình",
        "save_attendance": "điểm danh",
        "save_delegates": "ghi đại biểu",
        "save_speeches": "ghi phát biểu",
        "save_conclusions": "ghi kết luận",
        "follow_up_conclusion": "ghi kết quả thực hiện",
        "save_sections": "ghi các mục báo cáo",
        "save_movements": "ghi phong trào",
        "add_document": "thêm tài liệu",
        "remove_document": "bỏ tài liệu",
        "add_photo": "thêm ảnh",
        "save_photos": "ghi ảnh",
    }
