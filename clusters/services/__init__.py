"""Writes that touch more than one row or need a permission."""

from clusters.services.appointments import (
    appoint,
    attach_decision,
    end_appointment,
    end_substitution,
    substitute,
)
from clusters.services.certificates import (
    end_certificate,
    register_certificate,
    set_signing_order,
    signing_order_token,
)
from clusters.services.delegation import delegate, end_delegation
from clusters.services.handover import confirm_handover, prepare_handover, sides_of
from clusters.services.invitations import (
    accept_invitation,
    invite,
    open_invitation,
    prune_invitations,
    renew_invitation,
    withdraw_invitation,
)
from clusters.services.leadership import leaders_token, record_handover, set_leadership

__all__ = [
    "accept_invitation",
    "appoint",
    "attach_decision",
    "confirm_handover",
    "delegate",
    "end_appointment",
    "end_certificate",
    "end_delegation",
    "end_substitution",
    "invite",
    "leaders_token",
    "open_invitation",
    "prepare_handover",
    "prune_invitations",
    "record_handover",
    "register_certificate",
    "renew_invitation",
    "set_leadership",
    "set_signing_order",
    "sides_of",
    "signing_order_token",
    "substitute",
    "withdraw_invitation",
]
