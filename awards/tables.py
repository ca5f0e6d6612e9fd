"""The award register as a table."""

from typing import Any, Self

import django_tables2 as tables
from django.http import HttpRequest, QueryDict
from django_tables2.data import TableListData

from awards.models import Award
from awards.register.asked import PLACED_BY
from awards.register.rows import Rows
from awards.register.sight import Sight
from cluster_portal.pages.tables import NUMBER, StackedTable

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
        self.lines = Rows(awards, sight=sight, leads_to_recipients=leads_to_recipients)
        self.shared_reason = self.lines.shared_reason

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
