"""Tables whose rows keep one order, whatever is sorted by and whichever database holds them."""

from collections.abc import Callable, Iterator
from typing import Any, Self

import django_tables2
from django.core.paginator import Paginator
from django.db.models import F, OrderBy, QuerySet
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableQuerysetData
from django_tables2.utils import AttributeDict, signature

from cluster_portal.pages.query import page_number

PER_PAGE = 50
NUMBER = {"cell": {"class": "number"}}


class StableData(TableQuerysetData):
    """Rows of a queryset, ordered by the chosen columns, then as before, then by primary key.

    django-tables2 orders by the chosen columns alone, so that rows of equal value repeat or
    vanish between pages, and not at all when nothing is chosen. Empty values come last in both
    directions: left to themselves PostgreSQL and SQLite differ.
    """

    def __init__(self, data: QuerySet) -> None:
        self._usual = tuple(data.query.order_by or data.model._meta.ordering)
        super().__init__(data.order_by(*self._usual, "pk"))

    @property
    def ordering(self) -> None:
        """Nothing is sorted by until somebody chooses a column."""

    def order_by(self, aliases: Any) -> None:
        """Order by column names, each with "-" in front for descending."""
        chosen = [part for alias in aliases for part in self._parts(alias)]
        self.data = self.data.order_by(*chosen, *self._usual, "pk")

    def _parts(self, alias: str) -> list[OrderBy]:
        column = self.table.columns[alias.removeprefix("-")].column
        parts = []
        for path in column.order_by or (column.accessor,):
            descending = path.startswith("-") != alias.startswith("-")
            value = F(path.removeprefix("-"))
            parts.append(value.desc(nulls_last=True) if descending else value.asc(nulls_last=True))
        return parts


class BaseTable(django_tables2.Table):
    """A table with a caption, drawn by `components/table.html`; the first column heads its row.

    A subclass's `Meta` inherits `BaseTable.Meta`. A column says by `order_by` which database
    columns sort it: `sort_key` for Vietnamese names, and only along to-one relations.
    """

    caption = ""
    is_stacked = False
    rows_template = "rows.html"  # of templates/dense/

    class Meta:
        attrs = {"class": "table"}
        default = "–"
        empty_text = "Chưa có dòng nào."
        per_page = PER_PAGE

    def __init__(self, data: Any, **options: Any) -> None:
        stable = StableData(data) if TableQuerysetData.validate(data) else data
        super().__init__(stable, **options)

    def for_request(
        self, request: HttpRequest, *, paged: bool = True, per_page: int | None = None
    ) -> Self:
        """Return the table sorted, and paged, as the address asks; what makes no sense there
        is ignored."""
        self.request = request
        asked = request.GET.get(self.prefixed_order_by_field, "")
        column = self.columns.columns.get(asked.removeprefix("-"))
        if column is not None and column.orderable:
            self.order_by = asked
        if paged:
            self.paginator = Paginator(self.rows, per_page or self._meta.per_page)
            self.page = self.paginator.get_page(page_number(request, self.prefixed_page_field))
        return self

    def drawn_rows(self) -> Iterator[list[tuple[SafeString, Any, SafeString]]]:
        """The rows of the page: what opens each cell, what stands in it, and what closes it."""
        opening, closing = self.tags()
        drawn = [
            (self._drawing(column), opening[column.name], closing[column.name])
            for column in self.columns
        ]
        for row in self.paginated_rows:
            yield [(before, localize(draw(row)), after) for draw, before, after in drawn]

    def tags(self) -> tuple[dict[str, SafeString], dict[str, SafeString]]:
        """What opens and what closes a cell of each column; the first cell of a row heads it.

        The same in every row: django-tables2 would work a column's attributes out anew for each
        cell, which takes longer than the cell.
        """
        opening, closing = {}, {}
        for place, column in enumerate(self.columns):
            opening[column.name], closing[column.name] = self._tags(column, place == 0)
        return opening, closing

    @staticmethod
    def _drawing(column: Any) -> Callable[[Any], Any]:
        """What draws a cell of a row: at once where the column asks for nothing but the record.

        Otherwise django-tables2 reads what the method takes, and looks the value up, for each cell.
        """
        names, takes_all = signature(column.render)
        is_plain = names == ("record",) and not takes_all and not column.link
        if is_plain and not column.column.empty_values:
            return lambda row: column.render(record=row.record)
        return lambda row: row.get_cell(column.name)

    def _tags(self, column: Any, is_first: bool) -> tuple[SafeString, SafeString]:
        tag = "th" if is_first else "td"
        attributes = column.attrs["td"] | ({"scope": "row"} if is_first else {})
        if self.is_stacked and is_first:
            attributes |= {"role": "rowheader"}
        elif self.is_stacked:
            attributes |= {"role": "cell", "data-label": column.header}
        opening = format_html("<{} {}>", tag, AttributeDict(attributes).as_html())
        return opening, format_html("</{}>", tag)


class StackedTable(BaseTable):
    """A table whose rows become blocks on a telephone, each cell with the name of its column."""

    is_stacked = True

    class Meta(BaseTable.Meta):
        attrs = {"class": "table table-stacked"}
