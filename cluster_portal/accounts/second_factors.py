"""Who has a second factor, who must keep one, and which codes were used."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.module_loading import import_string

from cluster_portal.accounts.models import User

# Recovery codes stand in for these, they are none by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
USED_STEP = "used_step"
CAME_FROM = "second_factor_came_from"


def needs_one(user: User) -> bool:
    """Whether `user` may do something for which a password is not enough."""
    return import_string(settings.NEEDS_SECOND_FACTOR)(user)


def has_one(user: User) -> bool:
    """Whether `user` has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def remember_page(request: HttpRequest) -> None:
    """Keep the page that asks for a second factor, so that one finds back to it."""
    request.session[CAME_FROM] = request.path


def forget_page(request: HttpRequest) -> None:
    """The page that asked for a second factor asks no more."""
    request.session.pop(CAME_FROM, None)


def is_last_needed(authenticator: Authenticator) -> bool:
    """Whether without `authenticator` its owner would lack a factor that the role demands."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
    return needs_one(authenticator.user) and not others.exclude(pk=authenticator.pk).exists()


def codes_left(codes: RecoveryCodes) -> int:
    """How many recovery codes are good; none when they were sealed under a key that is gone."""
    try:
        return len(codes.get_unused_codes())
    except InvalidToken:
        return 0


def use_step(authenticator: Authenticator, step: int) -> bool:
    """Mark the time step of a right code as used; False when it, or a later one, was before.

    RFC 6238, section 5.2: no code is accepted twice. Kept in the database, so that it holds for
    every process, and for as long as codes of neighbouring steps are accepted.
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update(no_key=True).get(pk=authenticator.pk)
        if step <= row.data.get(USED_STEP, -1):
            return False
        row.data[USED_STEP] = step
        row.save(update_fields=["data"])
    authenticator.data = row.data
    return True


def current_step() -> int:
    """The number of the present time step (RFC 6238, section 4.2)."""
    return int(time.time()) // settings.MFA_TOTP_PERIOD
