"""Cleaning text at the edge, and folding it for search and for addresses."""

import re
import unicodedata

# Letters that draw nothing although Unicode counts them as letters, marks or symbols.
_BLANKS = "\u034f\u115f\u1160\u2800\u3164\uffa0"
_BLANK = re.compile(f"[{_BLANKS}]")
# đ has no decomposition; ð is its look-alike, left in text by old keyboards and fonts.
_D_WITH_STROKE = str.maketrans({"đ": "d", "ð": "d"})

# Composing takes time that grows with the square of a run of marks: 30 are enough for every
# language (Unicode UAX 15, Stream-Safe Text Format).
_MOST_MARKS = 30
_MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{{_MOST_MARKS}}})[{_MARKS}]+")


def normalise(text: str) -> str:
    """Return one clean line: composed letters (NFC), single spaces, nothing invisible.

    Removes control characters, direction overrides, zero-width characters and lone
    surrogates; every run of white space, line breaks and no-break spaces included,
    becomes one space. Of a run of marks over one letter 30 are kept.
    """
    # Most texts have nothing to drop but line breaks, and files bring many: `isprintable` leaves
    # nothing hidden but the blanks.
    text = " ".join(text.split())
    if text.isprintable() and not _BLANK.search(text):
        visible = text
    else:
        visible = "".join(_visible(character) for character in text)
    if len(visible) > _MOST_MARKS:
        visible = _TOO_MANY_MARKS.sub(r"\1", visible)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def normalise_paragraphs(text: str) -> str:
    """Return `text` with each line passed through `normalise`, line breaks kept.

    Several empty lines become one; none is left at the start or the end.
    """
    lines = "\n".join(normalise(line) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def fold(text: str) -> str:
    """Return `text` for comparison in search: lower case, no diacritics, no punctuation.

    "Đồng bằng sông Hồng" becomes "dong bang song hong". Both ways of placing a tone
    ("Hoà", "Hòa") and both Unicode forms of a letter fold to the same text.
    """
    return " ".join(normalise(text).translate(_FOLDED).split())


def fold_terms(text: str, limit: int = 8) -> list[str]:
    """Return the first `limit` distinct words of `text`, folded, in the order typed."""
    return list(dict.fromkeys(fold(text).split()))[:limit]


def slugify_vietnamese(text: str) -> str:
    """Return `text` as part of an address: "Đồng Nai" becomes "dong-nai".

    Only ASCII letters, digits and hyphens remain, so the result may be empty.
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    if character in _BLANKS or unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
        return ""
    return character


class _Folded(dict[int, str]):
    """Letters to what they fold to; each is worked out once, as files bring millions.

    A letter folds the same beside any other: only marks depend on their neighbours, and they go.
    """

    def __missing__(self, code: int) -> str:
        # Compatibility letters may fold to letters that decompose again, so go round until stable.
        folded = chr(code)
        while (again := _fold_once(folded)) != folded:
            folded = again
        if code < _REMEMBERED:
            self[code] = folded
        return folded


def _fold_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_D_WITH_STROKE)
    letters = (c for c in decomposed if not unicodedata.category(c).startswith("M"))
    return "".join(c if c.isalnum() else " " for c in letters)


_REMEMBERED = 0x3000  # the scripts of Europe and their signs; others are worked out each time
_FOLDED = _Folded()
