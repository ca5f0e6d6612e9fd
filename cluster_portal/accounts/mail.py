"""E-mails of the accounts: composed at once, sent beside the answer.

Whoever waits for an answer must not learn from its delay whether a mail went out.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from cluster_portal.accounts.models import DEMO_DOMAIN, MutedMail, User

logger = logging.getLogger(__name__)
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def send_later(message: EmailMessage) -> None:
    """Hand `message` to the thread that sends; a failure is logged, as nobody waits for it."""
    _sender.submit(message.send).add_done_callback(_log_failure)


def wait_until_sent() -> None:
    """Return when everything handed over so far has been sent or has failed."""
    _sender.submit(lambda: None).result()


def notify(
    user: User,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    to: str = "",
    kind: str = "",
) -> None:
    """Tell `user` what happened to the account, by `<template>_subject.txt` and `_message.txt`.

    `to` is the address that the account had before, when the message is about its change. `kind`
    is one of `mail_kinds`: whoever does without that kind is not told.
    """
    to = to or user.email
    if to.endswith(f"@{DEMO_DOMAIN}"):
        return
    if kind and MutedMail.objects.filter(user=user, kind=kind).exists():
        return
    values = {"user": user, "timestamp": timezone.now(), "portal": settings.PORTAL_ADDRESS}
    values |= context or {}
    subject = " ".join(render_to_string(f"{template}_subject.txt", values).split())
    body = render_to_string(f"{template}_message.txt", values).strip()
    send_later(EmailMessage(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject, body, to=[to]))


def _log_failure(sent: Future) -> None:
    if error := sent.exception():
        logger.error("an e-mail could not be sent", exc_info=error)
