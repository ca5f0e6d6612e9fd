"""`{% chart %}` for pages, `{% document_chart %}` for documents; both need `{% load charts %}`."""

from django import template
from markupsafe import Markup

from cluster_portal.charts.data import Chart
from cluster_portal.charts.pictures import draw, sheets_for
from cluster_portal.charts.sheets import DOCUMENT
from cluster_portal.charts.wording import missing_note, table_of
from cluster_portal.pages.dense import written

register = template.Library()


@register.simple_tag
def chart(shown: Chart, wide: bool = False, table: bool = True, open_table: bool = False) -> Markup:
    """A chart on a page, with its data; the page links `css/charts.css`.

    `wide` is for a chart as wide as the page. `table=False` is for a page that shows the same
    data as a table already; `open_table` shows it without being asked.
    """
    return written(
        "figure.html",
        {
            "chart": shown,
            "pictures": {sheet: draw(shown, sheet) for sheet in sheets_for(shown, wide=wide)},
            "missing": missing_note(shown),
            "table": _data(shown, "table table-small") if table else "",
            "open_table": open_table,
        },
    )


@register.inclusion_tag("charts/document_figure.html")
def document_chart(shown: Chart, table: bool = True) -> dict[str, object]:
    """A chart in a document, with its data as a numbered table unless it stands there already."""
    return {
        "chart": shown,
        "picture": draw(shown, DOCUMENT),
        "missing": missing_note(shown),
        "table": _data(shown, "") if table else "",
    }


def _data(shown: Chart, style: str) -> Markup:
    return written("data.html", {"chart": shown, "table": table_of(shown), "class": style})
