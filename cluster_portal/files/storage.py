"""Where the bytes of private files are."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

FOLDER_MODE, FILE_MODE = 0o700, 0o600


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Files that only the portal's own user may read, and that have no address.

    A file appears under its name whole or not at all; saving the same name again replaces it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            file_permissions_mode=FILE_MODE,
            directory_permissions_mode=FOLDER_MODE,
            allow_overwrite=True,
            **options,
        )

    def url(self, name: str | None) -> str:
        """Refuse: a private file is handed out by a view alone."""
        raise ValueError("a private file has no address")

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        for folder in (Path(self.location), target.parent):
            folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        # mkstemp makes the file readable by its owner alone.
        descriptor, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(unfinished).unlink()
            raise
        return name


def private_storage() -> Storage:
    """The storage called "private" in the settings."""
    return storages["private"]


def place_of(sha256: str) -> str:
    """Return where bytes with this hash are kept: two letters as folder, and no ending."""
    return f"{sha256[:2]}/{sha256}"
