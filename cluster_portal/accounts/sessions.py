"""Sessions: how long they last, which browser they are in, how they end."""

import datetime
import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cluster_portal.accounts.models import User

SEEN_EVERY = 300  # seconds: how exact "last seen" is, so that reading pages seldom writes
SEEN_AT = "seen_at"
# In this order: most browsers also name the ones they imitate.
BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def limit(session: SessionBase) -> None:
    """Let the session end at a fixed time from now, however often it is used."""
    age = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    session.set_expiry(timezone.now() + age)


def end_all(user: User) -> None:
    """End every session of `user` at once, also those that no list knows."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    for row in UserSession.objects.filter(user=user):
        row.end()


def end_others(request: HttpRequest) -> None:
    """End every session of the signed-in user but this one, which gets a new key."""
    user, key = request.user, request.session.session_key
    current = UserSession.objects.filter(session_key=key)
    for row in UserSession.objects.filter(user=user).exclude(session_key=key):
        row.end()
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    update_session_auth_hash(request, user)
    current.update(session_key=request.session.session_key)


def browser_in_words(user_agent: str) -> str:
    """A browser as people call it: "Chrome trên Windows"; unknown ones are named so."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "Trình duyệt khác")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{browser} trên {system}" if system else browser


class LastSeenMiddleware:
    """Keeps address, browser and time of each session in the list that its owner sees."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(SEEN_AT, 0) >= SEEN_EVERY:
                request.session[SEEN_AT] = now
                UserSession.objects.create_from_request(request)
        return response
