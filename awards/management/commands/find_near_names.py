"""Finds pairs of names in the register that may be of one person or collective."""

from typing import Any

from django.core.management.base import BaseCommand

from awards.register.pairs import Found, find_pairs, places


class Command(BaseCommand):
    """To be run once a day from a timer, unit by unit; others may work meanwhile."""

    help = "Tìm các cặp tên gần giống nhau trong sổ khen thưởng để ban thư ký trả lời."

    def handle(self, *args: Any, **options: Any) -> None:
        found = sum((find_pairs(*place) for place in places()), start=Found())
        self.stdout.write(f"Thêm {found.new} cặp, bỏ {found.gone} cặp không còn.")
