"""Attack a portal of this machine and fail when something gives way.

    python -m scripts.scan                 fuzzing, then wapiti as visitor and three roles
    python -m scripts.scan --only fuzz     or --only wapiti
    python -m scripts.scan --seed 7 --seconds 300

Nothing leaves this machine: the portal, its database and the listener for callbacks are here.
Reports go to var/scan/.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.scan.fuzz import Fuzzer
from scripts.scan.portal import ROOT, Portal, running_portal
from scripts.scan.wapiti import scan

REPORTS = ROOT / "var" / "scan"
EXAMPLES = 1_000_000


def main() -> int:
    """Run the attacks asked for; return the number of findings, at most 1."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=("fuzz", "wapiti"))
    parser.add_argument("--seed", type=int, default=1, help="the same seed asks the same questions")
    parser.add_argument("--seconds", type=int, default=240, help="for each of the attacks")
    options = parser.parse_args()
    REPORTS.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = os.environ.get("DATABASE_URL", f"sqlite:///{folder / 'scan.sqlite3'}")
        with running_portal(url, folder) as portal:
            if options.only != "wapiti":
                problems += fuzz(portal, options.seed, options.seconds)
            if options.only != "fuzz":
                problems += scan(portal, REPORTS, options.seconds)
            shutil.copy(portal.log, REPORTS / "server.log")
    print("\n".join(dict.fromkeys(problems)))
    print(f"{len(problems)} findings; reports are in {REPORTS.relative_to(ROOT)}/")
    return int(bool(problems))


def fuzz(portal: Portal, number: int, seconds: int) -> list[str]:
    """Return what the fuzzer found, in words."""
    fuzzer = Fuzzer(portal, number)
    findings = [str(finding) for finding in fuzzer.run(EXAMPLES, seconds)]
    counted = ", ".join(f"{status}: {count}" for status, count in sorted(fuzzer.statuses.items()))
    print(f"fuzzing asked {fuzzer.asked} questions ({counted})", flush=True)
    return findings


if __name__ == "__main__":
    sys.exit(main())
