"""Names of uploaded files, made safe to show and to save on any system."""

import re

from cluster_portal.files.kinds import FileKind
from cluster_portal.vietnamese.folding import normalise

LONGEST = 150  # characters, ending included
UNNAMED = "tep"
# Characters that a path, a drive or a shell would read as something else.
_SPECIAL = re.compile(r'[<>:"|?*\x00-\x1f]')
# Windows opens these as devices, whatever their ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=$|[.\s])", re.IGNORECASE)


def clean_name(name: str, kind: FileKind) -> str:
    """Return the last part of `name`, clean, with the one ending that its content has.

    Paths, control characters, direction overrides and leading dots go; letters are composed.
    """
    last = re.split(r"[/\\]", name)[-1]
    stem = normalise(_SPECIAL.sub(" ", last))
    for ending in kind.endings:
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    stem = stem.strip(" .")
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    ending = kind.endings[0]
    stem = stem[: LONGEST - len(ending)].strip(" .")
    return (stem or UNNAMED) + ending
