"""Telling whether two lines name the same recipient."""

from cluster_portal.vietnamese.folding import fold

MAX_KEY = 300
# Written before a name and no part of it: "Ông", "Đồng chí", "Đ/c".
_TITLES = (("dong", "chi"), ("d", "c"), ("dc",), ("ong",), ("ba",), ("anh",), ("chi",))


def recipient_key(name: str) -> str:
    """Return what names of one recipient have in common, at most `MAX_KEY` characters.

    Case, diacritics, punctuation, spaces, the order of the words and a title in front do not
    count: "Bà NGUYỄN THỊ Lan" and "Lan Nguyễn Thị" give the same. Empty for a name of signs.
    """
    words = fold(name).split()
    while title := next((one for one in _TITLES if tuple(words[: len(one)]) == one), None):
        if len(words) - len(title) < 2:  # a title leaves a name behind it
            break
        words = words[len(title) :]
    return " ".join(sorted(words))[:MAX_KEY]
