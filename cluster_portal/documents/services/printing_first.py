"""A document is printed while nobody waits for it, and issued only if it is still the same."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from cluster_portal.documents.codes import new_code
from cluster_portal.documents.errors import DocumentError
from cluster_portal.documents.printing import print_document

Done = TypeVar("Done")
TRIES = 5
CHANGED_MEANWHILE = (
    "Trong lúc cổng làm văn bản, dữ liệu in trong đó liên tục thay đổi nên chưa ban hành gì. Đợi ít"
    " phút rồi làm lại."
)


class NotPrintedYet(Exception):
    """The act has come to its document, which is to be printed before it is done in earnest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html


class Press:
    """Gives what is printed already. `code` is the verification code to print in the document."""

    def __init__(self) -> None:
        self.code = new_code()
        self._printed: dict[str, bytes] = {}

    def __call__(self, html: str) -> bytes:
        """The PDF of `html`. Raises NotPrintedYet to undo the act where there is none."""
        try:
            return self._printed[html]
        except KeyError:
            raise NotPrintedYet(html) from None

    def print(self, html: str) -> None:
        """Print `html`. Raises ValidationError when that cannot be done."""
        try:
            self._printed[html] = print_document(html)
        except DocumentError as error:
            raise ValidationError(str(error)) from error


def issue_printed(act: Callable[[Press], Done], press: Press | None = None) -> Done:
    """Do `act`, which issues a document that the press prints, and return what it returns.

    Printing takes seconds, and what `act` writes is locked for everybody: the audit's chain, the
    series of numbers, the year. So it is done once to see what is to be printed, and undone; then
    that is printed, under no lock; then it is done again. Whatever has changed meanwhile in what is
    printed, a number that somebody else took for one, shows in the document and is printed anew.
    A number is taken in the transaction that keeps its document, so that none is lost.

    Each time is one transaction. Inside another one what that holds stays held; a caller that
    holds something calls this itself, around all it does, and passes its `press` on.

    Raises:
        ValidationError: what `act` refuses; the document could not be printed, or changed each
            time. Nothing is issued then.
    """
    if press is not None:
        with transaction.atomic():
            return act(press)
    press = Press()
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return act(press)
        except NotPrintedYet as asked:
            html = asked.html
        press.print(html)
    raise ValidationError(CHANGED_MEANWHILE)
