"""Forgets what signing in has left behind; run it once a day."""

import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

FAILURES_KEPT = datetime.timedelta(days=90)
ATTEMPTS_KEPT = datetime.timedelta(days=1)


class Command(BaseCommand):
    help = "Xóa lần đăng nhập sai cũ hơn 90 ngày và phiên đăng nhập đã hết hạn."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        failures, _ = AccessFailureLog.objects.filter(attempt_time__lt=now - FAILURES_KEPT).delete()
        AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT).delete()
        Session.objects.filter(expire_date__lt=now).delete()
        keys = Session.objects.values("session_key")
        ended, _ = UserSession.objects.exclude(session_key__in=keys).delete()
        self.stdout.write(f"Đã xóa {failures} lần đăng nhập sai và {ended} phiên đã hết hạn.")
