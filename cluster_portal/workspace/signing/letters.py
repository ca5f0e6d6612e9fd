"""Mails about the signing of a pledge; they name it and say what to do, and carry no file."""

from typing import Any

from django.db import transaction

from cluster_portal.accounts import mail
from cluster_portal.accounts.models import User
from cluster_portal.workspace.reports.selectors import officers_of, secretaries_of
from emulation.models import Pledge, PledgeSignature


def tell_issued(pledge: Pledge, by: Any) -> None:
    """Write to the officers of every member that the pledge waits for their signature."""
    for row in pledge.signatures.select_related("unit"):
        _tell(officers_of(row.unit), "issued", row, by)


def tell_signed(pledge: Pledge) -> None:
    """Write to everybody concerned that every member has signed."""
    people = {person.pk: person for person in secretaries_of(pledge.emulation_year)}
    for row in pledge.signatures.select_related("unit"):
        people |= {person.pk: person for person in officers_of(row.unit)}
    _tell(list(people.values()), "signed", PledgeSignature(pledge=pledge), None)


def _tell(people: list[User], what: str, row: PledgeSignature, by: Any) -> None:
    pledge = row.pledge
    year = pledge.emulation_year
    context = {"pledge": pledge, "year": year, "cluster": year.cluster, "by": by, "row": row}

    def send() -> None:
        for person in people:
            if by is None or person.pk != by.pk:
                mail.notify(person, f"workspace/signing/email/{what}", context)

    transaction.on_commit(send)
