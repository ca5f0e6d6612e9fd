"""Model fields that keep Vietnamese text in one form, searchable and in dictionary order."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from cluster_portal.vietnamese.folding import fold, normalise, normalise_paragraphs
from cluster_portal.vietnamese.order import sort_key
from cluster_portal.vietnamese.safety import refused_characters


class NormalisedFormField(forms.CharField):
    """Text as the column will keep it, so that line ends as browsers send them are no change.

    What is refused stays as it was typed: the model field says what is wrong with it.
    """

    def __init__(self, *, normaliser: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.normaliser = normaliser

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not isinstance(text, str) or refused_characters(text):
            return text
        return self.normaliser(text) or self.empty_value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.to_python(initial), data)


class NormalisedMixin:
    """Writes and looks up text in NFC, whatever way it was typed.

    Validation refuses characters that turn the direction of text or control a device.
    """

    normaliser = staticmethod(normalise)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        # What is typed is refused, not mended: the writer sees that something was hidden in it.
        if isinstance(value, str) and (found := refused_characters(value)):
            raise ValidationError(
                f"Có ký tự ẩn không được dùng ({', '.join(found[:3])}). Hãy xóa và gõ lại.",
                code="hidden_characters",
            )
        return super().clean(value, model_instance)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        if self.choices is None and "form_class" not in kwargs:
            kwargs |= {"form_class": NormalisedFormField, "normaliser": self.normaliser}
        return super().formfield(**kwargs)

    def to_python(self, value: Any) -> Any:
        # Before validation: a name of nothing but invisible characters is no name.
        value = super().to_python(value)
        return self.normaliser(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return self.normaliser(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.normaliser(value)
            setattr(model_instance, self.attname, value)
        return value


class NormalisedCharField(NormalisedMixin, models.CharField):
    """One line of Vietnamese text, kept in NFC."""


class NormalisedTextField(NormalisedMixin, models.TextField):
    """Paragraphs of Vietnamese text, kept in NFC, line breaks kept."""

    normaliser = staticmethod(normalise_paragraphs)


class DerivedMixin:
    """A column that a subclass's `derive` computes from `sources` at each save, also in bulk."""

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        kwargs["editable"] = False
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        texts = [str(getattr(model_instance, source) or "") for source in self.sources]
        value = self.derive(texts)
        setattr(model_instance, self.attname, value)
        return value


class SearchTextField(DerivedMixin, models.TextField):
    """The row's text folded for search: lower case, without diacritics, đ as d."""

    def derive(self, texts: list[str]) -> str:
        return fold(" ".join(texts))


class FoldedNamesField(DerivedMixin, models.TextField):
    """The row's names folded, each between bars: "|nam dinh|tinh nam dinh|".

    A search tells by it whether it was given a whole name, or how one begins.
    """

    def derive(self, texts: list[str]) -> str:
        names = dict.fromkeys(filter(None, map(fold, texts)))
        return f"|{'|'.join(names)}|" if names else ""


class SortKeyField(DerivedMixin, models.CharField):
    """Digits that sort as Vietnamese does, the same on every database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 1000)
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def derive(self, texts: list[str]) -> str:
        return sort_key(" ".join(texts))
