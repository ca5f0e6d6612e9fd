"""Validates a row and tells in Vietnamese what is wrong with it, field by field."""

import re
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from cluster_portal.record.errors import Place, Problem
from cluster_portal.record.schema.kinds import Row

R = TypeVar("R", bound=Row)

_MESSAGES = {
    "missing": "thiếu trường này",
    "string_type": "phải là một dòng chữ",
    "list_type": "phải là danh sách",
    "too_short": "không được để trống",
    "model_type": "phải gồm các trường có tên",
    "string_pattern_mismatch": "chỉ dùng chữ không dấu, chữ số, gạch nối, gạch dưới",
}


def validate(schema: type[R], data: Any, place: Place) -> tuple[R | None, list[Problem]]:
    """Return the row and no problem, or no row and every problem of `data`."""
    try:
        return schema.model_validate(data), []
    except ValidationError as error:
        return None, [_problem(schema, found, place) for found in error.errors()]


def _problem(schema: type[Row], found: dict[str, Any], place: Place) -> Problem:
    for step in found["loc"]:
        place = place.item(step) if isinstance(step, int) else place.field(step)
    return Problem(place, _message(schema, found))


def _message(schema: type[Row], found: dict[str, Any]) -> str:
    kind, written, context = found["type"], found["input"], found.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "enum":
        allowed = ", ".join(re.findall(r"'([^']*)'", context["expected"]))
        return f"“{written}” không dùng được; chọn một trong: {allowed}"
    if kind == "extra_forbidden":
        names = ", ".join(_fields_at(schema, found["loc"][:-1]))
        return f"không có trường này; các trường dùng được: {names}"
    message = _MESSAGES.get(kind, "không đúng khuôn mẫu")
    quoted = isinstance(written, str) and written and kind != "missing"
    return f"“{written[:60]}”: {message}" if quoted else message


def _fields_at(schema: type[BaseModel], steps: tuple[str | int, ...]) -> list[str]:
    """Names of the fields of the row that `steps` lead to."""
    for step in steps:
        if isinstance(step, str):
            schema = _row_in(schema.model_fields[step].annotation)
    return list(schema.model_fields)


def _row_in(annotation: Any) -> type[BaseModel]:
    """The row type in `list[Row]`, `Row | None` or `Row` itself."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    raise LookupError(annotation)
