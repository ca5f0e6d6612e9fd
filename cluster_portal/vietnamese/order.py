"""Vietnamese dictionary order as a key that every database sorts alike."""

import unicodedata

from cluster_portal.vietnamese.folding import normalise

MAX_CHARACTERS = 200
# Per character two digits of weight, one of tone and one of case; two between.
SORT_KEY_MAX_LENGTH = MAX_CHARACTERS * 4 + 2

# In the order of the Unicode collation for "vi"; signs in one group sort alike, so that a
# hyphen and a dash in the same name make no difference.
_DASHES = "-\u2010\u2013\u2014\u2212"
_SIGNS = (
    *(" ", "_", _DASHES, ",", ";", ":", "!", "?", ".", "·", "'\u2018\u2019", '"“”«»', "(", ")"),
    *("[", "]", "{", "}", "@", "*", "/", "\\", "&", "#", "%", "•", "`", "^", "°", "+", "±", "÷"),
    *("\u00d7", "<", "=", ">", "|", "~", "≤", "≥", "$", "£", "₫", "€"),
)
_DIGITS = "0123456789"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHTS = {
    character: str(weight)
    for weight, group in enumerate((*_SIGNS, *_DIGITS, *_LETTERS), start=10)
    for character in group
}
_AFTER_ALL_LETTERS = "99"

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_OTHER_MARK = "6"


def sort_key(text: str) -> str:
    """Return a text of ASCII digits whose plain order is Vietnamese dictionary order.

    The whole text is compared first by letter (a ă â b c d đ e ê …), then by tone (none,
    huyền, hỏi, ngã, sắc, nặng), then by case, lower first. Spaces sort before signs, signs
    before digits, digits before letters; digits compare one by one, so "10" precedes "2".
    Letters of other scripts come last, unordered.
    Only the first 200 characters count; the key has at most `SORT_KEY_MAX_LENGTH` digits.
    """
    weights, tones, cases = [], [], []
    for base, marks, is_capital in _split(text)[:MAX_CHARACTERS]:
        composed = base
        tone = "0"
        for mark in marks:
            if mark in _TONES:
                tone = _TONES[mark]
            elif (letter := unicodedata.normalize("NFC", composed + mark)) in _WEIGHTS:
                composed = letter
            elif tone == "0":
                tone = _OTHER_MARK
        weights.append(_WEIGHTS.get(composed, _AFTER_ALL_LETTERS))
        tones.append(tone)
        cases.append("1" if is_capital else "0")
    # "00" is below every weight: a text sorts before those that continue it.
    return "".join((*weights, "00", *tones, *cases))


def _split(text: str) -> list[tuple[str, str, bool]]:
    """Return the letters of `text`, each as bare lower-case base, its marks, and its case."""
    letters: list[tuple[str, str, bool]] = []
    for character in unicodedata.normalize("NFKD", normalise(text)[:MAX_CHARACTERS]):
        if not unicodedata.category(character).startswith("M"):
            folded = character.casefold()
            letters += [(base, "", character != folded) for base in folded]
        elif letters:
            base, marks, is_capital = letters[-1]
            letters[-1] = (base, marks + character, is_capital)
    return letters
