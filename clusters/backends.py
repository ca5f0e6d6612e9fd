"""Signing in, and the administration site's permissions by appointment."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from cluster_portal.accounts.models import DEMO_DOMAIN
from clusters import access
from clusters.roles import Permission


class AppointmentBackend(ModelBackend):
    """Checks the password as Django does; whoever is appointed administrator may administer.

    Demo accounts, whose password is published, work only where the setting DEMO is on.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        is_demo = user.email.endswith(f"@{DEMO_DOMAIN}")
        return super().user_can_authenticate(user) and (settings.DEMO or not is_demo)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return access.may(user_obj, Permission.ADMINISTER)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return access.may(user_obj, Permission.ADMINISTER)
