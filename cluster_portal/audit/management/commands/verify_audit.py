"""Checks the audit: nothing changed, removed, moved or inserted."""

import argparse
import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cluster_portal.audit.verification import Chain, check_lines, check_table
from cluster_portal.database import triggers

_ANCHOR = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def anchor(text: str) -> tuple[int, str]:
    """Read "NUMBER:HASH", as this command prints it.

    Raises `argparse.ArgumentTypeError` for anything else.
    """
    found = _ANCHOR.fullmatch(text.strip().lower())
    if not found:
        raise argparse.ArgumentTypeError("mốc viết là SỐ:MÃ BĂM, như lệnh này in ra")
    return int(found[1]), found[2]


class Command(BaseCommand):
    """Prints every finding and exits with 1; prints the head to note when all is in order."""

    help = "Kiểm tra nhật ký: có việc nào bị sửa, xóa, đổi chỗ hoặc chèn thêm không."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--anchor",
            type=anchor,
            action="append",
            default=[],
            metavar="SỐ:MÃ",
            help="mốc đã ghi lại ở nơi khác; dùng được nhiều lần",
        )
        parser.add_argument("--file", type=Path, help="kiểm tra một tệp đã xuất, không đọc bảng")

    def handle(
        self, *args: Any, anchor: list[tuple[int, str]], file: Path | None, **options: Any
    ) -> None:
        if len(dict(anchor)) < len(set(anchor)):
            raise CommandError("Hai mốc cùng số mà khác mã băm.")
        checked = Chain(anchors=dict(anchor), is_whole=file is None)
        wrong = self._check_file(checked, file) if file else self._check_table(checked)
        if wrong:
            raise CommandError(f"Nhật ký có {wrong} chỗ sai trong {checked.count} việc đã đọc.")
        span = "" if checked.is_whole else f", từ số {checked.first} đến số {checked.sequence}"
        self.stdout.write(self.style.SUCCESS(f"Nhật ký nguyên vẹn: {checked.count} việc{span}."))
        self.stdout.write(f"Mốc để ghi lại ở nơi khác: {checked.sequence}:{checked.hash}")

    def _check_table(self, checked: Chain) -> int:
        wrong = 0
        for name in triggers.missing(connection):
            wrong += 1
            self.stdout.write(f"Cơ sở dữ liệu thiếu quy tắc {name}.")
        for finding in check_table(checked):
            wrong += 1
            self.stdout.write(str(finding))
        return wrong

    def _check_file(self, checked: Chain, file: Path) -> int:
        wrong = 0
        try:
            with file.open(encoding="utf-8", errors="replace") as lines:
                for finding in check_lines(checked, lines):
                    wrong += 1
                    self.stdout.write(str(finding))
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}.") from error
        return wrong
