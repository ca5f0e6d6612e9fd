"""What somebody had before them when they began to type: two pages do not overwrite each other.

The page carries a token of the values as they were loaded. The service that saves them compares
it, under its lock, with the values as they stand.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

STALE_CODE = "stale"
UNSEEN = "-"  # the token of a page that sends none: no values have it
STALE = (
    "Phần này đã đổi từ khi bạn mở trang nên nội dung của bạn chưa được lưu. Chỗ khác nhau ghi ở"
    " từng ô: sửa nếu cần rồi lưu lại."
)


def token_of(values: Iterable[Any]) -> str:
    """A hash of plain values in their order; of a mapping, its pairs.

    A value is text, number, yes or no, day, time, nothing (the same as empty text), a stored
    object (known by its key) or a list of such values.
    """
    plain = json.dumps(_plain(values), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def require_seen(seen: str, values: Iterable[Any]) -> None:
    """Refuse to save over values that are no longer those that were seen.

    `seen`: their token when the page was made; empty, where code and no page calls, asks nothing.
    A page that sends no token has seen nothing: `UNSEEN`. Call it under the lock, and
    only where something is to change: who sends one form twice overwrites nobody.

    Raises:
        ValidationError: with the code "stale".
    """
    if seen and seen != token_of(values):
        raise ValidationError(STALE, code=STALE_CODE)


def is_stale(error: ValidationError) -> bool:
    """Whether `error` says that somebody else has saved meanwhile."""
    return error.__dict__.get("error_dict") is None and any(
        one.code == STALE_CODE for one in error.error_list
    )


def _plain(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, models.Model):
        return _plain(value.pk)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return [[str(name), _plain(one)] for name, one in value.items()]
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    return str(value)
