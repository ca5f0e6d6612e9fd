"""The files of the record under one directory, read and validated."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from cluster_portal.record.errors import Place, Problem, RecordError
from cluster_portal.record.files import (
    CONFERENCES,
    conference_paths,
    content_hash,
    read_csv,
    read_yaml,
    record_paths,
)
from cluster_portal.record.schema.catalogue import (
    AwardFormRow,
    ClustersFile,
    IndicatorRow,
    LeadershipFile,
    MovementsFile,
    SourcesFile,
    SuccessionRow,
    UnitRow,
)
from cluster_portal.record.schema.conference import ConferenceFile
from cluster_portal.record.schema.kinds import Row
from cluster_portal.record.schema.messages import validate

T = TypeVar("T")
R = TypeVar("R", bound=Row)

TABLES: dict[str, type[Row]] = {
    "units.csv": UnitRow,
    "successions.csv": SuccessionRow,
    "indicators.csv": IndicatorRow,
    "award_forms.csv": AwardFormRow,
}
DOCUMENTS: dict[str, type[Row]] = {
    "sources.yaml": SourcesFile,
    "clusters.yaml": ClustersFile,
    "leadership.yaml": LeadershipFile,
    "movements.yaml": MovementsFile,
}
Placed = tuple[Place, Any]


@dataclass
class RecordContents:
    """Validated rows by file; each comes with its place, for what only the database can tell."""

    conference_folder: Place
    tables: dict[str, list[Placed]] = field(default_factory=dict)
    documents: dict[str, Placed] = field(default_factory=dict)
    conferences: list[Placed] = field(default_factory=list)
    content_hash: str = ""


def read_contents(directory: Path) -> RecordContents:
    """Read and validate every file. Raises `RecordError` with the problems of all of them."""
    folder = Place(f"{directory.name}/{CONFERENCES}")
    contents = RecordContents(conference_folder=folder, content_hash=content_hash(directory))
    problems = _strangers(directory)

    def place_of(path: Path) -> Place:
        return Place(f"{directory.name}/{path.relative_to(directory).as_posix()}")

    def collect(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except RecordError as error:
            problems.extend(error.problems)
            return None

    def validated(schema: type[R], data: Any, place: Place) -> R | None:
        row, found = validate(schema, data, place)
        problems.extend(found)
        return row

    def document(path: Path, schema: type[R]) -> Placed | None:
        place = place_of(path)
        data = collect(lambda: read_yaml(path, place))
        row = None if data is None else validated(schema, data, place)
        return row and (place, row)

    for name, schema in TABLES.items():
        path = directory / name
        rows = collect(lambda path=path: read_csv(path, place_of(path))) or []
        checked = [(place, validated(schema, row, place)) for place, row in rows]
        contents.tables[name] = [(place, row) for place, row in checked if row]
    for name, schema in DOCUMENTS.items():
        if found := document(directory / name, schema):
            contents.documents[name] = found
    paths = conference_paths(directory)
    if not paths:
        problems.append(Problem(folder, "không có tệp hội nghị nào"))
    for path in paths:
        if found := document(path, ConferenceFile):
            contents.conferences.append(found)
    if problems:
        raise RecordError(problems)
    return contents


def _strangers(directory: Path) -> list[Problem]:
    """A file that nobody reads is most likely a misspelt name."""
    known = set(record_paths(directory))
    found = [path for suffix in ("yaml", "yml", "csv") for path in directory.rglob(f"*.{suffix}")]
    return [
        Problem(
            Place(f"{directory.name}/{path.relative_to(directory).as_posix()}"),
            "tệp này không thuộc hồ sơ; kiểm tra lại tên tệp",
        )
        for path in sorted(found)
        if path not in known
    ]
