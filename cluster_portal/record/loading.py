"""Loads the record's files into the database: all of it or nothing, and twice is once."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.record.catalogues import CatalogueLoader
from cluster_portal.record.conferences import ConferenceLoader
from cluster_portal.record.contents import RecordContents, read_contents
from cluster_portal.record.errors import Place, Problem, RecordError
from cluster_portal.record.leftovers import Leftovers
from cluster_portal.record.models import GeneratedCountry, RecordLoad
from cluster_portal.record.names import Names
from cluster_portal.record.state import DATA_DIRECTORY
from cluster_portal.record.writer import CHANGED, CREATED, REMOVED, SAME, Writer


@dataclass(frozen=True)
class TableReport:
    """How many rows of one table the files hold, and what was done to them."""

    name: str
    total: int
    created: int
    changed: int
    removed: int

    @property
    def done(self) -> str:
        """What was done, in words; empty when nothing was."""
        counts = {"thêm": self.created, "sửa": self.changed, "xóa": self.removed}
        return ", ".join(f"{word} {count}" for word, count in counts.items() if count)

    def __str__(self) -> str:
        return f"{self.total} {self.name}: {self.done or 'không đổi'}"


def load_record(directory: Path = DATA_DIRECTORY) -> list[TableReport]:
    """Bring the database in line with the files of `directory`, in one transaction.

    Raises `RecordError` with every problem found; the database is then as it was before.
    """
    if GeneratedCountry.objects.exists():
        problem = "Cơ sở dữ liệu này chứa dữ liệu thử do máy tạo; hồ sơ thật không nạp chung."
        raise RecordError([Problem(Place(directory.name), problem)])
    contents = read_contents(directory)
    writer = Writer()
    with transaction.atomic():
        _write(contents, writer)
        _note_load(contents, writer)
    return _report(writer)


def _write(contents: RecordContents, writer: Writer) -> None:
    names = Names(writer)
    CatalogueLoader(contents, writer, names).load()
    leftovers = Leftovers(contents, writer)
    leftovers.remove_rows()
    for place, row in contents.conferences:
        ConferenceLoader(place, row, writer, names).load()
    writer.stop_at_problems()
    leftovers.remove_years()
    writer.stop_at_problems()


def _note_load(contents: RecordContents, writer: Writer) -> None:
    latest = RecordLoad.objects.first()
    if latest is None or latest.content_hash != contents.content_hash:
        latest = RecordLoad.objects.create(content_hash=contents.content_hash)
    if writer.has_changes:
        reports = [report for report in _report(writer) if report.done]
        changes = {report.name: [None, report.done] for report in reports}
        record(by=None, action="load_record", target=latest, changes=changes)


def _report(writer: Writer) -> list[TableReport]:
    return [
        TableReport(
            name=str(model._meta.verbose_name),
            total=counter[SAME] + counter[CREATED] + counter[CHANGED],
            created=counter[CREATED],
            changed=counter[CHANGED],
            removed=counter[REMOVED],
        )
        for model, counter in writer.counts.items()
    ]
