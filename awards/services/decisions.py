"""Commendation decisions: entered once, then named by any number of awards."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from awards.models import Decision
from awards.services.locks import lock_years
from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from cluster_portal.files import services as files
from cluster_portal.files.kinds import FileKind
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import SETTLED

SCAN_KINDS = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)
_FIELDS = (
    "document_number",
    "signed_on",
    "issuing_body",
    "signer_name",
    "signer_title",
    "subject",
)
# What an issued report may have told: the rest may still be filled in.
TOLD_FIELDS = ("document_number", "signed_on", "issuing_body")
TOLD = (
    "Hội nghị đã chốt nêu khen thưởng theo quyết định này nên không sửa được mục này. Vẫn sửa được"
    " người ký, chức vụ, trích yếu và bản chụp."
)


@transaction.atomic
def save_decision(
    *,
    emulation_year: EmulationYear,
    document_number: str,
    signed_on: datetime.date,
    issuing_body: str,
    by: Any,
    signer_name: str = "",
    signer_title: str = "",
    subject: str = "",
    upload: UploadedFile | None = None,
    decision: Decision | None = None,
    seen: str = "",
    reason: str = "",
) -> Decision:
    """Enter a decision for awards of the year, or change `decision`; `upload` becomes its scan.

    A decision that awards of other years name is changed by who may change all of them. Where a
    settled conference names one of its awards, number, day and issuing body stay. `seen`: the
    `decision_token` of the page.

    Raises:
        PermissionDenied: `by` may not enter awards of a year that the decision belongs to.
        ValidationError: a field is not valid; the day is in the future or before the year; the
            decision is there already; a settled conference rests on what would change; the year
            is over and no reason is given; the file is refused.
    """
    reason = access.require_write(by, Permission.EDIT_AWARDS, emulation_year, reason)
    before = dict.fromkeys((*_FIELDS, "scan"))
    is_told = False
    if decision is None:
        row = Decision(emulation_year=emulation_year)
    else:
        # Whoever finalises a review of these years waits, or is waited for.
        lock_years([year.pk for year in years_of(decision)])
        row = Decision.objects.select_for_update(no_key=True, of=("self",)).get(pk=decision.pk)
        for year in years_of(row):
            reason = access.require_write(by, Permission.EDIT_AWARDS, year, reason)
        before = _values(row)
        is_told = is_told_of(row)
    row.document_number, row.signed_on, row.issuing_body = document_number, signed_on, issuing_body
    row.signer_name, row.signer_title, row.subject = signer_name, signer_title, subject
    if upload is not None or _values(row) != before:
        require_seen(seen, before)
    _refuse_day(row, emulation_year)
    row.full_clean()
    after = _values(row)
    if is_told and (changed := [name for name in TOLD_FIELDS if before[name] != after[name]]):
        raise ValidationError(dict.fromkeys(changed, TOLD))
    if upload is not None:
        row.scan = files.store(upload=upload, kinds=SCAN_KINDS, by=by)
    row.save()
    changes = {
        name: [before[name] or None, value or None]
        for name, value in _values(row).items()
        if (before[name] or None) != (value or None)
    }
    if changes:
        record(by=by, action="save_decision", target=row, changes=changes, reason=reason)
    return row


def is_told_of(decision: Decision) -> bool:
    """Whether a settled conference names an award by the decision: `TOLD_FIELDS` stay."""
    return decision.awards.filter(conference__status__in=SETTLED).exists()


def decision_token(decision: Decision) -> str:
    """The token of a decision, for a page on which it is changed."""
    return token_of(_values(decision))


def years_of(decision: Decision) -> list[EmulationYear]:
    """The years that the decision was entered for, and that its awards belong to."""
    named = Q(pk__in=decision.awards.order_by().values("emulation_year"))
    years = EmulationYear.objects.select_related("cluster")
    return list(years.filter(named | Q(pk=decision.emulation_year_id)))


def _refuse_day(decision: Decision, year: EmulationYear) -> None:
    signed_on = decision.signed_on
    if signed_on > timezone.localdate():
        raise ValidationError({"signed_on": "Ngày ký ở sau hôm nay: kiểm tra lại."})
    others = decision.awards.exclude(emulation_year=year) if decision.pk else None
    years = list(others.values_list("emulation_year__year", flat=True)) if others else []
    latest = max([year.year, *years])
    if signed_on.year < latest:
        raise ValidationError(
            {
                "signed_on": f"Ngày ký {format_date(signed_on)} trước năm thi đua {latest}:"
                " kiểm tra lại."
            }
        )


def _values(decision: Decision) -> dict[str, str | None]:
    values = {name: getattr(decision, name) for name in _FIELDS}
    values["signed_on"] = decision.signed_on.isoformat()
    values["scan"] = str(decision.scan) if decision.scan else None
    return values
