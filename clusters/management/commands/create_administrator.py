"""Make the first administrator of a new installation."""

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record
from clusters.models import Appointment
from clusters.roles import Role


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
        user = User(email=email.strip().lower(), full_name=name)
        try:
            validate_password(password, user)
            user.set_password(password)
            user.full_clean()
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        with transaction.atomic():
            user.save()
            appointment = Appointment.objects.create(
                user=user,
                role=Role.ADMINISTRATOR,
                valid_from=timezone.localdate(),
                decision="Tạo khi cài đặt cổng",
            )
            record(by=None, action="create", target=user)
            record(by=None, action="appoint", target=appointment)
        self.stdout.write(f"Đã tạo tài khoản quản trị {user.email}.")
