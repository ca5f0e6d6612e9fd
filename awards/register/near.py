"""Names that may be one: written alike but for diacritics or the order of words, or a slip away."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from awards.register.spelling import is_one_slip


@dataclass(frozen=True, order=True)
class Near:
    """Two names as they are written and their keys; `is_slip` when their letters differ too."""

    is_slip: bool
    one: str
    other: str
    one_key: str = ""
    other_key: str = ""


def near_names(names: Iterable[tuple[str, str]]) -> list[Near]:
    """Pairs of different names that may be of one recipient; those of the same letters first.

    `names` are (key, name as written), the key as in `Award.same_recipient`. Takes time by the
    number of names, not of pairs: two words at one slip have a word in common among those that
    each leaves when one letter is taken out.
    """
    written: dict[str, set[str]] = {}
    for key, name in names:
        if key:
            written.setdefault(key, set()).add(name)
    pairs = {
        Near(False, *pair, key, key)
        for key, same in written.items()
        for pair in combinations(sorted(same), 2)
    }
    for keys in _keys_at_one_slip(list(written)):
        # A name written in two ways stands here by one of them.
        (one, one_key), (other, other_key) = sorted((min(written[key]), key) for key in keys)
        pairs.add(Near(True, one, other, one_key, other_key))
    return sorted(pairs)


def _keys_at_one_slip(keys: list[str]) -> set[tuple[str, str]]:
    """Pairs of keys that are equal but for one word, which is one slip from its counterpart."""
    beside: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for key in keys:
        words = key.split()
        for at, word in enumerate(words):
            # Keys are in alphabetical order, which a slip may change: the others stay in order.
            others = " ".join(words[:at] + words[at + 1 :])
            for shorter in _without_a_letter(word):
                beside.setdefault((others, shorter), set()).add((word, key))
    return {
        (min(one, other), max(one, other))
        for near in beside.values()
        for (word, one), (another, other) in combinations(sorted(near), 2)
        if is_one_slip(word, another)
    }


def _without_a_letter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
