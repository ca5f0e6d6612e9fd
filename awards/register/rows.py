"""What the rows of the register show: links, names, and remarks under them."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString

from awards.models import Award, AwardStatus, CommendationType, RecipientKind
from awards.register.recipients import page_address
from awards.register.sight import Sight
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number

# Asking a row for the words of each value would make the whole list anew.
_STATUSES = dict(AwardStatus.choices)
_TYPES = dict(CommendationType.choices)
_KINDS = dict(RecipientKind.choices)
_KINDS_OF_TAG = {AwardStatus.GRANTED: "tag-done", AwardStatus.PROPOSED: "tag-waiting"}


@dataclass(slots=True)
class Row:
    """An award as the reader may see it: links that are made, and by column the remarks under it.

    `tags` and `status` are words with the kind of their tag; `address` is where the recipient has
    a page, empty where the table leads to none.
    """

    award: Award
    name: str
    address: str
    tags: list[tuple[str, str]]
    status: tuple[str, str]
    year: SafeString
    unit: SafeString | str
    conference: SafeString | str
    remarks: dict[str, list[Any]]


class Rows:
    """The rows of `awards` for a reader; what they have in common is made once."""

    def __init__(self, awards: list[Award], *, sight: Sight, leads_to_recipients: bool) -> None:
        self._awards = awards
        self._sight = sight
        self._leads_to_recipients = leads_to_recipients
        self._links: dict[tuple[type[Model], Any], SafeString] = {}
        self.shared_reason = _shared_reason(awards)

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, self._awards)

    def _row(self, award: Award) -> Row:
        year, conference = award.emulation_year, award.conference
        unit = award.unit or award.recipient_unit
        told = (
            self._link(conference, format_date(conference.held_on))
            if conference
            else format_html('<span class="remark d-block">{}</span>', _source(award))
        )
        return Row(
            award=award,
            name=self._sight.recipient(award),
            address=page_address(award, self._sight) if self._leads_to_recipients else "",
            tags=_tags(award),
            status=(_STATUSES[award.status], _KINDS_OF_TAG.get(award.status, "")),
            year=self._link(year, year.year),
            unit=self._link(unit, unit) if unit else "chung cả cụm",
            conference=told,
            remarks={
                "recipient": _said(self._kind(award), self._note(award)),
                "form": _said(award.giving_body, _TYPES.get(award.commendation_type, "")),
                "status": _said(self._decision(award), *_outcomes(award)),
                "unit": [self._link(year.cluster, year.cluster.short_name)],
            },
        )

    def _link(self, target: Model, text: Any) -> SafeString:
        """A link to what many awards have in common, made once."""
        key = (type(target), target.pk)
        if key not in self._links:
            self._links[key] = format_html('<a href="{}">{}</a>', target.get_absolute_url(), text)
        return self._links[key]

    @staticmethod
    def _kind(award: Award) -> str:
        """What somebody who is named is: a person, a collective, a household."""
        is_named = award.recipient_name or award.recipient_unit_id
        return _KINDS[award.recipient_kind] if is_named else ""

    def _note(self, award: Award) -> str:
        return award.note if self._sight.shows_all_of(award) else ""

    def _decision(self, award: Award) -> str:
        """The decision by which it was given, or why there is none."""
        if award.decision:
            return f"{award.decision.document_number}, {format_date(award.decision.signed_on)}"
        reason = award.no_decision_reason
        if not reason or reason == self.shared_reason:
            return "chưa có quyết định" if reason else ""
        return f"Chưa có quyết định: {reason}"


def _said(*remarks: str) -> list[str]:
    return [remark for remark in remarks if remark]


def _tags(award: Award) -> list[tuple[str, str]]:
    posthumous = [("truy tặng", "")] if award.is_posthumous else []
    return posthumous if award.is_public else [*posthumous, ("chưa công bố", "tag-waiting")]


def _outcomes(award: Award) -> list[str]:
    """What became of a proposal, as far as the reader may see it: "→ Được tặng 7"."""
    return [
        f"→ {_STATUSES[answer.status]}"
        + ("" if answer.count in (None, 1) else f" {format_number(answer.count)}")
        for answer in getattr(award, "seen_outcomes", ())
    ]


def _source(award: Award) -> str:
    """Where an award that was told at no conference is known from."""
    source = award.source
    if source is None:
        return "–"
    parts = (source.title, source.publisher, source.published_on)
    return ", ".join(
        format_date(part) if isinstance(part, datetime.date) else part for part in parts if part
    )


def _shared_reason(awards: list[Award]) -> str:
    """Why several rows have no decision, the most of them; it is said once above the table."""
    reasons = Counter(
        award.no_decision_reason
        for award in awards
        if award.no_decision_reason and not award.decision_id
    )
    (reason, rows), *_ = reasons.most_common(1) or [("", 0)]
    return reason if rows > 1 else ""
