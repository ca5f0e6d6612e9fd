"""The portal under attack: a server of its own on this machine, on a database of its own."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60  # seconds


@dataclass(frozen=True)
class Portal:
    """A running portal: where it listens, its environment, what it logged so far."""

    port: int
    environment: dict[str, str]
    log: Path

    @property
    def address(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def facts(self) -> dict:
        """Sessions of the demo accounts and address patterns, as `scripts.scan.facts` prints."""
        return json.loads(_python(self.environment, "-m", "scripts.scan.facts"))


@contextmanager
def running_portal(database_url: str, folder: Path) -> Iterator[Portal]:
    """Load the record and the demo accounts, serve them, end the server at the end.

    Limits of rate are off, or they would be all that the scan finds. Messages go to the log.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cluster_portal.settings",
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": database_url,
        "DEBUG": "False",
        "DEMO": "True",
        "HTTPS": "False",
        "BEHIND_PROXY": "False",
        "ALLOWED_HOSTS": "127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": "",
        "PORTAL_ADDRESS": f"http://127.0.0.1:{port}",
        "PRIVATE_ROOT": str(folder / "private"),
        "RATE_LIMITS": "False",
        "SECURITY_CONTACT": "mailto:security@portal.example",
        "EMAIL_URL": "consolemail://",
        "PORT": str(port),
    }
    if "STATIC_ROOT" not in os.environ:
        environment["STATIC_ROOT"] = str(folder / "static")
        _python(environment, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    _python(environment, "manage.py", "prepare_demo")
    log = folder / "server.log"
    with log.open("wb") as lines:
        server = subprocess.Popen(  # nosec B603 # constant command, no shell
            [
                *(sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn.conf.py"),
                "cluster_portal.wsgi",
            ],
            cwd=ROOT,
            env=environment,
            stdout=lines,
            stderr=lines,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/", log)
        yield Portal(port, environment, log)
    finally:
        server.terminate()
        server.wait()


def _python(environment: dict[str, str], *arguments: str) -> str:
    ended = subprocess.run(  # nosec B603 # constant commands, no shell
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if ended.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url).close()  # nosec B310 # always http
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")
