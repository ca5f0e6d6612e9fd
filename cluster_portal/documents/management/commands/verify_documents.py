"""Hash every issued document and every signature in it again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cluster_portal.documents.integrity import problems_of
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.documents.signature_count import signatures_in

HEADINGS = ("Mã", "Số", "Lần", "Chữ ký", "Byte", "Kết quả")
WIDTHS = (14, 24, 4, 7, 12)


class Command(BaseCommand):
    help = "Băm lại mọi văn bản đã ban hành và mọi lần ký; báo văn bản nào khác với lúc ghi."

    def handle(self, *args: Any, **options: Any) -> None:
        self._line(*HEADINGS)
        checked = wrong = 0
        # One by one: a document with its signatures may take some megabytes.
        for key in IssuedDocument.objects.order_by("pk").values_list("pk", flat=True):
            document = IssuedDocument.objects.get(pk=key)
            problems = problems_of(document, signatures_in=signatures_in)
            checked, wrong = checked + 1, wrong + bool(problems)
            head = document.head()
            self._line(
                document.shown_code or "–",
                document.document_number,
                str(document.revision),
                str(document.revisions.count()),
                str(head.length),
                "; ".join(problems) or "đúng",
            )
        if wrong:
            raise CommandError(f"{wrong} trong {checked} văn bản khác với lúc ghi.")
        self.stdout.write(f"{checked} văn bản còn nguyên vẹn.")

    def _line(self, *cells: str) -> None:
        columns = (f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=False))
        self.stdout.write("  ".join((*columns, cells[-1])))
