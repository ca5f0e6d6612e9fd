"""Measure pages and PDF files and write the figures into docs/performance.md.

    python -m bench                 everything, into docs/performance.md
    python -m bench --print         everything, to the terminal only
    python -m bench --country-only  the part at the size of the country, into the page that is there
    python -m bench --downloads-only  the part on files of the register, into the same

The part at the size of the country makes a PostgreSQL server of its own; `--few`, `--many` and
`--rounds` say how many awards its databases have and how often each page is asked for. For the
others a scratch SQLite database is made, unless DATABASE_URL names another empty one. A database
that holds a unit is refused, with exit code 1.
"""

import argparse
import os
import secrets
import tempfile
from pathlib import Path

import django
from django.core.management import call_command
from django.utils.module_loading import import_string

from bench.country.section import country_section, put_into
from bench.downloads import downloads_section

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        scratch = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        # As in production; every setting is named, so that a .env changes no result.
        os.environ.update(
            DATABASE_URL=scratch,
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
        call_command("collectstatic", interactive=False, verbosity=0)
        if asked.country_only or asked.downloads_only:
            text = PAGE.read_text(encoding="utf-8")
        else:
            text = import_string("bench.report.measure")()  # models load only after setup
        if not asked.country_only:
            text = put_into(text, downloads_section())
        if not asked.downloads_only:
            text = put_into(text, country_section(asked.few, asked.many, asked.rounds))
    print(text)
    if not asked.print:
        PAGE.write_text(text, encoding="utf-8")
        print(f"→ {PAGE.relative_to(ROOT)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--print", action="store_true")
    parser.add_argument("--country-only", action="store_true")
    parser.add_argument("--downloads-only", action="store_true")
    parser.add_argument("--few", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
    return parser.parse_args()


if __name__ == "__main__":
    main()
