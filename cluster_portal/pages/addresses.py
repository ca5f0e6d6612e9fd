"""Addresses of pages that a board names by the hundred."""

import functools

from django.urls import get_script_prefix, reverse


def address_of(name: str, *args: str | int) -> str:
    """The address of the page `name`, as `reverse` has it, worked out once for each.

    Raises `NoReverseMatch` where no page is called so or takes such `args`.
    """
    return _worked_out(get_script_prefix(), name, *args)


@functools.lru_cache(maxsize=4096)
def _worked_out(prefix: str, name: str, *args: str | int) -> str:
    return reverse(name, args=args)
