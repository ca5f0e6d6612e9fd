"""The form that hands what it holds to a service."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cluster_portal.pages.administration.corrections import NEEDED, ReasonField


class ServiceForm(forms.Form):
    """Passes what it holds to a service, and puts what the service refuses beside the fields.

    `ask_reason`: the year is over, so that the write is a correction.
    """

    renamed: dict[str, str] = {}  # the service's names of fields that have another one here

    def __init__(self, *args: Any, ask_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ask_reason:
            self.fields["reason"] = ReasonField(error_messages={"required": NEEDED})

    def save_by(self, service: Callable[..., Any], **given: Any) -> Any | None:
        """Call `service` with `given` and the form's values; None when it refuses.

        Raises PermissionDenied as the service does.
        """
        try:
            return service(**given, **self.cleaned_data)
        except ValidationError as error:
            self.refuse(error)
            return None

    def refuse(
        self, error: ValidationError, otherwise: str | None = None, prefix: str = ""
    ) -> None:
        """Show `error` beside its fields; what has none beside `otherwise`, or over the form."""
        for name, messages in error.update_error_dict({}).items():
            own = self.renamed.get(name, name)
            words = [word for one in messages for word in one.messages]
            if own in self.fields:
                self.add_error(own, words)
            else:
                self.add_error(otherwise, [f"{prefix}{word}" for word in words])
