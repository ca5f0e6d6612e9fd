"""Characters that have no place in a text that people typed."""

import re

# Marks that turn the direction of what follows (Unicode UAX #9; Trojan Source, CVE-2021-42574).
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# C0 and C1 but for tab, line ends and what word processors paste in their place.
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
_REFUSED = re.compile(f"[{_DIRECTION}{_CONTROL}{_NONCHARACTERS}]")


def refused_characters(text: str) -> list[str]:
    """Return which refused characters stand in `text`, each once, as "U+202E".

    They are direction marks, control characters and noncharacters. Other invisible characters,
    such as zero-width spaces, come along with copied text and are dropped by `normalise`.
    """
    return [f"U+{ord(character):04X}" for character in dict.fromkeys(_REFUSED.findall(text))]
