"""Makes the accounts with which the portal can be tried out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cluster_portal.record.demonstration import (
    DEMO_PASSWORD,
    DemoError,
    load_demo_accounts,
)


class Command(BaseCommand):
    """Refuses where the setting DEMO is off: the password is known to everybody."""

    help = "Tạo các tài khoản dùng thử (chỉ khi DEMO=True)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = load_demo_accounts()
        except DemoError as error:
            raise CommandError(str(error)) from error
        for account in accounts:
            self.stdout.write(f"  {account.email}: {account.role.label}")
        self.stdout.write(f"Mật khẩu chung: {DEMO_PASSWORD}")
