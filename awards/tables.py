"""The award register as a table."""

import datetime
from collections import Counter
from typing import Any, Self

import django_tables2 as tables
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableListData

from awards.models import Award, AwardStatus, RecipientKind
from awards.register.asked import PLACED_BY
from awards.register.recipients import page_address
from awards.register.sight import Sight
from cluster_portal.pages.tables import NUMBER, StackedTable
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number

_SHORT = {"cell": {"class": "short"}}
_MIDDLING = {"cell": {"class": "middling"}}
_WIDE = {"cell": {"class": "wide"}}


class OrderedRows(TableListData):
    """Rows that come in the order that the table says; nobody sorts them again."""

    def order_by(self, aliases: Any) -> None:
        """Leave the rows as they are."""


class AwardTable(StackedTable):
    """One row for each award, names as the reader's `sight` allows; `datasets.py` has its files.

    What stands in the cells is in `templates/dense/award_rows.html`.
    """

    caption = "Sổ khen thưởng"
    rows_template = "award_rows.html"
    kinds_of_tag = {AwardStatus.GRANTED: "tag-done", AwardStatus.PROPOSED: "tag-waiting"}

    recipient = tables.Column("Người, tập thể được khen", order_by="sort_key", attrs=_WIDE)
    form = tables.Column("Hình thức", orderable=False, attrs=_WIDE)
    year = tables.Column("Năm", attrs=_SHORT, initial_sort_descending=True)
    status = tables.Column("Kết quả", orderable=False, attrs=_MIDDLING)
    count = tables.Column("Số lượng", attrs=NUMBER, initial_sort_descending=True)
    unit = tables.Column("Đơn vị", orderable=False, attrs=_MIDDLING)
    conference = tables.Column("Nêu tại hội nghị", orderable=False, attrs=_SHORT)

    class Meta(StackedTable.Meta):
        pass

    def __init__(
        self,
        awards: list[Award],
        *,
        sight: Sight,
        leads_to_recipients: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(OrderedRows(awards), **options)
        self.awards = awards
        self.sight = sight
        self.leads_to_recipients = leads_to_recipients
        self.shared_reason = _shared_reason(awards)
        self._links: dict[tuple[type[Model], Any], SafeString] = {}

    def sorted_as(self, order: str, request: HttpRequest, understood: QueryDict) -> Self:
        """Say in the headings how the rows are sorted; their links lead back to the first page.

        They ask what was `understood` of the address, and nothing else that stands in it.
        """
        self.request = request
        self.order_by = order
        self.understood = understood.copy()
        for name in PLACED_BY:
            self.understood.pop(name, None)
        return self

    def address_of(self, award: Award) -> str:
        """The page of who was rewarded, where this table leads there and the reader may know."""
        return page_address(award, self.sight) if self.leads_to_recipients else ""

    def kind_of(self, award: Award) -> str:
        """What somebody who is named is: a person, a collective, a household."""
        is_named = award.recipient_name or award.recipient_unit_id
        return RecipientKind(award.recipient_kind).label if is_named else ""

    def link(self, target: Model, text: Any) -> SafeString:
        """A link to a row that many awards have in common, made once for the table."""
        key = (type(target), target.pk)
        if key not in self._links:
            self._links[key] = format_html('<a href="{}">{}</a>', target.get_absolute_url(), text)
        return self._links[key]

    def decision_of(self, award: Award) -> str:
        """The decision by which it was given, or why there is none."""
        if award.decision:
            return f"{award.decision.document_number}, {format_date(award.decision.signed_on)}"
        reason = award.no_decision_reason
        if not reason or reason == self.shared_reason:
            return "chưa có quyết định" if reason else ""
        return f"Chưa có quyết định: {reason}"

    def outcomes_of(self, award: Award) -> list[str]:
        """What became of a proposal, as far as the reader may see it."""
        return [f"→ {_outcome(answer)}" for answer in getattr(award, "seen_outcomes", ())]

    def source_of(self, award: Award) -> str:
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


def _outcome(answer: Award) -> str:
    """What became of a proposal: "Được tặng 7"."""
    count = "" if answer.count in (None, 1) else f" {format_number(answer.count)}"
    return f"{answer.get_status_display()}{count}"
