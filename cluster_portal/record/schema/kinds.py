"""The kinds of field in the record's files; each reads the text that a person wrote."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator, StringConstraints

from cluster_portal.vietnamese.dates import parse_date
from cluster_portal.vietnamese.folding import normalise, normalise_paragraphs
from cluster_portal.vietnamese.numbers import Quantity, parse_number, parse_quantity
from clusters.models.year import FIRST_YEAR, LAST_YEAR

T = TypeVar("T")


class Row(BaseModel):
    """A row of the record: exactly the fields named, no others."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def _read(parse: Callable[[str], T], *, optional: bool = False) -> PlainValidator:
    """Validate a text with `parse`, whose ValueError holds the message for the user."""

    def validate(text: Any) -> T | None:
        if not isinstance(text, str):
            raise ValueError("phải là một dòng chữ")
        if not text.strip():
            if optional:
                return None
            raise ValueError("không được để trống")
        return parse(text)

    return PlainValidator(validate)


def _flag(text: str) -> bool:
    try:
        return {"true": True, "false": False}[text.strip()]
    except KeyError:
        raise ValueError(f"“{text}”: chỉ ghi true hoặc false") from None


def _whole(text: str) -> int:
    number = parse_number(text)
    if number != int(number) or number < 0:
        raise ValueError(f"“{text}” không phải là số nguyên từ 0 trở lên")
    return int(number)


def _year(text: str) -> int:
    year = text.strip()
    if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise ValueError(f"“{text}” không phải là năm từ {FIRST_YEAR} đến {LAST_YEAR}")
    return int(year)


Line = Annotated[str, AfterValidator(normalise)]
Name = Annotated[Line, StringConstraints(min_length=1)]
Paragraphs = Annotated[str, AfterValidator(normalise_paragraphs)]
Body = Annotated[Paragraphs, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]+$")]
SlugOrNone = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]*$")]
Day = Annotated[date, _read(parse_date)]
DayOrNone = Annotated[date | None, _read(parse_date, optional=True)]
Flag = Annotated[bool, _read(_flag)]
Whole = Annotated[int, _read(_whole)]
WholeOrNone = Annotated[int | None, _read(_whole, optional=True)]
Year = Annotated[int, _read(_year)]
YearOrNone = Annotated[int | None, _read(_year, optional=True)]
Reported = Annotated[Quantity, _read(parse_quantity)]
