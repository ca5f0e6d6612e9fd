"""What identifies a person: a name without disguise, an address in plain letters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from cluster_portal.database.fields import NormalisedCharField, NormalisedMixin
from cluster_portal.vietnamese.names import problem_of_name

ASCII_ONLY = "Thư điện tử chỉ gồm chữ cái không dấu, chữ số và dấu câu."


class PersonNameField(NormalisedCharField):
    """A person's name; says what is wrong with it before anything is cleaned away."""

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        if isinstance(value, str) and value.strip() and (problem := problem_of_name(value)):
            raise ValidationError(problem, code="name")
        return super().clean(value, model_instance)


def validate_ascii(value: str) -> None:
    """Refuse letters outside ASCII: an address with a Cyrillic letter would look like another's."""
    if not value.isascii():
        raise ValidationError(ASCII_ONLY, code="ascii")


def lower_case(email: str) -> str:
    """Return the address in lower case, without spaces around it.

    One with letters outside ASCII keeps them: the lower case of the Kelvin sign is a plain k, and
    somebody else's address would come out.
    """
    email = email.strip()
    return email.lower() if email.isascii() else email


class LowerCaseEmailField(NormalisedMixin, models.EmailField):
    """An address in plain letters; typed in any case, kept and looked up in lower case."""

    normaliser = staticmethod(lower_case)
    default_validators = (*models.EmailField.default_validators, validate_ascii)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": LowerCaseEmailFormField, **kwargs})


class LowerCaseEmailFormField(forms.EmailField):
    """The field of a form for the same: any case is typed, lower case comes out."""

    default_validators = (*forms.EmailField.default_validators, validate_ascii)

    def to_python(self, value: Any) -> str:
        return lower_case(super().to_python(value))
