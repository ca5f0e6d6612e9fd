"""Joins the rows of the kept totals, which every change of an award adds to."""

from typing import Any

from django.core.management.base import BaseCommand

from awards.tallies import compact


class Command(BaseCommand):
    """To be run once a day from a timer; others may work meanwhile."""

    help = "Gộp các dòng của tổng khen thưởng giữ sẵn."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Đã gộp bớt {compact()} dòng.")
