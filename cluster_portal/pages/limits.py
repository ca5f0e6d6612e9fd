"""How often one person, or one address, may ask for what costs much (decision 14)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django_ratelimit.core import get_usage, user_or_ip

from cluster_portal.pages.refusals import too_many

View = Callable[..., HttpResponseBase]


def limited(name: str, *, methods: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Decorate a view: after `settings.RATE_LIMITS[name]` it answers 429 with Retry-After.

    Only requests by `methods` count, all of them when none is named. Whoever has signed in is
    counted by account, everybody else by address (IPv6 by its /64).

    Raises:
        KeyError: the settings have no limit of this name.
    """
    rate = settings.RATE_LIMITS[name]

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if methods and request.method not in methods:
                return view(request, *args, **kwargs)
            usage = get_usage(request, group=name, key=_who, rate=rate, increment=True)
            if usage and usage["should_limit"]:
                return too_many(request, max(1, usage["time_left"]))
            return view(request, *args, **kwargs)

        return inner

    return decorate


def _who(group: str, request: HttpRequest) -> str:
    # An account's number must not be read as somebody's address, nor the other way round.
    kind = "account" if request.user.is_authenticated else "address"
    return f"{kind} {user_or_ip(request)}"
