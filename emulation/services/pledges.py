"""Drafting a pledge, writing down who signed it on paper, and its way to the public."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cluster_portal.audit.models import record
from cluster_portal.database.seen import require_seen, token_of
from cluster_portal.vietnamese.dates import format_date
from clusters import access
from clusters.members import day_in, members_on
from clusters.models import EmulationYear, Unit
from clusters.roles import Permission
from emulation.models import (
    Conference,
    Pledge,
    PledgeItem,
    PledgeSignature,
    PledgeStatus,
    SigningMethod,
)

TEXTS = ("theme", "motto", "legal_basis", "preamble", "closing", "document_number")
WAY = tuple(PledgeStatus)  # draft, issued, signed, published
NOT_A_DRAFT = "Giao ước không còn là dự thảo: chuyển về dự thảo và nêu lý do rồi mới sửa lời."
NOT_ISSUED = "Chỉ ghi chữ ký khi giao ước đang chờ ký."
REASON_BACK = "Nêu lý do chuyển lại bước trước."


@dataclass(frozen=True)
class PledgeItemText:
    """What one item of the pledge says."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True)
class PaperSignature:
    """Who signed the paper for a unit, in what capacity and when; no day: not signed yet."""

    unit: Unit
    signer_name: str = ""
    capacity: str = ""
    signed_on: datetime.date | None = None
    note: str = ""


@transaction.atomic
def save_pledge(
    *,
    emulation_year: EmulationYear,
    texts: Mapping[str, str],
    items: Iterable[PledgeItemText],
    by: Any,
    conference: Conference | None = None,
    reason: str = "",
    seen: str = "",
) -> Pledge:
    """Write the text of the year's pledge, a draft; the first call creates it.

    `texts` has the fields of `TEXTS` by name. `seen`: `text_token` of the text that was changed.

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: it is no draft any more; on a field that is not valid; on `items`, when
            two have one number; on `reason`, when the year is over; with the code "stale", when
            another text than the one `seen` stands there.
    """
    reason = access.require_write(by, Permission.EDIT_PLEDGE, emulation_year, reason)
    year = _locked_year(emulation_year.pk)
    pledge = _rows_to_write().filter(emulation_year=year).first() or Pledge(emulation_year=year)
    if pledge.status != PledgeStatus.DRAFT:
        raise ValidationError(NOT_A_DRAFT)
    require_seen(seen, _text_of(pledge))
    items = list(items)
    if len({item.number for item in items}) < len(items):
        raise ValidationError({"items": "Hai nội dung trùng số thứ tự."})
    before = _text_of(pledge)
    for name in TEXTS:
        setattr(pledge, name, texts.get(name, ""))
    pledge.conference = conference
    pledge.full_clean()
    # The status is never written back: it moves by `move_pledge` alone.
    pledge.save(update_fields=None if pledge.pk is None else [*TEXTS, "conference", "search_text"])
    _write_items(pledge, items)
    after = _text_of(pledge)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        record(by=by, action="save_pledge", target=pledge, changes=changes, reason=reason)
    return pledge


def text_token(pledge: Pledge | None) -> str:
    """The text as it stands, for `save_pledge` to compare."""
    return token_of(_text_of(pledge or Pledge()))


def _text_of(pledge: Pledge) -> dict[str, str | None]:
    values = {name: getattr(pledge, name) or None for name in TEXTS}
    values["conference"] = str(pledge.conference) if pledge.conference else None
    lines = [
        f"{item.number}. {item.heading}: {item.text}"
        if item.heading
        else str(item.number) + ". " + item.text
        for item in (pledge.items.all() if pledge.pk else ())
    ]
    values["items"] = "\n".join(lines) or None
    return values


def _write_items(pledge: Pledge, items: list[PledgeItemText]) -> None:
    rows = {row.number: row for row in pledge.items.all()}
    for number in rows.keys() - {item.number for item in items}:
        rows[number].delete()
    for item in items:
        row = rows.get(item.number) or PledgeItem(pledge=pledge, number=item.number)
        if row.pk is None or (row.heading, row.text) != (item.heading, item.text):
            row.heading, row.text = item.heading, item.text
            row.full_clean()
            row.save()


