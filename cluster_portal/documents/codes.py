"""Verification codes: what is printed on an issued document and typed in to ask about it.

The signs are digits and consonants that make no words, of which no two look alike, and from which
no Vietnamese input method makes another letter.
"""

import re
import secrets

SIGNS = "0123456789CFHJKMNPRTVX"
LENGTH = 12
GROUP = 4
# What is read or typed in the place of a sign that looks like it.
_LOOK_ALIKES = str.maketrans("OQDILZSGBUY", "000112568VV")
_BETWEEN = re.compile(r"[\s\-.‐‑‒–—−]+")


def new_code() -> str:
    """Return a code that nobody can guess: 12 signs, 53 bits by chance."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def shown_code(code: str) -> str:
    """Return the code as it is printed: "K7MN-40PX-92TR"."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """Return the code that somebody typed, in any case, with or without hyphens.

    Raises:
        ValueError: it cannot be a code, for the reason given in Vietnamese.
    """
    code = _BETWEEN.sub("", typed).upper().translate(_LOOK_ALIKES)
    if not code:
        raise ValueError("Nhập mã in trên văn bản.")
    if not code.isascii():
        raise ValueError(
            "Mã chỉ có chữ số và chữ cái không dấu. Nếu bộ gõ tiếng Việt đang bật, hãy tắt rồi nhập"
            " lại."
        )
    if wrong := sorted(set(code) - set(SIGNS)):
        raise ValueError(f"Mã không có ký tự “{wrong[0]}”. Xem lại mã in trên văn bản.")
    if len(code) != LENGTH:
        raise ValueError(f"Mã gồm {LENGTH} ký tự, bạn đã nhập {len(code)}. Xem lại mã.")
    return code
