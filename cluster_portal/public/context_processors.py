"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest

PLACES = (
    ("public:front", "Toàn quốc"),
    ("clusters:clusters", "Cụm thi đua"),
    ("emulation:conferences", "Hội nghị"),
    ("emulation:pledges", "Giao ước"),
    ("awards:register", "Khen thưởng"),
)


def portal(request: HttpRequest) -> dict:
    """The places of the navigation, and whether this is a portal for trying out."""
    return {"places": PLACES, "is_demo": settings.DEMO}
