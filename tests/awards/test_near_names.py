"""Names that may be one, among those of a province."""

import random

import pytest

from awards.register.near import near_names
from awards.register.spelling import is_one_slip
from cluster_portal.vietnamese.persons import recipient_key


def pairs(*names):
    return [
        (near.one, near.other, near.is_slip)
        for near in near_names((recipient_key(name), name) for name in names)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lê Văn Hưng", "Lê Văn Hùng"), ("An Lê Văn", "Lê Văn An"), ("Bà Lò Thị Y", "Lò Thị Y")],
)
def test_names_of_the_same_letters(one, other):
    assert pairs(one, other) == [(*sorted((one, other)), False)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phạm Thị Hoan", "Phạm Thị Hoang"),
        ("Phạm Thị Hoan", "Phạm Thị Haon"),
        ("Phạm Thị Hoan", "Phạm Thị Hoen"),
        ("Đỗ Văn Xuân", "Đỗ Văn Zuân"),
        ("Bùi Văn Tám", "Cùi Văn Tám"),
    ],
)
def test_names_at_one_slip_wherever_the_alphabet_puts_the_word(one, other):
    assert pairs(one, other) == [(*sorted((one, other)), True)]


def test_the_same_letters_come_first_and_what_is_further_away_is_no_pair():
    names = ("Lê Văn An", "Le Van An", "Lê Văn Anh", "Lê Thị Anh", "Trần Bá Thu", "")
    assert pairs(*names) == [
        ("Le Van An", "Lê Văn An", False),
        ("Le Van An", "Lê Văn Anh", True),
    ]


def test_the_same_pairs_as_comparing_each_with_each():
    chance = random.Random(7)
    words = ["".join(chance.choices("abc", k=chance.randint(1, 4))) for _ in range(40)]
    keys = sorted({" ".join(sorted(chance.sample(words, 2))) for _ in range(120)})

    def is_near(one, other):
        return any(
            a[:x] + a[x + 1 :] == b[:y] + b[y + 1 :] and is_one_slip(a[x], b[y])
            for a, b in [(one.split(), other.split())]
            for x in range(len(a))
            for y in range(len(b))
        )

    found = {(near.one, near.other) for near in near_names((key, key) for key in keys)}
    assert found == {(a, b) for a in keys for b in keys if a < b and is_near(a, b)}
    assert len(found) > 50
