"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cluster_portal.pages.generated import is_generated
from clusters import access
from clusters.roles import Permission, Role

PLACES = (
    ("dashboards:national", "Toàn quốc"),
    ("clusters:clusters", "Cụm thi đua"),
    ("emulation:conferences", "Hội nghị"),
    ("emulation:pledges", "Giao ước"),
    ("awards:register", "Khen thưởng"),
)


WORK = ("workspace:work", "Việc của năm")
UNIT_WORK = ("workspace:unit-work", "Việc của tỉnh")


def portal(request: HttpRequest) -> dict:
    """The places of the navigation, and whether this is a portal for trying out or made by machine.

    Whoever works for a cluster finds the way there; only a page that draws the navigation asks.
    """
    return {
        "places": SimpleLazyObject(lambda: _places(request)),
        "is_demo": settings.DEMO,
        "is_generated": SimpleLazyObject(is_generated),
    }


def _places(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    user: Any = getattr(request, "user", None)
    if user is None or not access.holds(user, Permission.VIEW_DRAFTS):
        return PLACES
    roles = access.roles_of(user)
    if Role.PROVINCIAL_OFFICER not in roles:
        return (WORK, *PLACES)
    # Who works for provinces alone would only be led on from there.
    return (UNIT_WORK, *PLACES) if len(roles) == 1 else (UNIT_WORK, WORK, *PLACES)
