"""Changing a copy of the record's files, running commands, and seeing what the database holds."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command


def replace(data: Path, file: str, old: str, new: str) -> None:
    """Put `new` in place of the first `old` of a file."""
    path = data / file
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_models()
    }


def run(name: str, *arguments: str) -> str:
    """What a command prints."""
    output = StringIO()
    call_command(name, *arguments, stdout=output)
    return output.getvalue()
