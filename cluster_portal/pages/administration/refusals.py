"""What the database's refusal means, in the words of the rule that was broken."""

import re
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models
from django.db.models import ProtectedError

from cluster_portal.database import triggers

STILL_USED = "Không xóa được, vì bản ghi khác còn dùng tới bản ghi này."
UNKNOWN_RULE = "Không lưu được, vì trái quy tắc của cơ sở dữ liệu. Kiểm tra lại các trường."


def explain(error: DatabaseError | ValidationError) -> str:
    """Return the Vietnamese message of the rule that `error` names."""
    if isinstance(error, ValidationError):  # a service that sees more than the form
        return " ".join(error.messages)
    if isinstance(error, ProtectedError):
        return STILL_USED
    refusal = str(error)
    for sign, message in _rules():
        if re.search(rf"(?<!\w){re.escape(sign)}(?![\w,])", refusal):
            return f"Không lưu được, vì trái quy tắc: {message}"
    return UNKNOWN_RULE


def _rules() -> Iterator[tuple[str, str]]:
    """How a database names each rule, and the rule's own message."""
    for trigger in triggers.declared():
        yield trigger.message, trigger.violation_error_message
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            message = str(constraint.violation_error_message)
            yield constraint.name, message
            if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
                yield _unique_on_sqlite(model, constraint.fields), message
        for field in model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                message = model().unique_error_message(model, (field.name,)).messages[0]
                yield _unique_on_sqlite(model, (field.name,)), message
                yield f"{model._meta.db_table}_{field.column}_key", message


def _unique_on_sqlite(model: type[models.Model], fields: Iterable[str]) -> str:
    """SQLite names the columns, not the constraint."""
    table = model._meta.db_table
    columns = (model._meta.get_field(name).column for name in fields)
    return "UNIQUE constraint failed: " + ", ".join(f"{table}.{column}" for column in columns)
