"""The form field for an upload."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cluster_portal.files.checks import check
from cluster_portal.files.kinds import FileKind, words_for


class UploadField(forms.FileField):
    """Takes files of `kinds`, checked as `services.store` does; a refusal stands beside it.

    The cleaned value is the upload, to be handed to `services.store` with the same `kinds`.
    """

    default_error_messages = {
        "required": "Chọn tệp.",
        "empty": "Tệp không có nội dung.",
        "missing": "Chọn tệp.",
        "invalid": "Tệp chưa gửi tới cổng. Hãy chọn lại.",
    }

    def __init__(self, *, kinds: Collection[FileKind], **options: Any) -> None:
        self.kinds = tuple(kinds)
        options.setdefault("help_text", f"Tệp {words_for(self.kinds)}.")
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Return the upload once it has passed every check."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            check(upload, self.kinds)
        return upload

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """Let the browser's dialogue offer files of these kinds first."""
        endings = (ending for kind in self.kinds for ending in kind.endings)
        return super().widget_attrs(widget) | {"accept": ",".join(endings)}
