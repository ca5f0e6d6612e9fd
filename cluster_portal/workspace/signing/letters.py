"""Mails about a pledge; they name it, say what to do and where, and carry no file."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cluster_portal.accounts import mail
from cluster_portal.accounts.models import User
from cluster_portal.workspace.reports.selectors import officers_of, secretaries_of
from clusters.models import Unit
from emulation.models import Pledge, PledgeComment, PledgeSignature, PledgeStatus
from emulation.services.pledge_comments import asked_units
from emulation.services.pledge_steps import FORWARD

# The kind of each mail, which one may do without.
KINDS = {
    "circulated": "pledge_comments",
    "answered": "pledge_comments",
    "issued": "pledge_signing",
    "declined": "pledge_signing",
    "withdrawn": "pledge_signing",
    "signed": "pledge_signed",
    "remind_comments": "pledge_reminders",
    "remind_signing": "pledge_reminders",
}


def tell_step(before: Pledge, to: str, by: Any) -> None:
    """Write to whom the step to `to` concerns; `before` is the pledge as it stood before it."""
    if to not in FORWARD[before.status]:
        return
    pledge = Pledge.objects.select_related("emulation_year__cluster").get(pk=before.pk)
    if to == PledgeStatus.CIRCULATED:
        tell_circulated(pledge, by)
    elif to == PledgeStatus.ISSUED:
        tell_issued(pledge, by)
    elif to == PledgeStatus.SIGNED:
        tell_signed(pledge, by)


def tell_circulated(pledge: Pledge, by: Any) -> None:
    """Write to the officers of every member that the text waits for their opinion."""
    for unit in asked_units(pledge):
        _tell(officers_of(unit), "circulated", pledge, by, unit=unit)


def tell_answered(comment: PledgeComment, by: Any) -> None:
    """Write to the author of an opinion that it has an answer."""
    author = comment.author
    people = [author] if author.is_active else []
    _tell(people, "answered", comment.pledge, by, unit=comment.unit)


def tell_issued(pledge: Pledge, by: Any) -> None:
    """Write to the officers of every member that the pledge waits for their signature."""
    for row in pledge.signatures.filter(signed_on=None).select_related("unit"):
        _tell(officers_of(row.unit), "issued", pledge, by, row=row, unit=row.unit)


def tell_declined(row: PledgeSignature, by: Any, *, is_taken_back: bool = False) -> None:
    """Write to the secretariat that a unit will not sign, or takes that back."""
    people = secretaries_of(row.pledge.emulation_year)
    given = {"unit": row.unit, "is_taken_back": is_taken_back}
    _tell(people, "declined", row.pledge, by, **given)


def tell_withdrawn(pledge: Pledge, by: Any) -> None:
    """Write to the officers of every unit that had a place in it that it counts no more."""
    _tell(_officers(pledge), "withdrawn", pledge, by)


def tell_signed(pledge: Pledge, by: Any = None) -> None:
    """Write to everybody concerned that every member has signed."""
    people = [*secretaries_of(pledge.emulation_year), *_officers(pledge)]
    _tell(_each_once(people), "signed", pledge, by)


def tell_reminder(pledge: Pledge, about: str, unit: Unit, today: datetime.date) -> bool:
    """Remind the unit's officers of its opinion or signature; return whether it has any."""
    due = pledge.comments_by if about == "comments" else pledge.sign_by
    left = (due - today).days if due else None
    people = officers_of(unit)
    given = {"unit": unit, "due": due, "days_left": left, "days_late": -(left or 0)}
    _tell(people, f"remind_{about}", pledge, None, **given)
    return bool(people)


def _officers(pledge: Pledge) -> list[User]:
    rows = pledge.signatures.select_related("unit")
    return _each_once(person for row in rows for person in officers_of(row.unit))


def _each_once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())


def _tell(people: list[User], what: str, pledge: Pledge, by: Any, **given: Any) -> None:
    """Write to `people`, but for whoever did it, once the change is kept."""
    year = pledge.emulation_year
    context = {"pledge": pledge, "year": year, "cluster": year.cluster, "by": by} | given
    template, kind = f"workspace/signing/email/{what}", KINDS[what]

    def send() -> None:
        for person in people:
            if by is None or person.pk != by.pk:
                mail.notify(person, template, context, kind=kind)

    transaction.on_commit(send)
