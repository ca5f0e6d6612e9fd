"""Issuing: the one way a document becomes a file that never changes."""

import dataclasses
import hashlib
import re
from collections.abc import Container
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.documents.file_identifiers import identifiers_in
from cluster_portal.documents.models import (
    DocumentPassage,
    IssuedDocument,
    NumberSeries,
    Withdrawal,
)
from cluster_portal.documents.passages import passages_of
from cluster_portal.documents.style import template_version


@transaction.atomic
def next_number(series: str, *, used: Container[int] = ()) -> int:
    """Return the next free number of the series, from 1, without gaps or doubles.

    A number that a document of the series bears already, because somebody typed it, is left out,
    and so is one of `used`. Call it inside the transaction that issues the document: whoever comes
    next waits for its end, and a rollback gives the number back.
    """
    row, issued = hold_series(series), numbers_used(series)
    row.last += 1
    while row.last in issued or row.last in used:
        row.last += 1
    row.save(update_fields=["last"])
    return row.last


def hold_series(series: str) -> NumberSeries:
    """The series, for this transaction alone; call it before a typed number is looked up."""
    row, _ = NumberSeries.objects.select_for_update(no_key=True).get_or_create(name=series)
    return row


def numbers_used(series: str) -> set[int]:
    """The numbers that issued documents of the series bear, withdrawn ones too."""
    rows = IssuedDocument.objects.filter(series=series)
    found = map(leading_number, rows.values_list("document_number", flat=True).distinct())
    return {number for number in found if number is not None}


def leading_number(document_number: str) -> int | None:
    """2 of "02/BC-CTĐĐBSH"; None where no number leads."""
    found = re.match(r"\s*([0-9]{1,9})(?![0-9])", document_number)
    return int(found[1]) if found else None


@transaction.atomic
def issue_document(
    *,
    kind: str,
    document_number: str,
    title: str,
    content: bytes,
    by: Any,
    series: str = "",
    replaces: IssuedDocument | None = None,
    reason: str = "",
    code: str = "",
    made_from: Any = None,
) -> IssuedDocument:
    """Keep `content` for good under its SHA-256 and return the issued document.

    A number that begins anew each year is told apart by the `series` of `next_number`. A
    correction names the revision it `replaces` and the `reason`. `code` is the one that
    `new_code` made and that is printed in `content`; `made_from` the dataclass of
    `documents.contents` that was printed.

    Raises:
        django.core.exceptions.ValidationError: a rule is broken; nothing is stored.
    """
    if replaces and (replaces.kind, replaces.series, replaces.document_number) != (
        kind,
        series,
        document_number,
    ):
        raise ValidationError({"replaces": "Bản thay thế phải cùng loại và cùng số."})
    if replaces and lock_document(replaces).is_withdrawn:
        raise ValidationError({"replaces": "Văn bản đã thu hồi thì không thay được."})
    document = IssuedDocument(
        kind=kind,
        series=series,
        document_number=document_number,
        title=title,
        revision=replaces.revision + 1 if replaces else 1,
        replaces=replaces,
        reason=reason,
        code=code,
        template_version=template_version() if made_from else "",
        data=dataclasses.asdict(made_from) if made_from else {},
        file_identifier=next(iter(identifiers_in(content)), ""),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        length=len(content),
        issued_by=by,
    )
    document.full_clean()
    document.save(force_insert=True)
    DocumentPassage.objects.bulk_create(
        DocumentPassage(document=document, number=number, heading=heading, text=text)
        for number, (heading, text) in enumerate(passages_of(document.data), start=1)
    )
    record(
        by=by,
        action="issue",
        target=document,
        changes={"sha256": [None, document.sha256], "code": [None, code or None]},
    )
    return document


@transaction.atomic
def withdraw_document(*, document: IssuedDocument, reason: str, by: Any) -> Withdrawal:
    """Say that an issued document counts no more. It stays, and everybody reads the reason.

    Who may do that is asked before, by the domain that issued it.

    Raises:
        django.core.exceptions.ValidationError: on `reason`, when there is none; the document was
            withdrawn or replaced already.
    """
    locked = lock_document(document)
    if locked.is_withdrawn:
        raise ValidationError("Văn bản này đã được thu hồi.", code="withdrawn")
    if locked.is_replaced:
        raise ValidationError("Văn bản này đã bị thay, không còn để thu hồi.", code="replaced")
    withdrawal = Withdrawal(document=locked, reason=reason, withdrawn_by=by)
    withdrawal.full_clean()
    withdrawal.save(force_insert=True)
    record(
        by=by,
        action="withdraw_document",
        target=withdrawal,
        changes={"document": [None, locked.document_number]},
        reason=withdrawal.reason,
    )
    return withdrawal


def lock_document(document: IssuedDocument) -> IssuedDocument:
    """The document, without its bytes, after whoever signs, withdraws or replaces it has ended.

    Call it inside a transaction.
    """
    rows = IssuedDocument.objects.select_for_update(no_key=True, of=("self",))
    return rows.defer("content", "data").get(pk=document.pk)
