"""A year to try the workspace in, where nothing real can be spoilt; only where DEMO is on.

It belongs to a cluster whose members are not confirmed, so that the public never sees it, and
holds no figures: who tries it out types them.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cluster_portal.accounts.models import User
from cluster_portal.record.demonstration import DemoError
from clusters.models import Cluster, EmulationYear, Unit
from clusters.services import set_leadership
from emulation.models import Indicator
from emulation.services.years import set_year_indicators, start_year

CLUSTER, CHAIR, VICE_CHAIR = "dong-bang-song-hong-2025", "ninh-binh-2025", "hai-phong-2025"
INDICATORS = (
    *("grdp_growth", "grdp_per_capita", "income_per_capita", "budget_revenue"),
    *("public_investment_disb", "exports", "ntm_communes", "par_index_rank"),
)
NOTE = "Dùng thử, không phải hồ sơ thật."


def has_demo_year() -> bool:
    """Whether there is a year to try things in."""
    return EmulationYear.objects.filter(cluster__slug=CLUSTER).exists()


@transaction.atomic
def load_demo_year() -> EmulationYear:
    """Start the present year of the unconfirmed cluster, led by the demo secretaries' units.

    Raises `DemoError` unless the setting DEMO is on and record and demo accounts are loaded.
    """
    if not settings.DEMO:
        raise DemoError("Năm dùng thử chỉ được tạo khi DEMO=True.")
    try:
        administrator = User.objects.get(email="quan-tri@demo.example")
        cluster = Cluster.objects.get(slug=CLUSTER)
        chair, vice_chair = (Unit.objects.get(slug=slug) for slug in (CHAIR, VICE_CHAIR))
    except (User.DoesNotExist, Cluster.DoesNotExist, Unit.DoesNotExist) as error:
        raise DemoError("Chưa có hồ sơ hoặc tài khoản dùng thử.") from error
    year = start_year(cluster=cluster, year=timezone.localdate().year, by=administrator)
    set_leadership(emulation_year=year, chair=chair, vice_chairs=[vice_chair], by=administrator)
    year.leaders.update(is_inferred=True, note=NOTE)
    known = Indicator.objects.in_bulk(INDICATORS, field_name="code")
    chosen = [known[code] for code in INDICATORS]
    set_year_indicators(emulation_year=year, indicators=chosen, by=administrator)
    return year
