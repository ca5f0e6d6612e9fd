"""Removes what earlier conference files wrote and the present ones no longer hold."""

from typing import Any

from django.db.models import Q, QuerySet

from awards.models import Award
from cluster_portal.audit.models import AuditEvent
from cluster_portal.record.contents import RecordContents
from cluster_portal.record.errors import Place
from cluster_portal.record.schema.conference import ConferenceFile
from cluster_portal.record.writer import Writer
from clusters.models import EmulationYear, Handover, SourceKind
from emulation.models import Conference, IndicatorValue, Pledge


class Leftovers:
    """A conference came from a file when its source is a press report of sources.yaml.

    With it go the rows of its years that bear its source; what people entered stays, and a
    conference that such a row still rests on is a problem.
    """

    def __init__(self, contents: RecordContents, writer: Writer) -> None:
        self._writer = writer
        self._folder = contents.conference_folder
        self._files = {(row.cluster, row.slug): (at, row) for at, row in contents.conferences}
        _, sources = contents.documents["sources.yaml"]
        self._press = [row.code for row in sources.sources if row.kind == SourceKind.PRESS]
        self._years: set[EmulationYear] = set()

    def remove_rows(self) -> None:
        """Make room for the present files, before they are written."""
        conferences = Conference.objects.filter(source__code__in=self._press)
        for conference in conferences.select_related(
            "cluster", "source", "review_year", "launch_year"
        ):
            key = (conference.cluster.slug, conference.slug)
            place, row = self._files.get(key, (self._folder, None))
            self._remove_of(conference, row, place)
        self._writer.stop_at_problems()

    def remove_years(self) -> None:
        """Remove the years that conferences left and that nothing else rests on."""
        empty = [year.pk for year in self._years if _is_empty(year)]
        self._remove(EmulationYear.objects.filter(pk__in=empty), self._folder)

    def _remove_of(self, conference: Conference, row: ConferenceFile | None, place: Place) -> None:
        source, review, launch = conference.source, conference.review_year, conference.launch_year
        is_same = row is not None and row.source == source.code
        reviews = is_same and row.review_year == (review and review.year)
        launches = is_same and row.launch_year == (launch and launch.year)
        own: dict[str, Any] = {"conference": conference, "source": source}
        if not reviews:
            self._years |= {review} - {None}
            self._remove(IndicatorValue.objects.filter(emulation_year=review, source=source), place)
            self._remove(Award.objects.filter(**own), place)
        if not launches:
            self._years |= {launch} - {None}
            handovers = Handover.objects.filter(emulation_year=launch, source=source)
            kept = of_the_portal(handovers).values("pk")
            self._remove(handovers.exclude(pk__in=kept), place)
        if not launches or row.pledge is None:
            pledges = Pledge.objects.filter(**own)
            self._remove(pledges.exclude(pk__in=edited_here(pledges)), place)
        if row is None:
            self._remove(Conference.objects.filter(pk=conference.pk), place)

    def _remove(self, rows: QuerySet, place: Place) -> None:
        model = rows.model
        self._writer.sync(model, (), [], place=place, among=model.objects.none(), removable=rows)


def of_the_portal(handovers: QuerySet[Handover]) -> QuerySet[Handover]:
    """Those that people prepared or confirmed in the portal, whatever told of them first."""
    return handovers.filter(
        Q(items__isnull=False) | Q(confirmations__isnull=False) | Q(document__isnull=False)
    ).distinct()


def edited_here(pledges: QuerySet[Pledge]) -> list[int]:
    """The keys of those that people wrote, changed or moved in the portal.

    The record marks its own with their source; the audit tells who has worked on one since.
    """
    keys = {str(key): key for key in pledges.values_list("pk", flat=True)}
    worked_on = AuditEvent.objects.filter(
        target_type=Pledge._meta.label_lower, target_id__in=keys, actor__isnull=False
    )
    entered = pledges.filter(source__isnull=True).values_list("pk", flat=True)
    return [*entered, *(keys[key] for key in worked_on.values_list("target_id", flat=True))]


def _is_empty(year: EmulationYear) -> bool:
    return not any(
        relation.related_model.objects.filter(**{relation.field.name: year}).exists()
        for relation in EmulationYear._meta.related_objects
    )
