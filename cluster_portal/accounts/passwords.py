"""Passwords by NIST SP 800-63B-4, section 3.1.1: long, not expected, otherwise free.

No rule about kinds of characters and no expiry: both make passwords worse.
"""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError

from cluster_portal.vietnamese.folding import fold

MIN_LENGTH = 15
MAX_LENGTH = 128
# As it is typed. Normalising takes the square of the length, so nothing longer is looked into.
LONGEST_INPUT = 1024
TOO_LONG = f"Mật khẩu quá dài: nhiều nhất {MAX_LENGTH} ký tự."
LONGEST_RUN = 4  # a piece of at most so many characters, repeated, makes no password
SERVICE_WORDS = (
    *("cong thi dua", "cum thi dua", "thi dua khen thuong", "thi dua", "khen thuong", "cum truong"),
    *("ban thu ky", "cong thong tin", "mat khau", "dang nhap", "password", "portal", "viet nam"),
)


def normalise_password(password: str) -> str:
    """Return `password` in NFC: the same letters are the same password on every keyboard.

    What is longer than `LONGEST_INPUT`, and so nobody's password, is returned as it is.
    """
    if len(password) > LONGEST_INPUT:
        return password
    return unicodedata.normalize("NFC", password)


class LengthValidator:
    """Between 15 and 128 characters, counted as people see them."""

    def validate(self, password: str, user: Any = None) -> None:
        length = len(normalise_password(password))
        if length < MIN_LENGTH:
            raise ValidationError(
                f"Mật khẩu quá ngắn: cần ít nhất {MIN_LENGTH} ký tự.", code="password_too_short"
            )
        if length > MAX_LENGTH:
            raise ValidationError(TOO_LONG, code="password_too_long")

    def get_help_text(self) -> str:
        return (
            f"Từ {MIN_LENGTH} đến {MAX_LENGTH} ký tự, dùng được dấu cách và chữ có dấu. "
            "Nên ghép vài từ không liên quan với nhau."
        )


class RepetitionValidator:
    """Refuses one character or a short piece over and over: "aaaa…", "12341234…"."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST_INPUT:
            return  # too long, which is said already
        text = normalise_password(password).casefold()
        for size in range(1, LONGEST_RUN + 1):
            is_long_enough = len(text) >= 2 * size
            if is_long_enough and (text[:size] * (len(text) // size + 1))[: len(text)] == text:
                raise ValidationError(
                    "Mật khẩu chỉ lặp lại một vài ký tự. Hãy chọn mật khẩu khác.",
                    code="password_repeats",
                )

    def get_help_text(self) -> str:
        return "Không lặp đi lặp lại một vài ký tự."


class ExpectedWordsValidator:
    """Refuses what is left too short once the expected words are taken out.

    Expected are words of this service and the person's own name and address; digits and
    punctuation around them do not help.
    """

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST_INPUT:
            return  # too long, which is said already
        rest = f" {fold(password)} "
        for word in sorted(_expected(user), key=len, reverse=True):
            rest = rest.replace(word, " ").replace(word.replace(" ", ""), " ")
        letters = [character for character in rest if character.isalpha()]
        if rest.split() != fold(password).split() and len(letters) < MIN_LENGTH // 2:
            raise ValidationError(
                "Mật khẩu dễ đoán, vì gồm từ của cổng này hoặc tên, thư điện tử của chính bạn.",
                code="password_expected",
            )

    def get_help_text(self) -> str:
        return "Không dùng tên, thư điện tử của bạn hoặc từ của cổng này."


def _expected(user: Any) -> set[str]:
    words = set(SERVICE_WORDS)
    for text in (getattr(user, "full_name", ""), *getattr(user, "email", "").split("@")):
        folded = fold(text or "")
        words |= {folded, *(part for part in folded.split() if len(part) > 2)}
    return words - {""}
