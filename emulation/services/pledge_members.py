"""The places of the members in a pledge that is issued for signing."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from clusters.members import day_in, members_on
from emulation.models import Pledge, PledgeSignature


def list_members(pledge: Pledge) -> None:
    """A place for each member of the day; places of others go, unless they have signed.

    Whoever declined an earlier issue is asked anew.

    Raises:
        ValidationError: the cluster has no member.
    """
    year = pledge.emulation_year
    members = members_on(year.cluster, day_in(year.cluster, year.year, timezone.localdate()))
    rows = pledge.signatures.all()
    rows.filter(signed_on__isnull=True).exclude(unit__in=members).delete()
    rows.update(declined_at=None, declined_by=None, decline_reason="")
    listed = set(rows.values_list("unit", flat=True))
    for unit in members:
        if unit.pk not in listed:
            PledgeSignature(pledge=pledge, unit=unit).save(force_insert=True)
    if not rows.exists():
        raise ValidationError("Cụm không có thành viên nào để ký giao ước.")
