"""Two people who write at the same moment, each with a connection of their own."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

HELD = 0.7  # seconds in which the second one runs into what the first one holds


def meanwhile(
    patch: pytest.MonkeyPatch,
    pause: tuple[Any, str],
    first: Callable[[], Any],
    second: Callable[[], Any],
) -> list[Any]:
    """Run `second` when `first` is about to call `pause`; what each returned or raised.

    SQLite lets one write at a time: there they run one after the other.
    """
    results: list[Any] = [None, None]

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            results[place] = job()
        except Exception as error:  # told to the test, which would not hear of it otherwise
            results[place] = error

    if connection.vendor == "sqlite":
        run(0, first)
        run(1, second)
        return results
    begun, done = threading.Event(), threading.Event()
    original = getattr(*pause)

    def paused(*arguments: Any, **named: Any) -> Any:
        if threading.current_thread() is threads[0]:
            begun.set()
            done.wait(HELD)
        return original(*arguments, **named)

    def lead() -> None:
        run(0, first)
        begun.set()
        connections.close_all()

    def follow() -> None:
        begun.wait(60)
        run(1, second)
        done.set()
        connections.close_all()

    patch.setattr(*pause, paused)
    threads = [threading.Thread(target=lead), threading.Thread(target=follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results
