"""Removes IP addresses from the audit once they are older than AUDIT_ADDRESS_MONTHS."""

import datetime
from calendar import monthrange
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cluster_portal.audit.models import AuditOrigin, record
from cluster_portal.audit.rules import KEPT_MONTHS
from cluster_portal.vietnamese.dates import format_date

BATCH = 1000  # addresses removed in one transaction


def months_before(at: datetime.datetime, months: int) -> datetime.datetime:
    """Return the same time of day `months` earlier, on the month's last day where it is shorter."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    day = min(at.day, monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)


class Command(BaseCommand):
    """Runs from a timer, once a day or a month; each batch stands in the audit itself."""

    help = "Xóa địa chỉ IP trong nhật ký khi quá hạn lưu (AUDIT_ADDRESS_MONTHS)."

    def handle(self, *args: Any, **options: Any) -> None:
        months = settings.AUDIT_ADDRESS_MONTHS
        if months < KEPT_MONTHS:
            raise CommandError(f"AUDIT_ADDRESS_MONTHS phải từ {KEPT_MONTHS} tháng trở lên.")
        before = months_before(timezone.now(), months)
        total = 0
        while count := self._forget(before):
            total += count
        self.stdout.write(f"Đã xóa {total} địa chỉ IP ghi trước {format_date(before)}.")

    @transaction.atomic
    def _forget(self, before: datetime.datetime) -> int:
        old = AuditOrigin.objects.filter(event__at__lt=before).order_by("event_id")
        keys = list(old.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return 0
        count, _ = AuditOrigin.objects.filter(pk__in=keys).delete()
        record(
            by=None,
            action="forget_addresses",
            target=None,
            changes={"số địa chỉ IP": [count, 0]},
        )
        return count
