"""Addresses of the lines that a number of the statistics counts."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from awards.register.asked import Choice


@dataclass(frozen=True)
class Leads:
    """The lines of the `register` under `filters`, an answer by its name in the address."""

    register: str
    filters: dict[str, str]

    @functools.cached_property
    def address(self) -> str:
        """Where they stand; empty where a line cannot be asked for by one of the answers."""
        if not all(self.filters.values()):
            return ""
        query = "&".join(_written(name, value) for name, value in self.filters.items())
        return f"{self.register}?{query}" if query else self.register

    def within(self, **answers: Choice) -> Self:
        """Those of them that have these answers too."""
        given = {name: choice.value for name, choice in answers.items()}
        return type(self)(self.register, self.filters | given)

    def to_each(self, name: str, choices: Iterable[Choice]) -> list[str]:
        """The addresses of those with one answer more: as the cells of a row ask for them."""
        if name in self.filters:
            return [self.within(**{name: choice}).address for choice in choices]
        begun = f"{self.address}{'&' if self.filters else '?'}" if self.address else ""
        return [
            f"{begun}{_written(name, choice.value)}" if begun and choice.value else ""
            for choice in choices
        ]


@functools.lru_cache(1_000)  # the numbers of a table share the answers of its rows and columns
def _written(name: str, value: str) -> str:
    return urlencode({name: value})
