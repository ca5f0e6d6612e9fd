"""Proves the register and its kept totals right against a full count."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from awards.tallies import differences, rebuild


class Command(BaseCommand):
    """Exits with 1 when a line or a total is not what the awards say, unless it mends them."""

    help = "Đối chiếu sổ khen thưởng và các tổng giữ sẵn với việc đếm lại từ đầu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="ghi lại sổ và các tổng từ khen thưởng đã lưu"
        )

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        found = differences()
        if not found:
            self.stdout.write(self.style.SUCCESS("Sổ và các tổng khớp với khen thưởng đã lưu."))
            return
        told = "\n".join(f"  {table}: {count} dòng" for table, count in found.items())
        if not repair:
            raise CommandError(f"Không khớp:\n{told}\nChạy lại với --repair để ghi lại từ đầu.")
        rebuild()
        self.stdout.write(f"Không khớp:\n{told}")
        self.stdout.write(self.style.SUCCESS("Đã ghi lại từ khen thưởng đã lưu."))
