"""The token of what was seen tells whether anything has changed since."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from cluster_portal.database.seen import is_stale, require_seen, token_of


def test_the_token_changes_with_any_value_and_with_their_order():
    values = ["a", 1, True, None, datetime.date(2024, 3, 1), ["b", "c"]]
    assert token_of(values) == token_of(list(values))
    others = [["a", 1, True, "x"], [1, "a"], [["a", 1]], ["1", "a"], [datetime.time(8)], []]
    assert len({token_of(other) for other in [values, *others]}) == len(others) + 1


def test_nothing_is_the_same_as_empty_text():
    assert token_of([None]) == token_of([""])


def test_only_what_has_changed_is_refused():
    require_seen("", ["b"])
    require_seen(token_of(["a"]), ["a"])
    with pytest.raises(ValidationError) as refused:
        require_seen(token_of(["a"]), ["b"])
    assert is_stale(refused.value)
    assert not is_stale(ValidationError({"year": "Chưa mở."}))
    assert not is_stale(ValidationError("Chưa mở."))
