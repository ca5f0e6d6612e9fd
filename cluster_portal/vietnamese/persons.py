"""Telling whether two lines name the same recipient."""

import re

from cluster_portal.vietnamese.folding import fold, normalise

MAX_KEY = 300
# Written before a name and no part of it: "Ông", "Đồng chí", "Đ/c", "TS.", "Đại tá".
_TITLES = frozenset(
    tuple(words.split())
    for words in (
        *("dong chi", "d c", "dc", "ong", "ba", "anh", "chi", "gia dinh"),
        *("gs", "pgs", "ts", "ths", "bs", "ks", "giao su", "pho giao su"),
        *("tien si", "thac si", "bac si", "ky su", "nha giao", "nghe nhan", "nghe si", "luat su"),
        *("dai ta", "thuong ta", "trung ta", "thieu ta", "trung tuong", "thieu tuong"),
        *("dai uy", "thuong uy", "trung uy", "thieu uy"),
    )
)
_HOUSEHOLD = re.compile(r"^hộ\s", re.IGNORECASE)  # told from the family name Hồ by its tone
# Between a name and what its bearer is: "Nguyễn Văn Bình, Chủ tịch UBND xã Tân Dân".
_AFTER_NAME = re.compile(r"[,;(]|\s[-–—]\s")
# Where a collective is, in parts of its own: "Công an xã Tân Dân, huyện Khoái Châu".
_DISTRICT = re.compile(r"[,;(]\s*(?:huyện|quận|thị xã)\b[^,;()]*", re.IGNORECASE)
_PLACES = frozenset({("tinh",), ("thanh", "pho"), ("tp",), ("t", "p")})
_SHORT = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"))


def recipient_key(name: str) -> str:
    """Return what names of one person have in common, at most `MAX_KEY` characters.

    Case, diacritics, punctuation, spaces, the order of the words, titles in front and the office
    behind do not count: "Bà NGUYỄN THỊ Lan, Giám đốc Sở Nội vụ" and "Lan Nguyễn Thị" give the same.
    Empty for a name of signs.
    """
    name = normalise(name)
    head = _HOUSEHOLD.sub("", _AFTER_NAME.split(name, maxsplit=1)[0])
    words = (fold(head) or fold(name)).split()
    while title := _beginning(words, _TITLES, at_most=3):
        if len(words) - title < 2:  # a title leaves a name behind it
            break
        words = words[title:]
    return " ".join(sorted(words))[:MAX_KEY]


def initials(name: str) -> str:
    """Return `name` with the family name alone written out: "Bà Nguyễn T. L.".

    Titles stay; the office behind the name goes, as it would tell who it is. A name of one word
    is one letter.
    """
    head = _AFTER_NAME.split(normalise(name), maxsplit=1)[0]
    words = head.split()
    start = 1 if _HOUSEHOLD.match(head) and len(words) > 1 else 0
    while title := _beginning([fold(word) for word in words[start:]], _TITLES, at_most=3):
        if len(words) - start - title < 2:
            break
        start += title
    kept, own = words[:start], words[start:]
    family = own[:1] if len(own) > 1 else []
    return " ".join((*kept, *family, *(f"{word[0].upper()}." for word in own[len(family) :])))


def collective_key(name: str, place: str = "") -> str:
    """Return what names of one collective have in common, at most `MAX_KEY` characters.

    `place` is the province to which it belongs, whether its name says so or not: "Sở Nội vụ" of
    Hưng Yên, "Sở Nội vụ tỉnh Hưng Yên" and "Sở Nội vụ, TP. Hưng Yên" give the same.
    """
    name = normalise(name)
    folded = f" {fold(_DISTRICT.sub(' ', name)) or fold(name)} "
    for written, short in _SHORT:
        folded = folded.replace(f" {written} ", f" {short} ")
    words = {*_without_places(folded.split()), *_without_places(fold(place).split())}
    return " ".join(sorted(words))[:MAX_KEY]


def _without_places(words: list[str]) -> list[str]:
    """Words without "tỉnh" or "thành phố" before the name of one."""
    kept: list[str] = []
    while words:
        place = _beginning(words, _PLACES, at_most=2)
        if place == len(words):  # "Hà Tĩnh"
            place = 0
        kept += words[: 0 if place else 1]
        words = words[place or 1 :]
    return kept


def _beginning(words: list[str], known: frozenset[tuple[str, ...]], *, at_most: int) -> int:
    """How many words at the beginning are the longest of `known`; 0 for none."""
    return next((n for n in range(min(at_most, len(words)), 0, -1) if tuple(words[:n]) in known), 0)
