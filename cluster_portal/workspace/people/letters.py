"""The e-mail of an invitation, and sending it once what it speaks of is kept."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from cluster_portal.accounts import mail
from cluster_portal.accounts.models import User
from cluster_portal.workspace.people.tables import period_of, place_of
from clusters import services
from clusters.models import Invitation

TEMPLATE = "workspace/people/email/invitation"


@transaction.atomic
def invite(*, by: User, **offer: Any) -> tuple[Invitation, str]:
    """Invite and send the letter; return the invitation and its link.

    The same form sent again sends nothing: it returns the open invitation and no link. Takes and
    raises what `services.invite` does.
    """
    invitation, token = services.invite(by=by, **offer)
    return send(invitation, token) if token else (invitation, "")


@transaction.atomic
def renew(*, invitation: Invitation, by: User) -> tuple[Invitation, str]:
    """Send a new letter, whose link takes the place of the old one; as `renew_invitation`."""
    return send(*services.renew_invitation(invitation=invitation, by=by))


def send(invitation: Invitation, token: str) -> tuple[Invitation, str]:
    """Send the letter once the transaction is through; return the invitation and its link.

    A portal for trying out sends no letters: anybody could have it write to anybody.
    """
    message = compose(invitation, token)
    if not settings.DEMO:
        transaction.on_commit(partial(mail.send_later, message))
    return invitation, link_of(token)


def link_of(token: str) -> str:
    """The address in the letter: of the portal, whatever host the request named."""
    return settings.PORTAL_ADDRESS + reverse("workspace:invitation-from-letter", args=[token])


def compose(invitation: Invitation, token: str) -> EmailMessage:
    """The letter that carries `token`."""
    context = {
        "invitation": invitation,
        "place": place_of(invitation),
        "period": period_of(invitation, without_start="từ ngày nhận lời mời"),
        "link": link_of(token),
        "portal": settings.PORTAL_ADDRESS,
    }
    subject = " ".join(render_to_string(f"{TEMPLATE}_subject.txt", context).split())
    body = render_to_string(f"{TEMPLATE}_message.txt", context).strip()
    return EmailMessage(
        settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject, body, to=[invitation.email]
    )
