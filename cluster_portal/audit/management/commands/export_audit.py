"""Writes the audit as JSON Lines: every hashed fact of each event, and its hash."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cluster_portal.audit.export import Span, json_lines, note_export
from cluster_portal.audit.models import AuditHead
from cluster_portal.vietnamese.dates import DateError, parse_date


def day(text: str) -> datetime.date:
    """Read a day as people write it.

    Raises `argparse.ArgumentTypeError` with advice for anything else.
    """
    try:
        return parse_date(text)
    except DateError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    """The head goes to the other output, to be noted elsewhere: `verify_audit --anchor` asks it."""

    help = "Xuất nhật ký thành tệp JSON Lines để lưu hoặc để người khác kiểm tra."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=day, help="từ ngày, ví dụ 1/1/2026")
        parser.add_argument("--to", dest="last", type=day, help="đến hết ngày")
        parser.add_argument("--output", type=Path, help="tệp ghi ra; không nêu thì in ra màn hình")

    def handle(
        self,
        *args: Any,
        first: datetime.date | None,
        last: datetime.date | None,
        output: Path | None,
        **options: Any,
    ) -> None:
        if first and last and last < first:
            raise CommandError("Ngày cuối phải bằng hoặc sau ngày đầu.")
        note_export((first, last), "nhat-ky.jsonl", by=None)
        lines = json_lines(Span(first, last))
        if output:
            try:
                with output.open("x", encoding="utf-8", newline="\n") as file:
                    file.writelines(lines)
            except OSError as error:
                raise CommandError(
                    f"Không ghi được tệp {output}: đã có hoặc bị từ chối."
                ) from error
        else:
            for line in lines:
                self.stdout.write(line, ending="")
        self.stderr.write(f"Mốc để ghi lại ở nơi khác: {AuditHead.objects.get(pk=1)}")
