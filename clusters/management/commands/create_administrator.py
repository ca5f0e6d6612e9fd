"""Make the first administrator of a new installation."""

import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cluster_portal.accounts.services import create_account
from clusters.roles import Role
from clusters.services.appointments import make_appointment


class Command(BaseCommand):
    help = "Tạo tài khoản quản trị đầu tiên; hỏi thư điện tử, họ tên và mật khẩu."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--email", help="thư điện tử dùng để đăng nhập")
        parser.add_argument("--name", help="họ và tên")

    def handle(self, *args, **options) -> None:
        email = options["email"] or input("Thư điện tử: ")
        name = options["name"] or input("Họ và tên: ")
        password = getpass.getpass("Mật khẩu: ")
        if password != getpass.getpass("Nhập lại mật khẩu: "):
            raise CommandError("Hai lần nhập mật khẩu không giống nhau.")
        try:
            with transaction.atomic():
                user = create_account(email=email, full_name=name, password=password, by=None)
                make_appointment(
                    user=user,
                    role=Role.ADMINISTRATOR,
                    cluster=None,
                    unit=None,
                    decision="Tạo khi cài đặt cổng",
                    valid_from=None,
                    valid_to=None,
                    by=None,
                )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"Đã tạo tài khoản quản trị {user.email}.")
