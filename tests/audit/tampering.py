"""What somebody could do who holds the database itself: the triggers are gone before."""

import secrets

from django.db import connection

from cluster_portal.audit import chain
from cluster_portal.audit.models import AuditEvent, AuditHead, AuditOrigin
from cluster_portal.database import triggers


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def rehash(first: int = 1) -> None:
    """Make the chain fit again from number `first` on, the head with it, as only a thorough
    forger would."""
    previous = AuditEvent.objects.get(sequence=first - 1).hash if first > 1 else chain.BEGINNING
    for event in AuditEvent.objects.filter(sequence__gte=first).order_by("sequence"):
        event.previous_hash = previous
        previous = chain.digest(event.facts())
        AuditEvent.objects.filter(pk=event.pk).update(
            previous_hash=event.previous_hash, hash=previous
        )
    AuditHead.objects.filter(pk=1).update(hash=previous)


def insert_copy(sequence: int) -> None:
    """Insert a forged event under a number."""
    event = AuditEvent.objects.order_by("sequence").last()
    event.pk, event.sequence, event.previous_hash = None, sequence, event.hash
    event.origin_digest, event.hash = "", ""
    event.hash = chain.digest(event.facts())
    event.save(force_insert=True)


def move(old: int, new: int) -> None:
    AuditEvent.objects.filter(sequence=old).update(sequence=new)


def exchange(one: int, other: int) -> None:
    """Give two events each other's number."""
    for old, new in ((one, 900), (other, one), (900, other)):
        move(old, new)


def change(sequence: int, **values: object) -> None:
    AuditEvent.objects.filter(sequence=sequence).update(**values)


def remove(*numbers: int) -> None:
    AuditOrigin.objects.filter(event__sequence__in=numbers).delete()
    AuditEvent.objects.filter(sequence__in=numbers).delete()


def head_back(sequence: int) -> None:
    """Put the head back to an earlier event."""
    event = AuditEvent.objects.get(sequence=sequence)
    AuditHead.objects.filter(pk=1).update(sequence=sequence, hash=event.hash)


def origins_exchanged(one: int, other: int) -> None:
    first, second = (AuditOrigin.objects.get(event__sequence=number) for number in (one, other))
    for row, source in ((first, second), (second, first)):
        values = {"address": source.address, "salt": source.salt}
        AuditOrigin.objects.filter(pk=row.pk).update(**values)


def origin_invented(sequence: int) -> None:
    event = AuditEvent.objects.get(sequence=sequence)
    AuditOrigin.objects.create(event=event, address="192.0.2.9", salt=secrets.token_hex(16))


def unprotected() -> None:
    """Take the database's own rules away."""
    triggers.remove(connection)


def protected() -> None:
    triggers.install(connection)
