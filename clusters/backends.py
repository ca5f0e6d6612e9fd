"""Signing in, and the administration site's permissions by appointment."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from clusters import access
from clusters.roles import Permission


class AppointmentBackend(ModelBackend):
    """Checks the password as Django does; whoever is appointed administrator may administer."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return access.may(user_obj, Permission.ADMINISTER)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return access.may(user_obj, Permission.ADMINISTER)
