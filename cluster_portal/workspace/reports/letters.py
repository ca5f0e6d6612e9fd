"""Mails about a member's report; they name the report and say where it stands, no figure."""

from typing import Any

from django.db import transaction

from cluster_portal.accounts import mail
from cluster_portal.accounts.models import User
from emulation.models import UnitReport


def tell(people: list[User], what: str, report: UnitReport, by: Any) -> None:
    """Write to `people`, but for whoever did it, once the change is kept.

    `what` is "submitted", "accepted", "returned" or "reopened".
    """
    year = report.emulation_year
    context = {"report": report, "year": year, "cluster": year.cluster, "by": by}
    template = f"workspace/reports/email/{what}"

    def send() -> None:
        for person in people:
            if person.pk != by.pk:
                mail.notify(person, template, context, kind="unit_reports")

    transaction.on_commit(send)
