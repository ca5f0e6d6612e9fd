"""What is wrong in the record's files, told so that it can be found and put right."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place in a file: `indicators[3].value` in YAML, `dòng 5, cột name` in CSV."""

    file: str
    path: str = ""

    def field(self, name: str) -> "Place":
        """The place of a field of this row."""
        if not name:
            return self
        if self.path.startswith("dòng "):
            return Place(self.file, f"{self.path}, cột {name}")
        return Place(self.file, f"{self.path}.{name}" if self.path else name)

    def item(self, index: int) -> "Place":
        """The place of an entry of this list, counted from 0."""
        return Place(self.file, f"{self.path}[{index}]")

    def __str__(self) -> str:
        return f"{self.file}: {self.path}" if self.path else self.file


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and why, in Vietnamese."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class RecordError(Exception):
    """The record cannot be loaded; `problems` lists every reason found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))
