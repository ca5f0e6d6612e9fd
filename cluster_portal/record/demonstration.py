"""The accounts with which the portal can be tried out; they exist only where DEMO is on."""

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import record
from clusters.models import Appointment, Cluster, Role, Unit

DEMO_PASSWORD = "cum-thi-dua-2026"
DECISION = "Tài khoản dùng thử"
APPOINTED_ON = datetime.date(2025, 7, 1)
RED_RIVER_DELTA = ("dong-bang-song-hong", "dong-bang-song-hong-2025")


class DemoError(Exception):
    """Demo accounts are not wanted on this portal, or what they stand for is missing."""


@dataclass(frozen=True)
class DemoAccount:
    """An account with one role: of a unit, for clusters, or for the country; named by slug."""

    email: str
    full_name: str
    role: Role
    clusters: tuple[str, ...] = ()
    unit: str = ""


DEMO_ACCOUNTS = (
    # Ninh Bình carries on the office of Nam Định, chair of 2024; Hải Phòng that of Hải Dương,
    # vice-chair of 2024, to whom the first can hand work.
    DemoAccount(
        "thu-ky@demo.example",
        "Thư ký cụm, tỉnh Ninh Bình (dùng thử)",
        Role.SECRETARIAT,
        clusters=RED_RIVER_DELTA,
        unit="ninh-binh-2025",
    ),
    DemoAccount(
        "thu-ky-hai-phong@demo.example",
        "Thư ký cụm, thành phố Hải Phòng (dùng thử)",
        Role.SECRETARIAT,
        clusters=RED_RIVER_DELTA,
        unit="hai-phong-2025",
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
    """Whether every demo account exists and holds its role today."""
    held = set(
        Appointment.objects.on(timezone.localdate())
        .filter(user__email__in=[account.email for account in DEMO_ACCOUNTS])
        .values_list("user__email", "role", "cluster__slug", "unit__slug")
    )
    wanted = {
        (account.email, account.role, cluster, account.unit or None)
        for account in DEMO_ACCOUNTS
        for cluster in account.clusters or (None,)
    }
    return wanted <= held


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
    elif not (
        user.is_active
        and user.full_name == account.full_name
        and user.check_password(DEMO_PASSWORD)
    ):
        user.is_active = True
        user.full_name = account.full_name
        user.set_password(DEMO_PASSWORD)
        user.save()
        record(by=None, action="load_demo_account", target=user)
    Authenticator.objects.filter(user=user).delete()  # nobody shuts out the others
    unit = Unit.objects.get(slug=account.unit) if account.unit else None
    for cluster in [Cluster.objects.get(slug=slug) for slug in account.clusters] or [None]:
        _appoint(user, account.role, cluster, unit)


def _appoint(user: User, role: str, cluster: Cluster | None, unit: Unit | None) -> None:
    """Give the role, unless it is held today; a secretary of another unit changes the unit."""
    rows = Appointment.objects.filter(user=user, role=role, cluster=cluster)
    held = rows.on(timezone.localdate()).first()
    if held is not None:
        if held.unit != unit:
            change = [str(held.unit), str(unit)]
            held.unit = unit
            held.save(update_fields=["unit"])
            record(by=None, action="change", target=held, changes={"unit": change})
        return
    appointment = Appointment.objects.create(
        user=user,
        role=role,
        cluster=cluster,
        unit=unit,
        # Whoever tried out how to end it gets it back from today.
        valid_from=timezone.localdate() if rows.exists() else APPOINTED_ON,
        decision=DECISION,
    )
    names = ("user", "role", "cluster", "unit", "valid_from", "decision")
    values = {name: getattr(appointment, name) for name in names}
    changes = {name: [None, str(value)] for name, value in values.items() if value}
    record(by=None, action="appoint", target=appointment, changes=changes)
