"""Seals what could not be sealed at once: `manage.py seal_documents`, for a timer."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cluster_portal.documents.signing.backends import SigningUnavailable
from cluster_portal.documents.signing.configured import portal_seal
from cluster_portal.documents.signing.refusals import Refusal
from cluster_portal.workspace.signing.sealing import seal_document, unsealed


class Command(BaseCommand):
    help = "Puts the portal's confirmation into fully signed documents that lack it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal each; exit code 1 when one of them could not be."""
        if portal_seal() is None:
            self.stdout.write("No token is configured (PORTAL_SEAL_LIBRARY): nothing was sealed.")
            return
        failed = 0
        for document in unsealed():
            try:
                seal_document(document)
            except (SigningUnavailable, Refusal, ValidationError) as error:
                failed += 1
                self.stderr.write(f"{document.document_number}: {error}")
            else:
                self.stdout.write(f"{document.document_number}: sealed")
        if failed:
            raise CommandError(f"{failed} documents could not be sealed.")
