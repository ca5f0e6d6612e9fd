"""Proves what is searched right against the record."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cluster_portal.search.rebuilding import differences, rebuild


class Command(BaseCommand):
    """Exits with 1 when an entry is not what the record says, unless it mends them."""

    help = "Đối chiếu phần tìm kiếm với hồ sơ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="ghi lại phần tìm kiếm từ hồ sơ đã lưu"
        )

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        odd = differences()
        if not odd:
            self.stdout.write(self.style.SUCCESS("Phần tìm kiếm khớp với hồ sơ đã lưu."))
            return
        if not repair:
            raise CommandError(f"Không khớp: {odd} dòng. Chạy lại với --repair để ghi lại từ đầu.")
        rebuild()
        self.stdout.write(self.style.SUCCESS(f"Không khớp {odd} dòng; đã ghi lại từ hồ sơ đã lưu."))
