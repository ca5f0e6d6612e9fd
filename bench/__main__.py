"""Measure pages and PDF files and write the figures into docs/performance.md.

    python -m bench            everything, into docs/performance.md
    python -m bench --print    everything, to the terminal only

A scratch SQLite database is made, unless DATABASE_URL names another empty one. A database that
holds a unit is refused, with exit code 1.
"""

import os
import secrets
import sys
import tempfile
from pathlib import Path

import django
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        # As in production; every setting is named, so that a .env changes no result.
        os.environ.update(
            DJANGO_SETTINGS_MODULE="cluster_portal.settings",
            SECRET_KEY=secrets.token_hex(),
            DEBUG="False",
            DEMO="False",
            EMAIL_URL="memorymail://",
            HTTPS="False",  # the measuring client speaks plain HTTP
            BEHIND_PROXY="False",
            ALLOWED_HOSTS="testserver",
            CSRF_TRUSTED_ORIGINS="",
            PORTAL_ADDRESS="http://testserver",
            STATIC_ROOT=f"{folder}/static",
            LOG_LEVEL="ERROR",
            RATE_LIMITS="False",  # one client asks more often than people do
        )
        django.setup()
        text = import_string("bench.report.measure")()  # models load only after setup
    print(text)
    if "--print" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        print(f"→ {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