@transaction.atomic
def save_paper_signatures(
    *,
    pledge: Pledge,
    signatures: Iterable[PaperSignature],
    by: Any,
    reason: str = "",
    seen: str = "",
) -> Pledge:
    """Write down who signed the pledge on paper; rows signed digitally are left alone.

    `seen`: `signatures_token` of the rows that were changed.

    Raises:
        PermissionDenied: `by` does not draft the cluster's pledge.
        ValidationError: the pledge does not wait for signatures; a unit has no place in it, or
            its name stands without the day; the day lies ahead; on `reason`, when the year is over.
            Errors of a row have the key "<unit key>-<field>". With the code "stale", when other
            signatures than those `seen` stand there.
    """
    reason = access.require_write(by, Permission.EDIT_PLEDGE, pledge, reason)
    pledge = _locked(pledge)
    if pledge.status != PledgeStatus.ISSUED:
        raise ValidationError(NOT_ISSUED)
    rows = {row.unit_id: row for row in _signatures_of(pledge)}
    require_seen(seen, _words_of(rows.values()))
    wanted = list(signatures)
    _check(wanted, rows)
    changed = []
    for signature in wanted:
        row = rows[signature.unit.pk]
        if row.method == SigningMethod.DIGITAL:
            continue
        before = in_words(row)
        row.signer_name, row.capacity = signature.signer_name, signature.capacity
        row.signed_on, row.note = signature.signed_on, signature.note
        row.method = SigningMethod.PAPER if signature.signed_on else ""
        if in_words(row) != before:
            row.full_clean()
            row.save()
            changed.append((before, in_words(row)))
    if changed:
        words = ["; ".join(side) for side in zip(*changed, strict=True)]
        record(
            by=by,
            action="save_signatures",
            target=pledge,
            changes={"signatures": words},
            reason=reason,
        )
    return pledge


def signatures_token(pledge: Pledge) -> str:
    """The signatures as they stand, for `save_paper_signatures` to compare."""
    return token_of(_words_of(_signatures_of(pledge)))


def _signatures_of(pledge: Pledge) -> Iterable[PledgeSignature]:
    return pledge.signatures.select_related("unit").order_by("pk")


def _words_of(rows: Iterable[PledgeSignature]) -> list[str]:
    return [f"{row.method} {in_words(row)}" for row in rows]


def _check(wanted: list[PaperSignature], rows: Mapping[int, PledgeSignature]) -> None:
    today = timezone.localdate()
    wrong = {}
    for signature in wanted:
        key = signature.unit.pk
        if key not in rows:
            raise ValidationError(f"{signature.unit} không có tên trong giao ước.")
        if signature.signed_on and signature.signed_on > today:
            wrong[f"{key}-signed_on"] = "Ngày ký không được sau hôm nay."
        if signature.signed_on and not signature.signer_name:
            wrong[f"{key}-signer_name"] = "Nêu người ký."
        if signature.signer_name and not signature.signed_on:
            wrong[f"{key}-signed_on"] = "Nêu ngày ký."
    if wrong:
        raise ValidationError(wrong)


def in_words(signature: PledgeSignature) -> str:
    """ "Tỉnh Hà Nam: Chủ tịch Lê Văn Ký, 13/3/2024", or that the unit has not signed."""
    if not signature.signed_on:
        return f"{signature.unit}: chưa ký"
    who = f"{signature.capacity} {signature.signer_name}".strip()
    note = f" ({signature.note})" if signature.note else ""
    return f"{signature.unit}: {who}, {format_date(signature.signed_on)}{note}"


