"""The kinds of e-mails that one may do without, as the apps name them."""

from django.apps import apps


def mail_kinds() -> dict[str, str]:
    """The kinds with their words: what every `AppConfig.mail_kinds` names.

    Mails about the account itself, its password and the ways into it have no kind: they always
    come.
    """
    kinds: dict[str, str] = {}
    for config in apps.get_app_configs():
        kinds |= getattr(config, "mail_kinds", {})
    return kinds
