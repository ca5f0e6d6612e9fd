"""The same rows in the same order, whichever database searches.

What is expected is worked out here in plain Python from the kept rows, by the words of decision 32
and by none of the code that asks a database; so both databases are held to the same answer.
"""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.register.sight import Sight
from awards.register.spelling import is_one_slip
from cluster_portal.search.asked import understand
from cluster_portal.search.finding import Window, find
from cluster_portal.search.models import SearchEntry
from cluster_portal.search.rebuilding import differences
from cluster_portal.search.selectors import SORTS
from cluster_portal.search.spelling import corrected, is_word
from cluster_portal.vietnamese.folding import fold
from clusters.models import Cluster
from emulation.models import Conference, ConferenceStatus

pytestmark = pytest.mark.django_db

EVERYTHING = {sort.key: Window(0, 10_000) for sort in SORTS}
SHORT_FORMS = {
    "tp": "thanh pho",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ntm": "nong thon moi",
}
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")


def words_typed(typed):
    """Each word with the ways in which it may stand in a text; numbers also by threes."""
    found = []
    for piece in typed.split():
        if _GROUPED.fullmatch(piece) or re.fullmatch(r"\d{4,}", piece):
            digits = piece.replace(".", "")
            found.append([digits, re.sub(r"(?<=\d)(?=(\d{3})+$)", " ", digits)])
        else:
            for word in fold(piece).split():
                found.append([word, SHORT_FORMS[word]] if word in SHORT_FORMS else [word])
    return found


def holds(text, form, unfinished):
    return (f" {form}" if unfinished else f" {form} ") in f" {text} "


def expected(typed, sight):
    """Sort to the things that fit, best first."""
    rows = [
        row
        for row in SearchEntry.objects.all()
        if sight.everything or row.is_public or row.cluster in sight.clusters
    ]
    known = {
        word
        for row in SearchEntry.objects.all()
        for text in ((row.open_text,), (row.open_text, row.closed_text))[sight.everything]
        for word in text.split()
    }
    words = words_typed(typed)
    last = words[-1][0]
    unfinished = len(words[-1]) == 1 and last.isalpha() and len(last) > 1 and last not in known
    phrase = fold(typed)
    things = {}
    for row in rows:
        own = f"{row.open_text} {row.closed_text}".strip()
        names = [name for name in row.names.split("|") if name]

        def stands(ways, text, *, row_last=words[-1]):
            goes_on = unfinished and ways is row_last
            return any(holds(text, way, goes_on) for way in ways)

        if not all(stands(ways, own) or stands(ways, row.context) for ways in words):
            continue
        if not any(stands(ways, own) for ways in words):
            continue
        spaced = " ".join(names)
        if phrase in names:
            place = 1 if row.part in ("former", "later") else 0
        elif any(f"{name} ".startswith(phrase if unfinished else f"{phrase} ") for name in names):
            place = 1
        elif names and holds(spaced, phrase, unfinished):
            place = 2
        elif names and all(stands(ways, spaced) for ways in words):
            place = 3
        elif len(words) == 1 or holds(own, phrase, unfinished):
            place = 4
        else:
            place = 5
        fits = things.setdefault(row.sort, {}).setdefault(row.thing, [])
        fits.append((place, row.newest_first, row.sort_key))
    return {
        sort: sorted(
            found,
            key=lambda thing: (*(min(each) for each in zip(*found[thing], strict=True)), thing),
        )
        for sort, found in things.items()
    }


def answered(typed, sight):
    asked = understand(typed)
    if not is_word(asked.last.words[0], is_open=not sight.everything) and not asked.last.phrases:
        asked = asked.left_open()
    found = find(asked, sight, EVERYTHING)
    assert all(of_sort.total == len(of_sort.things) for of_sort in found.values())
    return {sort: [one.thing for one in of_sort.things] for sort, of_sort in found.items()}


@pytest.fixture
def vocabulary(record):
    """Some cluster's and conference's drafts beside the published record, and the words of all."""
    Conference.objects.order_by("pk").filter(pk__gt=2).update(status=ConferenceStatus.DRAFT)
    Cluster.objects.filter(pk=Cluster.objects.order_by("pk").last().pk).update(is_confirmed=False)
    assert differences() == 0
    texts = SearchEntry.objects.order_by("pk").values_list("open_text", "closed_text")
    return sorted({word for row in texts for text in row for word in text.split()})


@given(data=st.data())
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_words_find_the_same_in_the_same_order(vocabulary, data):
    pieces = st.one_of(
        st.sampled_from(vocabulary),
        st.sampled_from(vocabulary).map(lambda word: word[: max(1, len(word) - 2)]),
        st.sampled_from(["giao ước", "thi đua", "Nam", "tỉnh", "Đồng bằng sông Hồng", "hội nghị"]),
        st.sampled_from(["413.612", "413612", "2024", "2.024", "1.200", "63"]),
        st.sampled_from(["TP", "UBND", "HĐND", "NTM"]),
    )
    typed = " ".join(data.draw(st.lists(pieces, min_size=1, max_size=4, unique=True)))
    clusters = tuple(Cluster.objects.order_by("pk").values_list("pk", flat=True)[:2])
    sight = data.draw(st.sampled_from([Sight(), Sight(clusters=clusters), Sight(everything=True)]))
    assert answered(typed, sight) == expected(typed, sight)


def test_a_slip_is_mended_by_the_same_words(vocabulary):
    """One letter too many, for some of the words that occur: meant is what stands most often."""
    often = Counter(
        word
        for text in SearchEntry.objects.filter(is_public=True).values_list("open_text", flat=True)
        for word in set(text.split())
    )
    for word in [word for word in vocabulary if len(word) > 5 and word.isalpha()][::7]:
        typed = f"{word[:3]}x{word[3:]}"
        mended = corrected(understand(typed), Sight())
        near = [one for one in often if one.isascii() and one.isalpha() and is_one_slip(typed, one)]
        near.sort(key=lambda one: (one[0] != typed[0], one))
        meant = max(near[:5], key=lambda one: often[one], default=None)
        assert (mended.phrase if mended else None) == meant
