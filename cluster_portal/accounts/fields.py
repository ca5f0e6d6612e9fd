"""What identifies a person: a name without disguise, an address in plain letters."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cluster_portal.database.fields import NormalisedCharField
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
