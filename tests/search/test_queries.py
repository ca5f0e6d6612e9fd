"""What the record answers to queries that people type, written down once and read through.

The same file holds for both databases. Each answer is a list of sorts in order, with how many
things there are of each and the first three; `"meant"` is what was looked for in place of a slip.
"""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from cluster_portal.search.asked import understand
from cluster_portal.search.selectors import search

QUERIES = json.loads((Path(__file__).parent / "queries.json").read_text(encoding="utf-8"))


def plain(html):
    return unescape(re.sub(r"<[^>]+>", "", str(html)))


def answer(typed):
    found = search(AnonymousUser(), understand(typed), typed)
    answered = {
        group.heading: [group.total, *(plain(hit.title) for hit in group.hits[:3])]
        for group in found.groups
    }
    return {"meant": found.meant, **answered} if found.meant else answered


@pytest.mark.django_db
def test_the_record_answers_as_written(record):
    assert len(QUERIES) >= 60
    answers = {typed: list(answer(typed).items()) for typed in QUERIES}
    assert answers == {typed: list(found.items()) for typed, found in QUERIES.items()}
