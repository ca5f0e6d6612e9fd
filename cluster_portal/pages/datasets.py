"""What a table holds, declared once: its files, its JSON and the dictionary follow from it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cluster_portal.pages.spreadsheets import DEFAULT_WIDTH, Sheet, YearNumber


class Kind(StrEnum):
    """How a value is written in JSON, as the dictionary says it."""

    TEXT = "chữ"
    CODE = "mã, không đổi"
    INTEGER = "số nguyên"
    YEAR = "năm, số nguyên"
    DECIMAL = "số thập phân, ghi thành chữ với dấu chấm"
    DAY = "ngày, theo ISO 8601"
    BOOLEAN = "đúng hoặc sai"
    LIST = "danh sách"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One piece of information about a row: its stable name in JSON, its column in a sheet.

    `value` reads it from the row, None where it is not known. `shown` reads what a sheet shows in
    its place; a field without a `heading` stands in JSON alone, one without a `name` in sheets
    alone.
    """

    name: str = ""
    heading: str = ""
    meaning: str = ""
    kind: Kind = Kind.TEXT
    value: Callable[[Any], Any] = lambda row: None
    shown: Callable[[Any], Any] | None = None
    measure: str = ""
    width: int = DEFAULT_WIDTH

    def in_sheet(self, row: Any) -> Any:
        """What a sheet shows of the row."""
        value = (self.shown or self.value)(row)
        return YearNumber(value) if self.kind == Kind.YEAR and value else value


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A table: what it is, where it comes from, where it lies, its fields.

    `address` is the path of its files without the ending, with names in braces for what varies.
    `parts` are tables within a row of JSON, under their `key`; `filters` are the parameters of the
    address by which rows are chosen, each with what it means.
    """

    key: str
    title: str
    what: str
    origin: str
    address: str
    fields: tuple[Field, ...]
    parts: tuple["Dataset", ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    endings: tuple[str, ...] = ("xlsx", "csv", "json")

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields if field.name]
        names += [part.key for part in self.parts]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.key}: a name stands twice among its fields")

    @property
    def named_fields(self) -> list[Field]:
        return [field for field in self.fields if field.name]

    def sheet(self, rows: Iterable[Any]) -> Sheet:
        """The rows as a sheet that reads them one after the other."""
        columns = [field for field in self.fields if field.heading]
        return Sheet(
            self.title,
            [field.heading for field in columns],
            ([field.in_sheet(row) for field in columns] for row in rows),
            [field.width for field in columns],
        )

    def record(self, row: Any) -> dict[str, Any]:
        """The row under stable names, its values as JSON has them."""
        return {field.name: plain(field.value(row)) for field in self.named_fields}

    def records(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        return [self.record(row) for row in rows]


def plain(value: Any) -> Any:
    """A value for JSON: a number keeps its digits, a day is ISO 8601, what is unknown is null."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value)
