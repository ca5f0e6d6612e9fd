"""What addresses name, as the database has it that is asked."""

from typing import Any

from django.db.models import Count

from awards.models import Award, AwardForm, RegisterEntry
from cluster_portal.vietnamese.folding import fold
from clusters.models import Cluster, Unit
from emulation.models import Indicator

CLUSTER = "thu-4"


def facts() -> dict[str, Any]:
    """The values of the placeholders in the addresses that are measured."""
    lines = RegisterEntry.objects.filter(is_public=True, recipient_kind="collective")
    most = (
        lines.exclude(award__recipient_name="")
        .values("recipient_key")
        .annotate(lines=Count("pk"))
        .order_by("-lines", "recipient_key")[0]
    )
    recipient = lines.filter(recipient_key=most["recipient_key"]).order_by("pk")[0]
    places = lines.order_by("newest_first", "sort_key", "award_id")
    rare = lines.exclude(award__recipient_name="").order_by("pk")[0].award.recipient_name
    return {
        "recipient": recipient.pk,
        "middle": places[places.count() // 2].pk,
        "rare": fold(rare).replace(" ", "+"),
        "indicator": Indicator.objects.all()[0].code,
        "cluster": CLUSTER,
        "cluster_key": Cluster.objects.get(slug=CLUSTER).pk,
        "unit_key": Unit.objects.get(slug="nam-dinh").pk,
        "form_key": AwardForm.objects.filter(code="BK_TINH").order_by("pk")[0].pk,
        "awards": Award.objects.count(),
    }
