"""Measure the main pages with Lighthouse; fail when one is below 95 of 100 in any category.

    python -m scripts.lighthouse            the middle of three runs, into docs/quality.md
    python -m scripts.lighthouse --runs 1   one run, to the terminal only

The portal is served with the real record, on a SQLite database of its own.
CHROME_PATH names the browser.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from scripts.scan.portal import ROOT, running_portal

TOOLS = Path(__file__).resolve().parent
DOCUMENT = ROOT / "docs" / "quality.md"
BEGIN, END = "<!-- lighthouse: written by make lighthouse -->", "<!-- end of lighthouse -->"
LEAST = 95
PAGES = {
    "front page": "/",
    "national board": "/tong-quan/2023/",
    "cluster's board": "/tong-quan/cum/dong-bang-song-hong/2023/",
    "award register": "/khen-thuong/",
    "conference report": "/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2023/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
DEVICES: dict[str, tuple[str, ...]] = {"mobile": (), "desktop": ("--preset=desktop",)}
BROWSER = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
SECONDS, ATTEMPTS = 180, 3

Scores = dict[str, int]


def main() -> int:
    """Measure and print; return 1 when a score is below `LEAST`."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="the middle one counts")
    parser.add_argument("--only", choices=PAGES, help="one page, to the terminal")
    options = parser.parse_args()
    rows: list[tuple[str, str, Scores]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_portal(f"sqlite:///{folder / 'portal.sqlite3'}", folder) as portal:
            for page, path in PAGES.items():
                if options.only not in (None, page):
                    continue
                urllib.request.urlopen(portal.address + path).close()  # nosec B310 # always http
                for device in DEVICES:
                    scores = measured(portal.address + path, device, options.runs)
                    rows.append((page, device, scores))
                    print(
                        f"{page:18} {device:8}",
                        *(f"{scores[one]:4}" for one in CATEGORIES),
                        flush=True,
                    )
    if options.runs > 1 and not options.only:
        write(rows)
    low = [f"{page}, {device}" for page, device, scores in rows if min(scores.values()) < LEAST]
    if low:
        print(f"Below {LEAST}: {'; '.join(low)}", file=sys.stderr)
    return int(bool(low))


def measured(address: str, device: str, runs: int) -> Scores:
    """The middle score of each category; what costs points goes to the error stream.

    Raises:
        RuntimeError: Lighthouse or the browser failed, and again when it was asked anew.
    """
    found: dict[str, list[int]] = {one: [] for one in CATEGORIES}
    for _ in range(runs):
        report = report_of(address, device)
        for name in CATEGORIES:
            score = round(100 * report["categories"][name]["score"])
            found[name].append(score)
            if score < LEAST:
                print(
                    f"  {address} {device} {name}: {', '.join(costly(report, name))}",
                    file=sys.stderr,
                )
    return {name: round(statistics.median(scores)) for name, scores in found.items()}


def report_of(address: str, device: str) -> dict:
    """What Lighthouse reports of a page; asked anew when the browser broke off, which it tells.

    Raises:
        RuntimeError: It broke off each time.
    """
    for _ in range(ATTEMPTS):
        with tempfile.TemporaryDirectory() as folder:
            # Written to a pipe, a long report is cut off: Node.js leaves before all is read.
            written = Path(folder) / "report.json"
            done = subprocess.run(  # nosec B603 # constant command, an address of this machine
                [
                    *(str(TOOLS / "node_modules" / ".bin" / "lighthouse"), address, BROWSER),
                    *("--quiet", "--output=json", f"--output-path={written}", *DEVICES[device]),
                ],
                check=False,
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
            report = json.loads(written.read_text()) if written.exists() else {"categories": {}}
        scores = [report["categories"].get(one, {}).get("score") for one in CATEGORIES]
        if done.returncode == 0 and None not in scores:
            return report
        print(f"  {address} {device}: {done.stderr.strip()[-500:]}", file=sys.stderr)
    raise RuntimeError(f"Lighthouse broke off {ATTEMPTS} times on {address}")


def costly(report: dict, category: str) -> list[str]:
    """The audits of a category that cost points."""
    audits = [
        (row["weight"], report["audits"][row["id"]])
        for row in report["categories"][category]["auditRefs"]
    ]
    return [
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for weight, audit in audits
        if weight and (audit["score"] or 0) < 1 and audit["scoreDisplayMode"] != "notApplicable"
    ]


def write(rows: list[tuple[str, str, Scores]]) -> None:
    """Put the table into its place in the document."""
    lines = [
        "| Page | Seen on | Performance | Accessibility | Best practices | Search engines |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for page, device, scores in rows:
        cells = " | ".join(str(scores[one]) for one in CATEGORIES)
        lines.append(f"| {page} | {device} | {cells} |")
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    table = "\n".join(lines)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
