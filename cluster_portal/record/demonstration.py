"""The accounts with which the portal can be tried out; they exist only where DEMO is on."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record
from clusters.models import Appointment, Cluster, Role, Unit

DEMO_PASSWORD = "cum-thi-dua-2026"
DECISION = "Tài khoản dùng thử"
APPOINTED_ON = datetime.date(2025, 7, 1)


class DemoError(Exception):
    """Demo accounts are not wanted on this portal, or what they stand for is missing."""


@dataclass(frozen=True)
class DemoAccount:
    """An account with one role, over clusters or a unit named by slug."""

    email: str
    full_name: str
    role: Role
    clusters: tuple[str, ...] = ()
    unit: str = ""


DEMO_ACCOUNTS = (
    DemoAccount(
        "thu-ky@demo.example",
        "Ban thư ký cụm Đồng bằng sông Hồng (dùng thử)",
        Role.SECRETARIAT,
        clusters=("dong-bang-song-hong", "dong-bang-song-hong-2025"),
    ),
    DemoAccount(
        "ninh-binh@demo.example",
        "Cán bộ tỉnh Ninh Bình (dùng thử)",
        Role.PROVINCIAL_OFFICER,
        unit="ninh-binh-2025",
    ),
    DemoAccount(
        "hung-yen@demo.example",
        "Cán bộ tỉnh Hưng Yên (dùng thử)",
        Role.PROVINCIAL_OFFICER,
        unit="hung-yen-2025",
    ),
    DemoAccount(
        "trung-uong@demo.example",
        "Ban Thi đua - Khen thưởng Trung ương (dùng thử)",
        Role.CENTRAL,
    ),
    DemoAccount("quan-tri@demo.example", "Quản trị (dùng thử)", Role.ADMINISTRATOR),
)


def has_demo_accounts() -> bool:
    """Whether every demo account exists."""
    emails = [account.email for account in DEMO_ACCOUNTS]
    return User.objects.filter(email__in=emails).count() == len(emails)


@transaction.atomic
def load_demo_accounts() -> list[DemoAccount]:
    """Make the accounts usable: active, with the known password and their appointments.

    Raises `DemoError` unless the setting DEMO is on and the record is loaded.
    """
    if not settings.DEMO:
        raise DemoError("Tài khoản dùng thử chỉ được tạo khi DEMO=True.")
    try:
        for account in DEMO_ACCOUNTS:
            _load(account)
    except (Cluster.DoesNotExist, Unit.DoesNotExist) as error:
        raise DemoError("Chưa có hồ sơ: chạy load_record trước.") from error
    return list(DEMO_ACCOUNTS)


def _load(account: DemoAccount) -> None:
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_user(account.email, DEMO_PASSWORD, full_name=account.full_name)
        record(by=None, action="load_demo_account", target=user)
    elif not (user.is_active and user.check_password(DEMO_PASSWORD)):
        user.is_active = True
        user.set_password(DEMO_PASSWORD)
        user.save()
        record(by=None, action="load_demo_account", target=user)
    unit = Unit.objects.get(slug=account.unit) if account.unit else None
    clusters = [Cluster.objects.get(slug=slug) for slug in account.clusters] or [None]
    for cluster in clusters:
        Appointment.objects.get_or_create(
            user=user,
            role=account.role,
            cluster=cluster,
            unit=unit,
            defaults={"valid_from": APPOINTED_ON, "decision": DECISION},
        )
