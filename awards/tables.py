"""The award register as a table."""

import datetime
from collections import Counter
from typing import Any, Self

import django_tables2 as tables
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_tables2.data import TableListData

from awards.models import Award, AwardStatus, RecipientKind
from awards.register.asked import PLACED_BY
from awards.register.recipients import page_address
from awards.register.sight import Sight
from cluster_portal.pages.tables import NUMBER, StackedTable
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number

_TAGS = {AwardStatus.GRANTED: "tag-done", AwardStatus.PROPOSED: "tag-waiting"}
_SHORT = {"cell": {"class": "short"}}
_MIDDLING = {"cell": {"class": "middling"}}
_WIDE = {"cell": {"class": "wide"}}


class OrderedRows(TableListData):
    """Rows that come in the order that the table says; nobody sorts them again."""

    def order_by(self, aliases: Any) -> None:
        """Leave the rows as they are."""


class AwardTable(StackedTable):
    """One row for each award, names as the reader's `sight` allows; `datasets.py` has its files."""

    caption = "Sổ khen thưởng"

    recipient = tables.Column(
        "Người, tập thể được khen", order_by="sort_key", empty_values=(), attrs=_WIDE
    )
    form = tables.Column("Hình thức", orderable=False, empty_values=(), attrs=_WIDE)
    year = tables.Column(
        "Năm",
        accessor="emulation_year__year",
        order_by="emulation_year__year",
        empty_values=(),
        attrs=_SHORT,
        initial_sort_descending=True,
    )
    status = tables.Column("Kết quả", orderable=False, empty_values=(), attrs=_MIDDLING)
    count = tables.Column("Số lượng", empty_values=(), attrs=NUMBER, initial_sort_descending=True)
    unit = tables.Column("Đơn vị", orderable=False, empty_values=(), attrs=_MIDDLING)
    conference = tables.Column("Nêu tại hội nghị", orderable=False, empty_values=(), attrs=_SHORT)

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
        self.sight = sight
        self.leads_to_recipients = leads_to_recipients
        self.shared_reason = _shared_reason(awards)
        self._links: dict[tuple[type[Model], Any, str], SafeString] = {}

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

    def render_recipient(self, record: Award) -> SafeString:
        is_named = bool(record.recipient_name or record.recipient_unit_id)
        name = self.sight.recipient(record)
        address = page_address(record, self.sight) if self.leads_to_recipients else ""
        return _under(
            format_html('<a href="{}">{}</a>', address, name) if address else name,
            _tag("truy tặng", shown=record.is_posthumous),
            _tag("chưa công bố", "tag-waiting", shown=not record.is_public),
            RecipientKind(record.recipient_kind).label if is_named else "",
            self._note(record),
        )

    def _link(self, target: Model, text: str) -> SafeString:
        """A link to a row that many awards have in common, made once for the table."""
        key = (type(target), target.pk, text)
        if key not in self._links:
            self._links[key] = format_html('<a href="{}">{}</a>', target.get_absolute_url(), text)
        return self._links[key]

    def _note(self, record: Award) -> str:
        """The note, unless it is of a person whose name the reader may not know."""
        return record.note if self.sight.shows_all_of(record) else ""

    def render_form(self, record: Award) -> SafeString:
        return _under(record.form.name, record.giving_body, record.get_commendation_type_display())

    def render_year(self, record: Award) -> SafeString:
        link = self._link(record.emulation_year, str(record.emulation_year.year))
        if record.year_is_stated:
            return link
        return format_html('{} <span class="remark">năm không nêu rõ</span>', link)

    def render_status(self, record: Award) -> SafeString:
        decision = self._decision(record)
        return _under(
            _tag(record.get_status_display(), _TAGS.get(record.status, "")),
            decision.removesuffix("–"),
            *(f"→ {_outcome(answer)}" for answer in getattr(record, "seen_outcomes", ())),
        )

    def render_count(self, record: Award) -> str:
        return "không nêu" if record.count is None else format_number(record.count)

    def render_unit(self, record: Award) -> SafeString:
        unit = record.unit or record.recipient_unit
        cluster = record.emulation_year.cluster
        where = self._link(unit, str(unit)) if unit else "chung cả cụm"
        return _under(where, self._link(cluster, cluster.short_name))

    def _decision(self, record: Award) -> str:
        if record.decision:
            return f"{record.decision.document_number}, {format_date(record.decision.signed_on)}"
        reason = record.no_decision_reason
        if not reason or reason == self.shared_reason:
            return "chưa có quyết định" if reason else "–"
        return f"Chưa có quyết định: {reason}"

    def render_conference(self, record: Award) -> SafeString:
        if record.conference:
            return self._link(record.conference, format_date(record.conference.held_on))
        return _under("", self._source(record) if record.source else "–")

    def _source(self, record: Award) -> str:
        source = record.source
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


def _tag(text: str, kind: str = "", *, shown: bool = True) -> SafeString | str:
    return format_html('<span class="tag {}">{}</span>', kind, text) if shown else ""


def _under(first: str, *others: str) -> SafeString:
    """The first on its line, whatever else there is in small letters under it."""
    smaller = format_html_join(
        "", '<span class="remark d-block">{}</span>', ((other,) for other in others if other)
    )
    return format_html("{}{}", first, smaller)
