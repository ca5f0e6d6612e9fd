"""What addresses name, as the database has it that is asked."""

from typing import Any

from django.db.models import Count

from awards.models import Award, AwardForm, RegisterEntry
from cluster_portal.vietnamese.folding import fold
from clusters.models import Cluster, Unit
from emulation.models import Indicator

CLUSTER = "thu-4"
RARE = 20  # lines of a rare name: as many with few awards as with many, so that pages are alike


def facts() -> dict[str, Any]:
    """The values of the placeholders in the addresses that are measured."""
    lines = RegisterEntry.objects.filter(is_public=True, recipient_kind="collective")
    named = (
        lines.exclude(award__recipient_name="")
        .values("recipient_key")
        .annotate(lines=Count("pk"))
        .order_by("-lines", "recipient_key")
    )
    keys = {row["recipient_key"]: row["lines"] for row in named}
    most, rare = next(iter(keys)), min(keys, key=lambda key: abs(keys[key] - RARE))
    recipient, rarely = (
        lines.filter(recipient_key=key).order_by("pk").first() for key in (most, rare)
    )
    places = lines.order_by("newest_first", "sort_key", "award_id")
    return {
        "recipient": recipient.pk,
        "middle": places[places.count() // 2].pk,
        "rare": fold(rarely.award.recipient_name).replace(" ", "+"),
        "indicator": Indicator.objects.all()[0].code,
        "cluster": CLUSTER,
        "cluster_key": Cluster.objects.get(slug=CLUSTER).pk,
        "unit_key": Unit.objects.get(slug="nam-dinh").pk,
        "form_key": AwardForm.objects.filter(code="BK_TINH").order_by("pk")[0].pk,
        "awards": Award.objects.count(),
    }
