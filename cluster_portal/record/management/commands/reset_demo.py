"""Puts a demo database back to the real record."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from cluster_portal.database import triggers


class Command(BaseCommand):
    """What was entered is lost: without --yes only an SQLite database with DEMO on is reset."""

    help = "Xóa mọi dữ liệu rồi nạp lại hồ sơ và tài khoản dùng thử."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--yes", action="store_true", help="xóa cả khi đây không phải cơ sở dữ liệu dùng thử"
        )

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        if not yes and not (settings.DEMO and connection.vendor == "sqlite"):
            raise CommandError(
                "Đây không phải cơ sở dữ liệu dùng thử trên SQLite; muốn xóa hết thì thêm --yes."
            )
        call_command("migrate", interactive=False, verbosity=0)
        with transaction.atomic():
            triggers.remove(connection)  # frozen tables refuse to be emptied; flush restores them
            call_command("flush", interactive=False, verbosity=0)
            call_command("load_record", stdout=self.stdout)
            if settings.DEMO:
                call_command("load_demo_accounts", stdout=self.stdout)
