"""The form that hands what it holds to a service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.choices import flatten_choices

from cluster_portal.audit.models import AuditEvent
from cluster_portal.database.seen import UNSEEN, is_stale
from cluster_portal.pages.administration.corrections import NEEDED, ReasonField
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.times import format_time

SEEN = "seen"
NOTHING = "để trống"
FILE_AGAIN = "Chọn lại tệp rồi lưu."
ADD = "add"  # the button that asks for more rows where no script adds them
MORE_ROWS = 5


def with_more_rows(data: QueryDict, prefix: str, most: int) -> QueryDict:
    """The rows that were sent and some empty ones, at most `most` together."""
    more = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    total = more.get(name, "")
    count = int(total) if total.isascii() and total.isdigit() and len(total) < 6 else 0
    more[name] = str(min(count + MORE_ROWS, most))
    return more


@dataclass(frozen=True)
class Loaded:
    """What a form starts from, so that two pages do not overwrite each other.

    `token`: that of the values as they stand, which the service compares. `target` and `actions`:
    whose audit events tell who saved last. `stands`: what stands by the names of fields, where
    that is not what the form is filled in with.
    """

    token: str
    target: models.Model | None = None
    actions: tuple[str, ...] = ()
    stands: Mapping[str, Any] | None = None

    def told(self) -> str:
        """Who has saved meanwhile, and when; empty where the audit does not say."""
        if self.target is None or self.target.pk is None:
            return ""
        events = AuditEvent.objects.filter(
            target_type=self.target._meta.label_lower,
            target_id=str(self.target.pk),
            action__in=self.actions,
        )
        event = events.order_by("-sequence").first()
        if event is None:
            return ""
        at = timezone.localtime(event.at)
        when = f"{format_time(at.time())} ngày {format_date(at.date())}"
        return f"{event.actor_name} đã lưu phần này lúc {when}."


class ServiceForm(forms.Form):
    """Passes what it holds to a service, and puts what the service refuses beside the fields.

    `ask_reason`: the year is over, so that the write is a correction. `loaded`: the form carries
    the token of what it starts from in a hidden field, which the service takes as `seen`.
    """

    renamed: dict[str, str] = {}  # the service's names of fields that have another one here
    loaded: Loaded | None = None

    def __init__(
        self, *args: Any, ask_reason: bool = False, loaded: Loaded | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if ask_reason:
            self.fields["reason"] = ReasonField(error_messages={"required": NEEDED})
        if loaded:
            self.start_from(loaded)

    def start_from(self, loaded: Loaded) -> None:
        """Carry the token of what stands."""
        self.loaded = loaded
        self.fields[SEEN] = forms.CharField(
            required=False,
            empty_value=UNSEEN,
            widget=forms.HiddenInput,
            initial=loaded.token,
        )

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Name, label and words of each field as it starts, for those who may not change it."""
        return [
            (bound.name, bound.label, _words(bound.field, bound.initial))
            for bound in self.visible_fields()
        ]

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
        if self.loaded and is_stale(error):
            self._show_what_stands(self.loaded, error)
            return
        for name, messages in error.update_error_dict({}).items():
            own = self.renamed.get(name, name)
            words = [word for one in messages for word in one.messages]
            if own in self.fields:
                self.add_error(own, words)
            else:
                self.add_error(otherwise, [f"{prefix}{word}" for word in words])

    def _show_what_stands(self, loaded: Loaded, error: ValidationError) -> None:
        """Somebody else has saved: say so, show it beside what was typed, take the new token."""
        stands = self.initial if loaded.stands is None else loaded.stands
        for name in [name for name in stands if name in self.fields]:
            field, bound = self.fields[name], self[name]
            words = _words(field, stands[name])
            if words != _words(field, bound.data if _chooses(field) else self.cleaned_data[name]):
                about = [f"{bound.auto_id}_stands_now", bound.aria_describedby]
                field.widget.attrs["aria-describedby"] = " ".join(filter(None, about))
                field.stands_now = words or NOTHING
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = loaded.token
        for name, field in self.fields.items():
            # A browser does not send a file back that it was not given again.
            if isinstance(field, forms.FileField) and self.cleaned_data.get(name):
                self.add_error(name, FILE_AGAIN)
        self.add_error(None, " ".join(filter(None, [loaded.told(), error.messages[0]])))


def _chooses(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField | forms.ModelChoiceField)


def _words(field: forms.Field, value: Any) -> str:
    """A value of `field`, stored, cleaned or as a choice is sent, as people read it."""
    value = field.prepare_value(value)
    if isinstance(field, forms.BooleanField):
        return "có" if value else "không"
    text = "" if value is None else "\n".join(str(value).splitlines())
    if _chooses(field):
        labels = {str(key): str(label) for key, label in flatten_choices(field.choices)}
        if isinstance(value, list):
            return ", ".join(labels.get(str(one), str(one)) for one in value)
        return labels.get(text, text)
    return text
