"""Loads the real record from its files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cluster_portal.record.errors import RecordError
from cluster_portal.record.loading import load_record
from cluster_portal.record.state import DATA_DIRECTORY


class Command(BaseCommand):
    """Every problem is printed; with any, nothing is written and the command exits with 1."""

    help = "Nạp hồ sơ từ các tệp vào cơ sở dữ liệu: nạp hết, hoặc không nạp gì khi có lỗi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data", type=Path, default=DATA_DIRECTORY, help="thư mục chứa các tệp hồ sơ"
        )

    def handle(self, *args: Any, data: Path, **options: Any) -> None:
        try:
            reports = load_record(data.resolve())
        except RecordError as error:
            count = len(error.problems)
            raise CommandError(f"Chưa nạp gì vì có {count} lỗi:\n{error}") from error
        if options["verbosity"]:
            for report in reports:
                self.stdout.write(f"  {report}")
            self.stdout.write(self.style.SUCCESS(f"Đã nạp hồ sơ từ thư mục {data.name}."))
