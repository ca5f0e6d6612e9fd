"""Which names an account may carry: readable, not another's drawn with other letters."""

import unicodedata

MAX_LENGTH = 150
# Marks over one letter: "ễ" needs none after composition, the letters of minority languages one.
MAX_MARKS = 2
_PUNCTUATION = " -.,'’()/"
_LAST_LATIN_LETTER = 0x024F  # of Latin Extended-B; what follows is phonetic and looks like others
_VIETNAMESE_LETTERS = range(0x1E00, 0x1F00)  # Latin Extended Additional: "ạ", "ế", "ỹ"
_MARKS = range(0x0300, 0x0370)
# Latin letters that are drawn like others: eth and African d like đ, clicks like l and !.
_LOOK_ALIKES = frozenset("ÐðƉıſǀǁǂǃ")

HIDDEN = "Họ và tên có ký tự ẩn hoặc ký tự đảo chiều chữ. Hãy gõ lại."
FOREIGN = "Họ và tên chỉ gồm chữ cái La-tinh, chữ số và dấu câu thường: bỏ ký tự “{}”."
LONG = f"Họ và tên dài nhất {MAX_LENGTH} ký tự."
MARKS = "Họ và tên có quá nhiều dấu trên một chữ."
NO_LETTER = "Họ và tên phải có chữ cái."


def problem_of_name(name: str) -> str | None:
    """Return in Vietnamese why `name` is not accepted, or None when it is.

    Letters of other scripts (Cyrillic "а", full-width or mathematical letters), invisible and
    direction-changing characters are refused, not removed: who typed them meant to mislead, or
    pasted something else. Follows the restriction to one script of UTS 39.
    """
    if len(name) > 10 * MAX_LENGTH:  # before anything that takes longer the longer it is
        return LONG
    composed = unicodedata.normalize("NFC", name).strip()
    if len(composed) > MAX_LENGTH:
        return LONG
    marks = 0
    for character in composed:
        category = unicodedata.category(character)
        if category.startswith("C") or category in {"Zl", "Zp"}:
            return HIDDEN
        if category == "Mn":
            marks += 1
            if marks > MAX_MARKS:
                return MARKS
        else:
            marks = 0
        if not _is_accepted(character):
            return FOREIGN.format(character)
    return None if any(character.isalpha() for character in composed) else NO_LETTER


def _is_accepted(character: str) -> bool:
    code = ord(character)
    if character in _LOOK_ALIKES:
        return False
    if character.isalpha():
        is_latin = code <= _LAST_LATIN_LETTER or code in _VIETNAMESE_LETTERS
        return is_latin and unicodedata.name(character, "").startswith("LATIN ")
    return character in _PUNCTUATION or code in _MARKS or (character.isdigit() and code < 128)
