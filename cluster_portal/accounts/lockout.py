"""How long wrong passwords and wrong codes are answered, and the page that says so.

django-axes counts by account and address together, so that nobody elsewhere can lock the owner
out. Wrong codes count as wrong passwords do; since whoever types codes knows the password, they
are limited by account as well (NIST SP 800-63B-4, section 3.2.2).
"""

import datetime
import ipaddress

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cluster_portal.accounts.models import User

WRONG_CODES = 20  # of one account, from all addresses together
WITHIN = datetime.timedelta(hours=1)
CODE_PAGES = ("mfa_authenticate", "mfa_reauthenticate")


def client_address(request: HttpRequest) -> str | None:
    """The address that failures count for: of IPv6 the network, as one person owns all of it."""
    given = request.META.get("REMOTE_ADDR")
    try:
        address = ipaddress.ip_address(given or "")
    except ValueError:
        return None
    if address.version == 4:
        return given
    return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)


def may_try_code(request: HttpRequest, user: User) -> bool:
    """Whether a code for `user` is looked at; a locked address gets the page of the lock."""
    credentials = {"email": user.email}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True
        request.axes_credentials = credentials
        return False
    failures = AccessFailureLog.objects.filter(
        username=user.email,
        path_info__in=[reverse(name) for name in CODE_PAGES],
        attempt_time__gte=timezone.now() - WITHIN,
    )
    return failures.count() < WRONG_CODES


def locked_response(
    request: HttpRequest, response: HttpResponse, credentials: dict | None
) -> HttpResponse:
    """The answer to a locked account and address, the same whether the account exists or not."""
    last = AccessAttempt.objects.filter(
        username=get_client_username(request, credentials), ip_address=request.axes_ip_address
    ).aggregate(last=Max("attempt_time"))["last"]
    until = (last or timezone.now()) + settings.AXES_COOLOFF_TIME
    page = render(request, "accounts/locked.html", {"until": timezone.localtime(until)}, status=429)
    seconds = (until - timezone.now()).total_seconds()
    page.headers["Retry-After"] = str(max(1, int(seconds)))
    return page
