"""Whether what the portal tells was made by machine: every page, file and document says so."""

from django.conf import settings
from django.utils.module_loading import import_string

WORDS = "DỮ LIỆU THỬ"


def is_generated() -> bool:
    """As the function tells that the setting GENERATED_DATA names."""
    return import_string(settings.GENERATED_DATA)()


def marked(filename: str) -> str:
    """The name of a file to hand out, which says so as well."""
    return f"du-lieu-thu-{filename}" if is_generated() else filename
