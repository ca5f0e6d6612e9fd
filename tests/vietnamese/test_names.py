"""Names of people: every Vietnamese one passes, and none that is drawn with other letters."""

import unicodedata

import pytest

from cluster_portal.vietnamese import names
from cluster_portal.vietnamese.names import problem_of_name

GOOD = [
    "Nguyễn Thị Ánh Nguyệt",
    "Đặng Đình Ưng",
    "Y Ayun H’Đơk Niê",
    "Bdăp Ƀyă",
    "Phạm Văn A (dùng thử)",
    "Jean-Pierre O'Neill",
    "Trần Văn 3",
]


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_that_people_bear_is_accepted_in_both_forms(name, form):
    assert problem_of_name(unicodedata.normalize(form, name)) is None


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Vаn A",  # Cyrillic а
        "Nguyễn Vαn A",  # Greek alpha
        "Nguyễn Vɑn A",  # phonetic alpha
        "Ðặng Văn A",  # eth, drawn like Đ
        "Ɖặng Văn A",  # African D, drawn like Đ
        "Ｎguyễn Văn A",  # full width
        "𝐍guyễn Văn A",  # mathematical
        "阮文安",
        "نگوین",
        "Nguyễn Văn A ★",
        "Nguyễn <b>A</b>",
        "Nguyễn ١٢",
    ],
)
def test_letters_that_are_not_latin_are_refused_by_name(name):
    assert "La-tinh" in problem_of_name(name)


@pytest.mark.parametrize(
    "character", ["\u202e", "\u200b", "\u2066", "\ufeff", "\x00", "\u00ad", "\u2028", "\ue000"]
)
def test_hidden_and_turning_characters_are_refused(character):
    assert problem_of_name(f"Nguyễn{character}Văn A") == names.HIDDEN


def test_a_heap_of_marks_is_refused():
    assert problem_of_name("Nguyễn Văn A" + "\u0316" * 9) == names.MARKS


def test_length_and_letters():
    assert problem_of_name("A" * 150) is None
    assert problem_of_name("A" * 151) == names.LONG
    assert problem_of_name("123") == names.NO_LETTER
