"""Accounts of the people who work in the portal."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, Warning, register


class AccountsConfig(AppConfig):
    name = "cluster_portal.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
    audit_actions = {
        "create_account": "tạo tài khoản",
        "close_account": "đóng tài khoản",
        "reopen_account": "mở lại tài khoản",
        "sign_in": "đăng nhập",
        "sign_out": "đăng xuất",
        "lock_sign_in": "tạm khóa đăng nhập",
        "end_sessions": "kết thúc phiên đăng nhập",
        "change_password": "đổi mật khẩu",
        "reset_password": "đặt lại mật khẩu",
        "add_second_factor": "thêm cách xác thực hai lớp",
        "remove_second_factor": "gỡ cách xác thực hai lớp",
        "remove_second_factors": "gỡ mọi cách xác thực hai lớp",
        "renew_recovery_codes": "tạo lại mã dự phòng",
        "choose_mails": "chọn thư báo",
    }

    def ready(self) -> None:
        import_module("cluster_portal.accounts.events")
        register(check_demo, Tags.security, deploy=True)


def check_demo(app_configs, **kwargs) -> list[Warning]:
    """A server that people rely on has no accounts with a published password."""
    if settings.DEMO:
        return [Warning("DEMO is on: the demo accounts can sign in", id="accounts.W001")]
    return []
