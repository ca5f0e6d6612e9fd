"""Boxes to type in and lists to choose from."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import flatten_choices
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cluster_portal.pages.dense import written

NO_CHOICE = "“%(value)s” không có trong danh sách. Hãy chọn lại."

_LINE = 60  # signs that a line of a box holds, about
_MOST_LINES = 6


def one_line(text: str) -> str:
    """The text with a space in place of each line break."""
    return " ".join(text.splitlines())


class OneLine(forms.Textarea):
    """A box for a text without line breaks that shows all of it, however long.

    It grows with the text (`grows` in static/css/components.css; `rows` where a browser cannot),
    Enter makes no new line (static/js/lines.js), and a line break that comes all the same, pasted
    or sent, is read as a space.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, "class": "grows", "data-line": True, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        lines = 1 + len(str(value or "")) // _LINE
        context["widget"]["attrs"]["rows"] = min(lines, _MOST_LINES)
        context["widget"]["attrs"].pop("cols", None)
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> Any:
        value = super().value_from_datadict(data, files, name)
        return one_line(value) if isinstance(value, str) else value


class KeepingSelect(forms.Select):
    """A select that goes on showing what was sent although it is none of its choices.

    Otherwise a browser would show the first choice in its place, and the next press save that.
    """

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        groups = super().optgroups(name, value, attrs)
        known = {str(key) for key, _ in flatten_choices(self.choices)}
        unknown = [one for one in value if one and one not in known]
        for place, text in enumerate(unknown, len(known)):
            option = self.create_option(name, text, text, True, place)
            groups.append((None, [option], place))
        return groups


class LongSelect(forms.Select):
    """A select for hundreds of choices without groups: the same HTML, many times faster.

    Django draws every single option from a template of its own.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        values = {
            "choices": flatten_choices(self.choices),
            "chosen": self.format_value(value),
            "attributes": flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
        }
        return format_html("{}", written("choices.html", values))
