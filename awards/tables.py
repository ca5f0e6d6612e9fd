"""The award register as a table."""

import datetime
from typing import Any, Self

import django_tables2 as tables
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_tables2.data import TableListData

from awards.models import Award, AwardStatus, RecipientKind
from awards.register.recipients import page_address
from awards.register.sight import Sight
from cluster_portal.pages.tables import NUMBER, BaseTable
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number

_TAGS = {AwardStatus.GRANTED: "tag-done", AwardStatus.PROPOSED: "tag-waiting"}
_SHORT = {"cell": {"class": "short"}}
_MIDDLING = {"cell": {"class": "middling"}}
_WIDE = {"cell": {"class": "wide"}}
_WIDEST = {"cell": {"class": "widest"}}


# Columns of the spreadsheet that the page shows within another cell, or leaves to its link.
WITHIN_OTHERS = (
    "recipient_kind",
    "commendation_type",
    "cluster",
    "giving_body",
    "decision",
    "source",
    "note",
)


class OrderedRows(TableListData):
    """Rows that come in the order that the table says; nobody sorts them again."""

    def order_by(self, aliases: Any) -> None:
        """Leave the rows as they are."""


class AwardTable(BaseTable):
    """One row for each award; its `value_…` methods give the same for a spreadsheet.

    The page leaves out `WITHIN_OTHERS`: their cells stand under the one they belong to. Names stand
    as the reader's `sight` allows.
    """

    caption = "Sổ khen thưởng"

    recipient = tables.Column(
        "Người, tập thể được khen", order_by="sort_key", empty_values=(), attrs=_WIDE
    )
    recipient_kind = tables.Column("Đối tượng", orderable=False, attrs=_SHORT)
    form = tables.Column("Hình thức", orderable=False, empty_values=(), attrs=_WIDE)
    commendation_type = tables.Column("Loại", orderable=False, attrs=_SHORT)
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
    cluster = tables.Column(
        "Cụm, khối",
        accessor="emulation_year__cluster",
        orderable=False,
        attrs=_MIDDLING,
    )
    giving_body = tables.Column("Người, cơ quan tặng", orderable=False, attrs=_MIDDLING)
    decision = tables.Column("Quyết định", orderable=False, empty_values=(), attrs=_WIDE)
    conference = tables.Column("Nêu tại hội nghị", orderable=False, empty_values=(), attrs=_SHORT)
    source = tables.Column("Nguồn", orderable=False, attrs=_WIDEST)
    note = tables.Column("Ghi chú", orderable=False, empty_values=(), attrs=_WIDEST)

    sheet_widths = {
        "recipient": 42,
        "form": 38,
        "year": 8,
        "count": 10,
        "cluster": 26,
        "giving_body": 28,
        "decision": 34,
        "source": 44,
        "note": 44,
    }

    class Meta(BaseTable.Meta):
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
        self._links: dict[tuple[type[Model], Any, str], SafeString] = {}

    def sorted_as(self, order: str, request: HttpRequest) -> Self:
        """Say in the headings how the rows are sorted; their links lead back to the first page."""
        self.request = request
        self.order_by = order
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

    def value_recipient(self, record: Award) -> str:
        return self.sight.recipient(record)

    def _note(self, record: Award) -> str:
        """The note, unless it is of a person whose name the reader may not know."""
        return record.note if self.sight.shows_all_of(record) else ""

    def render_recipient_kind(self, record: Award) -> str:
        return RecipientKind(record.recipient_kind).label

    def render_form(self, record: Award) -> SafeString:
        return _under(record.form.name, record.giving_body, record.get_commendation_type_display())

    def value_form(self, record: Award) -> str:
        return record.form.name

    def render_year(self, record: Award) -> SafeString:
        link = self._link(record.emulation_year, str(record.emulation_year.year))
        if record.year_is_stated:
            return link
        return format_html('{} <span class="remark">năm không nêu rõ</span>', link)

    def value_year(self, value: int) -> int:
        return value

    def render_status(self, record: Award) -> SafeString:
        decision = self.render_decision(record)
        return _under(
            _tag(record.get_status_display(), _TAGS.get(record.status, "")),
            decision.removesuffix("–"),
            *(f"→ {_outcome(answer)}" for answer in getattr(record, "seen_outcomes", ())),
        )

    def value_status(self, value: str) -> str:
        return value

    def render_count(self, record: Award) -> str:
        return "không nêu" if record.count is None else format_number(record.count)

    def value_count(self, value: int | None) -> int | None:
        return value

    def render_unit(self, record: Award) -> SafeString:
        unit = record.unit or record.recipient_unit
        cluster = record.emulation_year.cluster
        where = self._link(unit, str(unit)) if unit else "chung cả cụm"
        return _under(where, self._link(cluster, cluster.short_name))

    def value_unit(self, record: Award) -> str:
        return str(record.unit or record.recipient_unit or "chung cả cụm")

    def value_cluster(self, record: Award) -> str:
        return record.emulation_year.cluster.short_name

    def render_decision(self, record: Award) -> str:
        if record.decision:
            return f"{record.decision.document_number}, {format_date(record.decision.signed_on)}"
        return f"Chưa có: {record.no_decision_reason}" if record.no_decision_reason else "–"

    def render_conference(self, record: Award) -> SafeString:
        if record.conference:
            return self._link(record.conference, format_date(record.conference.held_on))
        return _under("", self.render_source(record) if record.source else "–")

    def value_conference(self, record: Award) -> datetime.date | None:
        return record.conference and record.conference.held_on

    def render_source(self, record: Award) -> str:
        source = record.source
        parts = (source.title, source.publisher, source.published_on)
        return ", ".join(
            format_date(part) if isinstance(part, datetime.date) else part for part in parts if part
        )

    def value_note(self, record: Award) -> str:
        """What the page marks beside other cells, and the note itself."""
        marks = {
            "Chưa công bố": not record.is_public,
            "Truy tặng": record.is_posthumous,
            "Năm không nêu rõ": not record.year_is_stated,
            "Không nêu số lượng": record.count is None,
            self._note(record): bool(self._note(record)),
        }
        return ". ".join(mark for mark, applies in marks.items() if applies)


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
