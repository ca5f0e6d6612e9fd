"""Fills an empty database with a country made by machine."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cluster_portal.generated.loading import MOST_YEARS, NotEmptyError, generate_country

MOST_AWARDS = 10_000_000


def _whole(least: int, most: int) -> Any:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            raise ArgumentTypeError(f"phải là số từ {least} đến {most}")
        return int(text)

    return read


class Command(BaseCommand):
    """Refuses a database that holds the real record or people's work: the two never mix."""

    help = "Tạo dữ liệu thử cỡ cả nước trong một cơ sở dữ liệu trống (để đo, không phải hồ sơ)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--years", type=_whole(1, MOST_YEARS), default=20)
        parser.add_argument("--awards", type=_whole(0, MOST_AWARDS), default=10_000)
        parser.add_argument("--seed", type=_whole(0, 2**31), default=1)

    def handle(self, *args: Any, years: int, awards: int, seed: int, **options: Any) -> None:
        started = time.monotonic()
        try:
            country = generate_country(years=years, awards=awards, seed=seed)
        except NotEmptyError as error:
            raise CommandError(
                f"{error} Dữ liệu thử chỉ tạo trong cơ sở dữ liệu trống, vừa chạy migrate."
            ) from error
        self.stdout.write(self.style.SUCCESS(f"{country}: {time.monotonic() - started:.0f} giây."))
