"""Processes that answer line by line: JSON in, JSON out."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Self


def answer_lines(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer each line of the standard input until it ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


class Child:
    """A module run as a process that answers lines; it ends with the block it is used in."""

    def __init__(self, module: str, *arguments: str, env: dict[str, str]) -> None:
        self._process = subprocess.Popen(  # nosec B603
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait(timeout=60)

    def ask(self, **question: Any) -> dict[str, Any]:
        """The answer to `question`.

        Raises:
            RuntimeError: the process has ended.
        """
        if not (self._process.stdin and self._process.stdout):
            raise RuntimeError("no pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended with {self._process.wait()}")
        return json.loads(line)
