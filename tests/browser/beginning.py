"""A portal before the conference of 13 March 2024: `python -m tests.browser.beginning FOLDER`.

The record is there as it was then: no conference after 2023, nobody leads in 2024. The chair of
2023 and the unit that takes over have a secretary each.
"""

import os
import shutil
import sys
from pathlib import Path

import django
import yaml
from django.conf import settings
from django.core.management import call_command

LAST_YEAR = 2023
OLD_CHAIR, NEW_CHAIR = "thu-ky-hung-yen@demo.example", "thu-ky@demo.example"


def prepare(folder: Path) -> None:
    """Migrate the database and load what had happened before; `folder` takes the trimmed files."""
    call_command("migrate", verbosity=0)
    call_command("load_record", data=_trimmed(folder), verbosity=0)
    call_command("load_demo_accounts", verbosity=0)
    _appoint_secretary_of_the_old_chair()


def _trimmed(folder: Path) -> Path:
    data = folder / "data"
    shutil.copytree(settings.BASE_DIR / "data", data)
    for conference in (data / "conferences").glob("2024-*"):
        conference.unlink()
    path = data / "leadership.yaml"
    content = yaml.load(path.read_text(), Loader=yaml.BaseLoader)
    for cluster in content["leadership"]:
        cluster["years"] = [year for year in cluster["years"] if int(year["year"]) <= LAST_YEAR]
    path.write_text(yaml.safe_dump(content, allow_unicode=True))
    return data


def _appoint_secretary_of_the_old_chair() -> None:
    # Thái Bình, chair of 2023, lives on in Hưng Yên.
    from cluster_portal.accounts.models import User
    from cluster_portal.record.demonstration import DEMO_PASSWORD
    from clusters.models import Appointment, Cluster, Role, Unit
    from tests.factories.clusters import AppointmentFactory

    assert not Appointment.objects.filter(user__email=OLD_CHAIR).exists()
    AppointmentFactory(
        user=User.objects.create_user(
            OLD_CHAIR, DEMO_PASSWORD, full_name="Thư ký cụm, tỉnh Hưng Yên (dùng thử)"
        ),
        role=Role.SECRETARIAT,
        cluster=Cluster.objects.get(slug="dong-bang-song-hong"),
        unit=Unit.objects.get(slug="hung-yen-2025"),
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_portal.settings")
    django.setup()
    prepare(Path(sys.argv[1]))
