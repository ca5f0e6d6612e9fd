"""Files that no form takes: their length is learned, their bytes are dropped."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


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
