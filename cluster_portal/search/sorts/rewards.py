"""Awards: found and ranked by their register, which knows who may read which name."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from awards.models import Award
from awards.register.finding import first_of
from awards.register.recipients import page_address
from awards.register.sight import Sight
from awards.register.spelling import nearest_words
from cluster_portal.search.asked import Asked
from cluster_portal.search.results import Group, Hit, Passage, highlight, snippets_of
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.folding import fold_terms

KEY, HEADING = "khen-thuong", "Khen thưởng"
_FITS = 3  # by the words that stand in them: names of people are no titles
_LONGEST = 200


def awards(asked: Asked, typed: str, user: Any, limit: int, *, nearest: bool = False) -> Group:
    """As the register finds them: private names only by who may read them.

    With `nearest` words stand for those that the register does not know.
    """
    register = f"{reverse('awards:register')}?{urlencode({'q': typed})}"
    sight = Sight.of(user)
    terms = fold_terms(typed, limit=_LONGEST)
    words = nearest_words(terms, sight) if nearest else ()
    found = first_of(terms, user, sight, max(limit, 1), words=words)
    hits = [
        Hit(
            title=highlight(f"{award.form} – {sight.recipient(award)}", asked),
            address=award.conference.get_absolute_url()
            if award.conference
            else page_address(award, sight) or register,
            facts=_facts(award, asked),
            snippets=snippets_of(_passages(award, sight, asked), asked),
            is_draft=not award.is_public,
        )
        for award in found.awards[:limit]
    ]
    return Group(
        KEY,
        HEADING,
        found.total,
        hits,
        best=_FITS,
        all_address=register,
        is_more=found.is_more,
    )


def _passages(award: Award, sight: Sight, asked: Asked) -> list[Passage]:
    """What else is said of an award; nothing of a person whose name the reader may not know."""
    if not sight.shows_all_of(award):
        return []
    return [
        Passage(label, text)
        for label, text in (("Người, cơ quan tặng", award.giving_body), ("Ghi chú", award.note))
        if "<mark>" in highlight(text, asked)
    ]


def _facts(award: Award, asked: Asked) -> list[str]:
    """What else places it; an award may be found by its unit or its cluster."""
    year = f"năm {award.emulation_year.year}"
    facts = [award.get_status_display(), year if award.year_is_stated else f"{year} (không nêu rõ)"]
    if award.unit:
        facts.append(highlight(award.unit.official_name, asked))
    facts.append(highlight(award.emulation_year.cluster.short_name, asked))
    if award.conference:
        facts.append(f"nêu tại hội nghị {format_date(award.conference.held_on)}")
    return facts
