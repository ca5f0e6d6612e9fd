"""The form of the account page that says which e-mails one wants."""

from typing import Any

from django import forms

from cluster_portal.accounts.mail_kinds import mail_kinds
from cluster_portal.accounts.models import User
from cluster_portal.accounts.services import NO_SUCH_MAIL
from cluster_portal.workspace.forms import ServiceForm


class MailChoicesForm(ServiceForm):
    """A box for each kind of e-mail; what is not ticked no longer comes."""

    wanted = forms.MultipleChoiceField(
        label="Thư muốn nhận",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": NO_SUCH_MAIL},
    )

    def __init__(self, data: Any, *, user: User) -> None:
        kinds = mail_kinds()
        muted = set(user.muted_mails.values_list("kind", flat=True))
        wanted = [kind for kind in kinds if kind not in muted]
        super().__init__(data, initial={"wanted": wanted})
        self.fields["wanted"].choices = list(kinds.items())
