"""Which pledges wait for the chair's signature before any other, several at once."""

from collections.abc import Iterable

from django.utils import timezone

from clusters.models import Leadership, LeadershipRole, SigningOrder
from clusters.office import heirs_on, line_of
from emulation.models import Pledge, PledgeSignature


def awaited_chairs(pledges: Iterable[Pledge]) -> dict[int, PledgeSignature]:
    """The chair's place that is still empty, by the key of each pledge where it signs first.

    What `signing_order.who_may_sign` asks of one pledge. Three queries, however many pledges;
    their years and clusters are fetched with them.
    """
    years = {
        pledge.emulation_year_id: pledge
        for pledge in pledges
        if pledge.emulation_year.cluster.signing_order == SigningOrder.CHAIR_FIRST
    }
    if not years:
        return {}
    chairs = Leadership.objects.filter(emulation_year__in=years, role=LeadershipRole.CHAIR)
    places: dict[int, dict[int, PledgeSignature]] = {}
    rows = PledgeSignature.objects.filter(pledge__in=list(years.values()))
    for row in rows.select_related("unit").order_by("unit__sort_key", "pk"):
        places.setdefault(row.pledge_id, {})[row.unit_id] = row
    heirs = heirs_on(timezone.localdate())
    awaited = {}
    for year_id, unit_id in chairs.order_by("pk").values_list("emulation_year", "unit"):
        pledge = years[year_id]
        own = places.get(pledge.pk, {})
        line = (unit_id, *line_of(unit_id, heirs))
        chair = next((own[key] for key in line if key in own), None)
        if chair is not None and not chair.signed_on:
            awaited.setdefault(pledge.pk, chair)
    return awaited
