"""What became of proposals, and of awards afterwards: granted, refused, revoked, removed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.models import Award, AwardStatus, Decision
from awards.services.changes import in_words
from awards.services.entries import EntryResult, entry_of
from awards.services.locks import lock_conferences, lock_years
from awards.services.rows import GONE, NOT_OWN, RELATED, open_entry, save_entries
from cluster_portal.audit.models import AuditEvent, record
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import Conference
from emulation.services.rules import require_open

REASON_NEEDED = "Nêu lý do."
ONLY_GRANTED = "Chỉ thu hồi được khen thưởng đã tặng."
ONLY_REVOKED = "Khen thưởng này không bị thu hồi."
HAS_OUTCOMES = "Đề nghị này đã có kết quả: bỏ các kết quả trước."


@dataclass(frozen=True)
class Outcome:
    """What came of one proposal. `count`: how many of a counted group, as typed; empty for all."""

    proposal: int
    status: str = AwardStatus.GRANTED
    count: str = ""


def record_outcomes(
    *,
    emulation_year: EmulationYear,
    outcomes: Sequence[Outcome],
    by: Any,
    decision: Decision | None = None,
    no_decision_reason: str = "",
    reason: str = "",
) -> list[EntryResult]:
    """Add the outcome of each proposal as a row that answers it: all of them, or none.

    A counted group may be granted in part; the rest stays open. The results say by position what
    is wrong.

    Raises as `awards.services.rows.save_entries`, and ValidationError when a proposal is gone.
    """
    keys = [outcome.proposal for outcome in outcomes]
    rows = Award.objects.filter(
        emulation_year=emulation_year, status=AwardStatus.PROPOSED, pk__in=keys
    )
    proposals = rows.select_related(*RELATED).in_bulk()
    if missing := set(keys) - set(proposals):
        raise ValidationError(why_missing(emulation_year, missing))
    document = ""
    if decision is not None:
        document = f"{decision.document_number}, {format_date(decision.signed_on)}"
    entries = []
    for outcome in outcomes:
        shown = entry_of(proposals[outcome.proposal])
        granted = outcome.status == AwardStatus.GRANTED
        entries.append(
            replace(
                shown,
                status=outcome.status,
                recipient=outcome.count or shown.recipient,
                decision=document if granted else "",
                no_decision_reason=no_decision_reason if granted and not document else "",
            )
        )
    return save_entries(
        emulation_year=emulation_year,
        entries=entries,
        by=by,
        reason=reason,
        # The answer to a proposal is no second award; other rows that look alike were asked
        # about when the proposal was entered.
        confirmed_duplicates=range(len(entries)),
    )


def why_missing(emulation_year: EmulationYear, keys: Collection[int]) -> str:
    """Why no proposals of the year have these keys, in words: one is of another, or gone."""
    others = Award.objects.filter(
        emulation_year__cluster=emulation_year.cluster_id, status=AwardStatus.PROPOSED, pk__in=keys
    ).exclude(emulation_year=emulation_year)
    if row := others.select_related(*RELATED).first():
        year = row.emulation_year.year
        return f"Đề nghị “{row.recipient}” thuộc năm {year}: ghi kết quả ở trang của năm {year}."
    return GONE


@transaction.atomic
def revoke_award(*, award: Award, by: Any, reason: str) -> Award:
    """Take a granted award back; the reason stands in the note, for whoever reads the row.

    Raises:
        PermissionDenied: `by` may not enter awards of the year.
        ValidationError: there is no reason, it is too long, or nothing was granted.
    """
    reason = access.require_write(by, Permission.EDIT_AWARDS, award, reason)
    row = _locked(award)
    if not reason:
        raise ValidationError({"reason": REASON_NEEDED})
    if row.status != AwardStatus.GRANTED:
        raise ValidationError(ONLY_GRANTED)
    before = row.note
    row.status = AwardStatus.REVOKED
    row.note = "; ".join(part for part in (row.note, f"Thu hồi: {reason}") if part)
    longest = Award._meta.get_field("note").max_length
    if len(row.note) > longest:
        room = longest - len(before) - len("; Thu hồi: ")
        raise ValidationError({"reason": f"Lý do dài nhất {max(0, room)} ký tự: ghi chú đã dài."})
    row.save()
    record(
        by=by,
        action="revoke_award",
        target=row,
        changes={
            "status": [AwardStatus.GRANTED, AwardStatus.REVOKED],
            "note": [before or None, row.note],
        },
        reason=reason,
    )
    return row


@transaction.atomic
def lift_revocation(*, award: Award, by: Any, reason: str) -> Award:
    """Make an award that was revoked by mistake what it was before.

    The reason of the revocation leaves the note, unless the note was changed since.

    Raises:
        PermissionDenied: `by` may not enter awards of the year.
        ValidationError: there is no reason, or the award is not revoked.
    """
    reason = access.require_write(by, Permission.EDIT_AWARDS, award, reason)
    row = _locked(award)
    if not reason:
        raise ValidationError({"reason": REASON_NEEDED})
    if row.status != AwardStatus.REVOKED:
        raise ValidationError(ONLY_REVOKED)
    stood = row.note
    row.status = AwardStatus.GRANTED
    revoked = AuditEvent.objects.filter(
        action="revoke_award", target_type=Award._meta.label_lower, target_id=str(row.pk)
    ).first()
    before, after = revoked.changes["note"] if revoked else (stood, stood)
    if stood == after:
        row.note = before or ""
    row.save()
    changes = {"status": [AwardStatus.REVOKED, AwardStatus.GRANTED]}
    if row.note != stood:
        changes["note"] = [stood, row.note or None]
    record(by=by, action="lift_revocation", target=row, changes=changes, reason=reason)
    return row


@transaction.atomic
def name_at_conference(
    *, award: Award, conference: Conference | None, by: Any, reason: str = ""
) -> Award:
    """Say at which conference the row is named; None: at none.

    Raises:
        PermissionDenied: `by` may not enter awards of the year.
        ValidationError: either conference is settled, or the new one is of another cluster; the
            year is over and no reason is given.
    """
    reason = access.require_write(by, Permission.EDIT_AWARDS, award, reason)
    row = _locked(award, conference)
    if row.conference == conference:
        return row
    before = row.conference
    for one in (before, conference):
        if one is not None:
            one.require_cluster_of(row.emulation_year)
            require_open(one)
    row.conference = conference
    row.full_clean()
    row.save()
    record(
        by=by,
        action="change_award",
        target=row,
        changes={"conference": [str(before) if before else None, str(conference or "") or None]},
        reason=reason,
    )
    return row


@transaction.atomic
def name_all_at(*, review: Conference, by: Any) -> dict[str, list]:
    """Name at the annual review every award of its year that no conference names.

    The review sums up the year's awards, so that none stays out of its report by oversight.
    Returns the changes, none for none, for the caller to record as "name_awards" of the review:
    after its report is printed, as the audit's chain waits for nobody.

    Raises:
        PermissionDenied: `by` may not finalise the conference.
    """
    access.require(by, Permission.PUBLISH, review)
    rows = Award.objects.filter(emulation_year=review.review_year, conference=None)
    named = rows.update(conference=review)
    return {"awards": [None, named]} if named else {}


@transaction.atomic
def remove_award(*, award: Award, by: Any, reason: str) -> None:
    """Remove a row that was entered by mistake; the audit keeps what it said.

    Raises:
        PermissionDenied: `by` may enter neither awards of the year nor proposals of the unit.
        ValidationError: there is no reason; a settled conference names the row; a proposal has
            outcomes.
    """
    _, own, reason = open_entry(by, award.emulation_year, reason)
    row = _locked(award)
    if not reason:
        raise ValidationError({"reason": REASON_NEEDED})
    if own is not None and (row.unit_id not in own or row.status != AwardStatus.PROPOSED):
        raise ValidationError(NOT_OWN)
    if row.conference:
        require_open(row.conference)
    if row.outcomes.exists():
        raise ValidationError(HAS_OUTCOMES)
    Award.objects.filter(pk=row.pk).delete()
    record(
        by=by,
        action="remove_award",
        target=row,
        changes={"award": [in_words(row), None]},
        reason=reason,
    )


def _locked(award: Award, conference: Conference | None = None) -> Award:
    """The row as it stands, locked after its year, its conference and the one it is to have."""
    lock_years([award.emulation_year_id])
    lock_conferences([award.pk], conference)
    rows = Award.objects.select_for_update(no_key=True, of=("self",)).select_related(*RELATED)
    row = rows.filter(pk=award.pk).first()
    if row is None:
        raise ValidationError(GONE)
    return row
