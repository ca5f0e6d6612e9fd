"""Pictures, rows and what else a page repeats, which Jinja2 writes several times as fast."""

from typing import Any

from django.template import engines
from jinja2 import Environment, Template
from markupsafe import Markup

from cluster_portal.pages.addresses import address_of
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.numbers import format_number


def environment(**options: Any) -> Environment:
    """The engine with numbers and days as a reader sees them, and with addresses.

    `{{ 1310|number }}` is "1.310", `{{ url("public:unit", "ha-nam") }}` what `{% url %}` gives.
    """
    made = Environment(**options)  # nosec B701 (Django's backend asks for escaping)
    made.filters["number"] = format_number
    made.filters["day"] = format_date
    made.globals["url"] = address_of
    return made


def written(name: str, values: dict[str, Any]) -> Markup:
    """The template `name` of `templates/dense/`, filled in with `values`.

    Raises `jinja2.UndefinedError` where it asks for something that is not there.
    """
    template: Template = engines["dense"].env.get_template(name)
    # Escaped by the engine, so Django's escapes it no more.
    return template.make_module(values).__html__()
