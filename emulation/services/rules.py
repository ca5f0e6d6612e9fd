"""What every write asks first: whether what it changes still stands open."""

from django.core.exceptions import ValidationError

from clusters.models import EmulationYear, Unit
from emulation.models import SETTLED, Conference, ConferenceKind, UnitReport

SETTLED_CONFERENCE = (
    "Hội nghị đã chốt nên không sửa được. Muốn sửa, chuyển hội nghị về “Đã họp” và nêu lý do."
)


def require_open(conference: Conference) -> Conference:
    """Return the conference, locked for this transaction.

    Raises:
        ValidationError: its report has been finalised.
    """
    locked = Conference.objects.select_for_update(no_key=True, of=("self",)).get(pk=conference.pk)
    if locked.is_settled:
        raise ValidationError(SETTLED_CONFERENCE)
    return locked


def settled_review(year: EmulationYear) -> Conference | None:
    """The annual review that has settled the figures of `year`, or None while they are open."""
    return Conference.objects.filter(
        review_year=year, kind=ConferenceKind.ANNUAL_REVIEW, status__in=SETTLED
    ).first()


def closed_report(year: EmulationYear, unit: Unit | None) -> UnitReport | None:
    """The unit's report that is handed in and not sent back, or None while its figures are open."""
    if unit is None:
        return None
    report = UnitReport.objects.filter(emulation_year=year, unit=unit).first()
    return report if report and report.is_closed else None
