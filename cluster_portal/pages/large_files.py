"""Files that no form takes: their length is learned, their bytes are dropped."""

import io
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

_FRAME = 64 * 1024  # bytes of a form around its file


def takes_files_up_to(setting: str) -> Callable[[Callable], Callable]:
    """Mark a view whose form may bring one file of so many bytes, from anybody.

    `largest_request` asks for the mark; it must be above decorators that wrap the view.
    """

    def mark(view: Callable) -> Callable:
        view.takes_up_to = setting
        return view

    return mark


def largest_request(view: Callable) -> int:
    """How many bytes a request to `view` may have, its form included."""
    setting = getattr(view, "takes_up_to", "")
    own = getattr(settings, setting) + _FRAME if setting else 0
    return max(own, settings.MAX_REQUEST_BYTES)


class LargeFileHandler(FileUploadHandler):
    """Stands before the usual handlers and keeps from them what goes over MAX_REQUEST_BYTES.

    A file that did comes to the form empty, with the size that it had: `files.checks` refuses it
    by that.
    """

    is_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the bytes on, or nothing once the file has grown too large."""
        self.is_large = self.is_large or start + len(raw_data) > settings.MAX_REQUEST_BYTES
        return None if self.is_large else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the empty file; None leaves the file to the next handler."""
        if not self.is_large:
            return None
        for handler in self.request.upload_handlers:
            if begun := getattr(handler, "file", None):
                begun.close()  # which removes it from the disk
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size)
