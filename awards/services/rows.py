"""Rows of awards entered in a grid, pasted, or read from a file: checked and saved together."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from awards.models import Award, AwardStatus
from awards.services.catalogue import Catalogue, units_of
from awards.services.changes import changed_columns, changes_of, in_words
from awards.services.duplicates import find_duplicates
from awards.services.entries import (
    AwardEntry,
    Duplicate,
    EntryResult,
    EntryStatus,
    entry_of,
    token_of,
)
from awards.services.locks import lock_conferences, lock_years
from awards.services.reading import ANSWERED, Reader
from awards.tasks import compare_later
from cluster_portal.audit.models import record
from clusters import access
from clusters.models import EmulationYear
from clusters.roles import Permission
from emulation.models import Conference
from emulation.services.rules import SETTLED_CONFERENCE, require_open, settled_review

_DERIVED = ("sort_key", "recipient_key", "search_text")
# What may still be added to a row of a settled conference.
_OUTCOME = {"decision_id", "no_decision_reason"}
GONE = "Dòng này không còn: người khác đã bỏ."
NOT_OWN = "Bạn chỉ nhập đề nghị của tỉnh mình."
OWN_PROPOSALS = "Bạn chỉ nhập được đề nghị; kết quả do ban thư ký cụm ghi."
SETTLED_YEAR = "Hội nghị tổng kết của năm này đã chốt nên không nhận thêm đề nghị."
CLASHED = "Người khác vừa sửa dòng này. Xem nội dung mới rồi lưu lại nếu vẫn muốn sửa."
RELATED = (
    *("form", "unit", "recipient_unit", "decision", "conference", "emulation_year__cluster"),
    "proposal__form",
)


def check_entries(
    *,
    emulation_year: EmulationYear,
    entries: Sequence[AwardEntry],
    by: Any = None,
    confirmed_duplicates: Collection[int] = frozenset(),
) -> list[EntryResult]:
    """Say what would come of `entries`, one result each, in their order; nothing is written.

    A good entry is READY, or UNCHANGED when the row says so already. With `by` the limits of a
    provincial officer are asked too. The number of queries does not grow with the entries.
    `confirmed_duplicates` are positions in `entries`, from 0.
    """
    own = None if by is None or _edits_all(by, emulation_year) else own_units(by, emulation_year)
    return _check(emulation_year, entries, own, confirmed_duplicates, lock=False)


@transaction.atomic
def save_entries(
    *,
    emulation_year: EmulationYear,
    entries: Sequence[AwardEntry],
    by: Any,
    conference: Conference | None = None,
    reason: str = "",
    all_or_nothing: bool = True,
    confirmed_duplicates: Collection[int] = frozenset(),
) -> list[EntryResult]:
    """Save `entries`, one result each, in their order.

    With `all_or_nothing` one bad entry keeps all from being saved: the good ones stay READY.
    Without it the good ones are saved. A new row is named at `conference`. An entry that changes
    a proposal to granted or refused adds its outcome as a row of its own; the proposal stays.
    An entry with possible duplicates is a QUESTION unless its position (from 0) is in
    `confirmed_duplicates`. One audit event: of the award when one is saved, of the year otherwise.

    Raises:
        PermissionDenied: `by` may not enter awards of the year, nor proposals of a member.
        ValidationError: the year is over and no reason is given; the conference is settled or of
            another cluster; an officer enters proposals after the review was settled.
    """
    year, own, reason = open_entry(by, emulation_year, reason)
    lock_conferences(_keys_in(entries), conference)
    if conference is not None:
        conference.require_cluster_of(year)
        conference = require_open(conference)
    results = _check(year, entries, own, confirmed_duplicates, lock=True)
    if all_or_nothing and not all(result.is_good for result in results):
        return results
    ready = [result for result in results if result.status == EntryStatus.READY]
    _write(year, ready, by=by, conference=conference, reason=reason)
    return results


def open_entry(
    by: Any, emulation_year: EmulationYear, reason: str = ""
) -> tuple[EmulationYear, set[int] | None, str]:
    """Lock the year for `by`: the year, the units to whose proposals `by` is limited, the reason.

    No units (None) for whoever enters all of the year. Whoever else enters rows of the year, or
    finalises its review, waits: no row slips in twice, and no proposal after the review.

    Raises as `save_entries`.
    """
    own = None
    if _edits_all(by, emulation_year):
        reason = access.require_write(by, Permission.EDIT_AWARDS, emulation_year, reason)
    elif not (own := own_units(by, emulation_year)):
        raise PermissionDenied(access.DENIED)
    year = lock_years([emulation_year.pk])[emulation_year.pk]
    if own is not None and settled_review(year):
        raise ValidationError(SETTLED_YEAR)
    return year, own, reason.strip()


def own_units(by: Any, emulation_year: EmulationYear) -> set[int]:
    """Keys of the members for which `by` enters proposals."""
    if not access.holds(by, Permission.EDIT_UNIT):
        return set()
    return {
        unit.pk
        for unit in units_of(emulation_year)
        if access.may(by, Permission.EDIT_UNIT, Award(emulation_year=emulation_year, unit=unit))
    }


def _edits_all(by: Any, year: EmulationYear) -> bool:
    return access.may(by, Permission.EDIT_AWARDS, year)


@dataclass
class _Row:
    """An entry on its way: the stored row that it changes, if any, and what it wants."""

    position: int
    entry: AwardEntry
    before: Award | None
    award: Award
    errors: dict[str, list[str]]

    @property
    def is_change(self) -> bool:
        return self.before is not None and self.award.pk is not None


def _check(
    year: EmulationYear,
    entries: Sequence[AwardEntry],
    own: set[int] | None,
    confirmed: Collection[int],
    *,
    lock: bool,
) -> list[EntryResult]:
    stored = _stored(year, entries, lock=lock)
    named = (row.unit_id or row.recipient_unit_id for row in stored.values())
    reader = Reader(year, Catalogue(year, named), stored)
    left = _left_of(stored.values())
    results: dict[int, EntryResult] = {}
    rows = []
    for position, entry in enumerate(entries):
        before = stored.get(entry.pk) if entry.pk else None
        if entry.pk and before is None:
            results[position] = EntryResult(EntryStatus.WRONG, {"": [GONE]})
            continue
        if before and _is_same(entry, before):
            results[position] = EntryResult(EntryStatus.UNCHANGED, award=before)
            continue
        award, errors = reader.read(entry)
        row = _Row(position, entry, before, award, errors)
        results[position] = _first_result(row, own, left)
        if results[position].names_recipient:
            rows.append(row)
    _ask_about_duplicates(year, rows, results, confirmed)
    return [results[position] for position in range(len(entries))]


def _is_same(entry: AwardEntry, before: Award) -> bool:
    shown = entry_of(before)
    return entry == replace(shown, token=entry.token)


def _stored(year: EmulationYear, entries: Iterable[AwardEntry], *, lock: bool) -> dict[int, Award]:
    """The rows that entries change, and the proposals that they answer."""
    keys = _keys_in(entries)
    if not keys:
        return {}
    rows = Award.objects.filter(emulation_year=year, pk__in=keys).select_related(*RELATED)
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    return {row.pk: row for row in rows}


def _keys_in(entries: Iterable[AwardEntry]) -> set[int]:
    """Keys of the rows that entries change or answer, as far as they can be keys."""
    keys = {entry.pk for entry in entries if entry.pk}
    keys |= {int(text) for entry in entries if (text := entry.proposal.strip()).isdecimal()}
    return {key for key in keys if key < 2**63}


def _left_of(rows: Iterable[Award]) -> dict[int, int | None]:
    """How many recipients of each proposal among `rows` have no outcome; None: not counted."""
    proposals = {row.pk: row for row in rows if row.status == AwardStatus.PROPOSED}
    left = {pk: row.count for pk, row in proposals.items()}
    if not proposals:
        return left
    for key, count in Award.objects.filter(proposal__in=proposals).values_list("proposal", "count"):
        known = left[key] is not None and count is not None
        left[key] = max(0, left[key] - count) if known else 0
    return left


def _first_result(row: _Row, own: set[int] | None, left: dict[int, int | None]) -> EntryResult:
    """What stands before the question for duplicates."""
    before, award, errors = row.before, row.award, dict(row.errors)
    if before and row.entry.token and row.entry.token != token_of(before):
        return EntryResult(EntryStatus.CLASH, {"": [CLASHED]}, award=before)
    if own is not None:
        _limit_to_own(row, own, errors)
    if row.is_change:
        changed = changed_columns(before, award)
        if not changed and not errors:
            return EntryResult(EntryStatus.UNCHANGED, award=before)
        if (
            before.conference_id
            and before.conference.is_settled
            and not (before.decision_id is None and changed <= _OUTCOME)
        ):
            errors.setdefault("", []).append(SETTLED_CONFERENCE)
    if award.proposal_id and not (row.is_change and before.proposal_id == award.proposal_id):
        _use_up(award, left, errors)
    if errors:
        return EntryResult(EntryStatus.WRONG, errors, award=award)
    changes = changes_of(before, award) if row.is_change else changes_of(None, award)
    return EntryResult(EntryStatus.READY, award=award, changes=changes)


def _use_up(award: Award, left: dict[int, int | None], errors: dict[str, list[str]]) -> None:
    """Take what the outcome answers off what is open of its proposal, or refuse it."""
    key = award.proposal_id
    if left.get(key) == 0:
        errors.setdefault("proposal", []).append(ANSWERED)
    elif left.get(key) is None or award.count is None:
        left[key] = 0
    elif award.count > left[key]:
        errors.setdefault("recipient", []).append(f"Đề nghị chỉ còn {left[key]} chưa có kết quả.")
    elif not errors:
        left[key] -= award.count


def _limit_to_own(row: _Row, own: set[int], errors: dict[str, list[str]]) -> None:
    is_others = row.award.unit_id not in own or (row.before and row.before.unit_id not in own)
    if "unit" not in row.errors and is_others:
        errors.setdefault("unit", []).append(NOT_OWN)
    if "status" not in row.errors and row.award.status != AwardStatus.PROPOSED:
        errors.setdefault("status", []).append(OWN_PROPOSALS)


def _ask_about_duplicates(
    year: EmulationYear,
    rows: Iterable[_Row],
    results: dict[int, EntryResult],
    confirmed: Collection[int],
) -> None:
    asked = [row for row in rows if not row.is_change or _is_about_another(row)]
    found = find_duplicates(year, [(row.position, row.award) for row in asked])
    for row in asked:
        duplicates: list[Duplicate] = found.get(row.position, [])
        result = results[row.position]
        result.duplicates = duplicates
        if duplicates and result.is_good and row.position not in confirmed:
            result.status = EntryStatus.QUESTION


def _is_about_another(row: _Row) -> bool:
    """Whether a change makes it another recipient or form."""
    before, award = row.before, row.award
    return (before.same_recipient, before.form_id) != (award.same_recipient, award.form_id)


def _write(
    year: EmulationYear,
    results: list[EntryResult],
    *,
    by: Any,
    conference: Conference | None,
    reason: str,
) -> None:
    """Write what is ready, and one audit event."""
    if not results:
        return
    awards = [result.award for result in results]
    new = [award for award in awards if award.pk is None]
    added = {id(award) for award in new}
    for result in results if conference else ():
        if id(result.award) in added:
            result.award.conference = conference
            result.changes["conference"] = [None, str(conference)]
    Award.objects.bulk_create(new)
    changed = [award for award in awards if id(award) not in added]
    columns = {
        name for result in results if id(result.award) not in added for name in result.changes
    }
    for award in changed:
        for name in _DERIVED:
            Award._meta.get_field(name).pre_save(award, add=False)
    if changed:
        # The rows are there, and locked: quicker than `bulk_update` with thousands of them.
        Award.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=sorted({*columns, *_DERIVED}),
        )
    for result in results:
        result.status = EntryStatus.SAVED
    compare_later(awards)
    if len(results) == 1:
        (result,) = results
        told = {"target": result.award, "changes": result.changes, "reason": reason}
        if id(result.award) in added:
            record(by=by, action="add_award", **told)
        else:
            record(by=by, action="change_award", **told)
        return
    changes: dict[str, list] = {}
    for result in results:
        award = result.award
        if id(award) in added:
            changes[f"awards.{award.pk}"] = [None, in_words(award)]
        else:
            for name, pair in result.changes.items():
                changes[f"awards.{award.pk}.{name}"] = pair
    record(by=by, action="save_awards", target=year, changes=changes, reason=reason)
