"""A real gunicorn on a port of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

STARTS_WITHIN = 120  # seconds


@contextmanager
def serving(variables: Mapping[str, str], log: Path) -> Iterator[str]:
    """Serve the portal with these environment variables; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "cluster_portal.wsgi"),
                *("--config", "scripts/gunicorn.conf.py", "--workers", "1"),
            ],
            cwd=settings.BASE_DIR,
            env=os.environ | variables | {"PORT": str(port)},
            stdout=lines,
            stderr=lines,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/dang-nhap/", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def run_python(variables: Mapping[str, str], *arguments: str) -> str:
    """Run Python with these arguments in the project's folder; return what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | variables,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")