@transaction.atomic
def move_pledge(
    *,
    pledge: Pledge,
    to: str,
    by: Any,
    signed_on: datetime.date | None = None,
    reason: str = "",
) -> Pledge:
    """Move the pledge one step along draft, issued, signed, published, or back with a reason.

    Issuing it settles the text and lists the members of that day for signature. It is signed when
    every member has signed; `signed_on` is its day. A paper signature stays when the text goes
    back to draft: the paper is what was signed. A digital one forbids it.

    Raises:
        PermissionDenied: `by` may not publish (to or from published), or does not draft it.
        ValidationError: it is not one step; something that the step needs is missing; on
            `signed_on` or `reason`, when that is what is missing.
    """
    touches_public = PledgeStatus.PUBLISHED in (to, pledge.status)
    permission = Permission.PUBLISH if touches_public else Permission.EDIT_PLEDGE
    reason = access.require_write(by, permission, pledge, reason)
    pledge = _locked(pledge)
    before = {"status": pledge.status, "signed_on": _iso(pledge.signed_on)}
    step = WAY.index(PledgeStatus(to)) - WAY.index(PledgeStatus(pledge.status))
    if abs(step) != 1 or (PledgeStatus.PUBLISHED in (to, pledge.status)) != touches_public:
        raise ValidationError("Giao ước đã sang bước khác; mở lại trang rồi làm tiếp.")
    if step < 0 and not reason:
        raise ValidationError({"reason": REASON_BACK})
    if lacking := why_not_yet(pledge, to):
        raise ValidationError(lacking)
    if step > 0 and to == PledgeStatus.ISSUED:
        _list_members(pledge)
    elif step > 0 and to == PledgeStatus.SIGNED:
        pledge.signed_on = _day_of_signing(signed_on)
    pledge.status = to
    pledge.full_clean()
    pledge.save(update_fields=["status", "signed_on"])
    after = {"status": pledge.status, "signed_on": _iso(pledge.signed_on)}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record(by=by, action="move_pledge", target=pledge, changes=changes, reason=reason)
    return pledge


def why_not_yet(pledge: Pledge, to: str) -> str:
    """What keeps the pledge from the step to `to`, whatever is typed; empty when nothing does."""
    step = (pledge.status, to)
    if step == (PledgeStatus.DRAFT, PledgeStatus.ISSUED):
        missing = [] if pledge.items.exists() else ["nội dung giao ước"]
        missing += [] if pledge.legal_basis else ["căn cứ"]
        return f"Chưa trình ký được, còn thiếu: {', '.join(missing)}." if missing else ""
    if step == (PledgeStatus.ISSUED, PledgeStatus.SIGNED):
        waiting = pledge.signatures.filter(signed_on=None).select_related("unit")
        names = ", ".join(row.unit.name for row in waiting)
        return f"Chưa ký: {names}." if names else ""
    digital = pledge.signatures.filter(method=SigningMethod.DIGITAL)
    if to == PledgeStatus.DRAFT and digital.exists():
        return "Đã có chữ ký số nên lời giao ước không đổi được nữa."
    return ""


def _list_members(pledge: Pledge) -> None:
    """A place for each member of the day; places of others go, unless they have signed."""
    year = pledge.emulation_year
    members = members_on(year.cluster, day_in(year.cluster, year.year, timezone.localdate()))
    rows = pledge.signatures.all()
    rows.filter(signed_on__isnull=True).exclude(unit__in=members).delete()
    listed = set(rows.values_list("unit", flat=True))
    for unit in members:
        if unit.pk not in listed:
            PledgeSignature(pledge=pledge, unit=unit).save(force_insert=True)
    if not rows.exists():
        raise ValidationError("Cụm không có thành viên nào để ký giao ước.")


def _day_of_signing(day: datetime.date | None) -> datetime.date:
    if day is None:
        raise ValidationError({"signed_on": "Nêu ngày ký giao ước."})
    if day > timezone.localdate():
        raise ValidationError({"signed_on": "Ngày ký không được sau hôm nay."})
    return day


def _locked(pledge: Pledge) -> Pledge:
    """The pledge after its year: every writer locks in this order."""
    _locked_year(pledge.emulation_year_id)
    return _rows_to_write().get(pk=pledge.pk)


def _locked_year(key: int) -> EmulationYear:
    years = EmulationYear.objects.select_for_update(no_key=True, of=("self",))
    return years.select_related("cluster").get(pk=key)


def _rows_to_write() -> QuerySet[Pledge]:
    rows = Pledge.objects.select_related("emulation_year__cluster")
    return rows.select_for_update(no_key=True, of=("self",))


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
