"""Compare the private storage with the rows that speak of it."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cluster_portal.files.models import StoredFile
from cluster_portal.files.storage import private_storage

YOUNG = 24 * 60 * 60  # seconds; an upload of now may have its bytes but not yet its row


class Command(BaseCommand):
    help = "Băm lại mọi tệp đã tải lên; báo tệp mất, tệp bị đổi và tệp thừa."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--remove-unused",
            action="store_true",
            help="xóa tệp thừa, cũ hơn một ngày, mà không bản ghi nào nhắc tới",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        problems, known = [], set()
        for stored in StoredFile.objects.order_by("pk").iterator():
            known.add(stored.path)
            try:
                if not stored.is_intact():
                    problems.append(f"bị đổi: {stored.path} ({stored.name})")
            except FileNotFoundError:
                problems.append(f"mất: {stored.path} ({stored.name})")
        for path in sorted(_paths() - known):
            self._report_unused(path, remove=options["remove_unused"])
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"{len(known)} tệp còn nguyên vẹn.")

    def _report_unused(self, path: str, *, remove: bool) -> None:
        storage = private_storage()
        age = time.time() - storage.get_modified_time(path).timestamp()
        if remove and age > YOUNG:
            storage.delete(path)
            self.stdout.write(f"đã xóa tệp thừa: {path}")
        else:
            self.stdout.write(f"tệp thừa: {path}")


def _paths() -> set[str]:
    """What lies in the storage; unfinished files of an upload that broke off are there too."""
    storage = private_storage()
    if not storage.exists(""):
        return set()
    folders, _ = storage.listdir("")
    return {f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]}
