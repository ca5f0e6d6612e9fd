"""An authenticator app on somebody's phone."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from cluster_portal.accounts.encryption import encrypt
from cluster_portal.accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(moment: float | None = None, secret: str = SECRET) -> str:
    """The six digits that the app shows at `moment`, in seconds since 1970."""
    step = int(time.time() if moment is None else moment) // 30
    return format_hotp_value(hotp_value(secret, step))


def give_app(user: User) -> Authenticator:
    """An authenticator app with `SECRET`."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)}
    )


def give_recovery_codes(user: User) -> list[str]:
    """Ten recovery codes."""
    return RecoveryCodes.activate(user).generate_codes()
