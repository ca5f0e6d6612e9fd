"""A cluster of nine before it signs: `python -m tests.browser.signing_year FOLDER`.

FOLDER holds a certificate for each officer, `<slug>.pem`; prints the pledge's addresses in JSON.
"""

import datetime
import json
import sys
from pathlib import Path

import django

CLUSTER, YEAR = "dong-bang-song-hong", 2021
SECRETARY = "thu-ky-chin@demo.example"


def prepare(folder: Path) -> dict[str, str]:
    """Give the nine of 2021 an officer and a registered certificate each; draft their pledge."""
    from django.core.management import call_command
    from django.utils import timezone

    from clusters.models import Cluster, LeadershipRole, Unit
    from clusters.services import register_certificate
    from tests.factories.clusters import (
        AppointmentFactory,
        ClusterFactory,
        EmulationYearFactory,
        LeadershipFactory,
        MembershipFactory,
        UnitFactory,
    )
    from tests.factories.emulation import PledgeFactory, PledgeItemFactory

    call_command("migrate", verbosity=0)
    administrator = AppointmentFactory(
        administrator=True, user=_person("quan-tri-chin", "Quản")
    ).user
    cluster = ClusterFactory(
        name="Cụm thi đua các tỉnh Đồng bằng sông Hồng",
        short_name="Đồng bằng sông Hồng",
        slug=CLUSTER,
    )
    year = EmulationYearFactory(cluster=cluster, year=timezone.localdate().year)
    units = []
    for number, path in enumerate(sorted(folder.glob("*.pem"))):
        unit = UnitFactory(name=_name(path.stem), slug=path.stem)
        MembershipFactory(cluster=cluster, unit=unit)
        AppointmentFactory(officer=True, user=_person(path.stem, f"Cán bộ {unit}"), unit=unit)
        register_certificate(
            unit=unit,
            content=path.read_bytes(),
            office="Chủ tịch",
            valid_from=timezone.localdate() - datetime.timedelta(days=1),
            by=administrator,
        )
        role = LeadershipRole.CHAIR if number == 0 else LeadershipRole.VICE_CHAIR
        if number < 2:
            LeadershipFactory(emulation_year=year, unit=unit, role=role, order=number)
        units.append(unit)
    AppointmentFactory(user=_person("thu-ky-chin", "Thư ký"), cluster=cluster, unit=units[0])
    pledge = PledgeFactory(emulation_year=year, draft=True, legal_basis="Căn cứ Luật")
    PledgeItemFactory(pledge=pledge)
    assert Cluster.objects.count() == 1
    assert Unit.objects.count() == len(units)
    return {"year": f"/cum/{CLUSTER}/{year.year}/"}


def _name(slug: str) -> str:
    return " ".join(part.capitalize() for part in slug.split("-"))


def _person(name: str, full_name: str):
    from cluster_portal.accounts.models import User
    from cluster_portal.record.demonstration import DEMO_PASSWORD

    return User.objects.create_user(f"{name}@demo.example", DEMO_PASSWORD, full_name=full_name)


if __name__ == "__main__":
    django.setup()
    json.dump(prepare(Path(sys.argv[1])), sys.stdout)
