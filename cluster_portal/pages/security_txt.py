"""Whom to write to about a weakness: a file for programs (RFC 9116) and a page for people."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

VALID_DAYS = 180  # RFC 9116, 2.5.5: less than a year


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to write to, in which languages, until when this holds; 404 without a contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = (today + datetime.timedelta(days=VALID_DAYS)).astimezone(datetime.UTC)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {settings.PORTAL_ADDRESS}{reverse('security-txt')}",
        f"Policy: {settings.PORTAL_ADDRESS}{reverse('security-policy')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_policy(request: HttpRequest) -> HttpResponse:
    """What a finder may do, what the portal promises, and whom to write to."""
    contact = settings.SECURITY_CONTACT
    return render(
        request,
        "security_policy.html",
        {"contact": contact, "contact_name": contact.removeprefix("mailto:")},
    )
