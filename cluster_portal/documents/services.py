"""Issuing: the one way a document becomes a file that never changes."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.audit.models import record
from cluster_portal.documents.models import IssuedDocument, NumberSeries


@transaction.atomic
def next_number(series: str) -> int:
    """Return the next number of the series, from 1, without gaps or doubles.

    Call it inside the transaction that issues the document: whoever comes next waits for its
    end, and a rollback gives the number back.
    """
    row, _ = NumberSeries.objects.select_for_update(no_key=True).get_or_create(name=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


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
) -> IssuedDocument:
    """Keep `content` for good under its SHA-256 and return the issued document.

    A number that begins anew each year is told apart by the `series` of `next_number`. A
    correction names the revision it `replaces` and the `reason`.

    Raises:
        django.core.exceptions.ValidationError: a rule is broken; nothing is stored.
    """
    if replaces and (replaces.kind, replaces.series, replaces.document_number) != (
        kind,
        series,
        document_number,
    ):
        raise ValidationError({"replaces": "Bản thay thế phải cùng loại và cùng số."})
    document = IssuedDocument(
        kind=kind,
        series=series,
        document_number=document_number,
        title=title,
        revision=replaces.revision + 1 if replaces else 1,
        replaces=replaces,
        reason=reason,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        length=len(content),
        issued_by=by,
    )
    document.full_clean()
    document.save(force_insert=True)
    record(by=by, action="issue", target=document, changes={"sha256": [None, document.sha256]})
    return document
