"""What a browser would send from a form of the administration site."""

from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

Data = dict[str, Any]


def sent(response: HttpResponse, *, rows: dict[str, list[Data]] | None = None, **changes) -> Data:
    """The data of the form on the page, with changes; `rows` are new rows of inlines by prefix."""
    data = _values(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        formset, new = inline.formset, (rows or {}).get(inline.formset.prefix, [])
        count = formset.initial_form_count()
        data[f"{formset.prefix}-TOTAL_FORMS"] = count + len(new)
        data[f"{formset.prefix}-INITIAL_FORMS"] = count
        for form in formset.initial_forms:
            data |= _values(form)
        for number, row in enumerate(new, start=count):
            data |= {f"{formset.prefix}-{number}-{name}": value for name, value in row.items()}
    return data | changes


def _values(form: BaseForm) -> Data:
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def messages_on(response: HttpResponse) -> list[str]:
    """Every error that the page shows: of the form, of its inlines and of their rows."""
    assert response.status_code == 200
    form = response.context["adminform"].form
    errors = [error for errors in form.errors.values() for error in errors]
    for inline in response.context["inline_admin_formsets"]:
        errors += inline.formset.non_form_errors()
        for row in inline.formset.forms:
            errors += [error for errors in row.errors.values() for error in errors]
    page = response.content.decode()
    for error in errors:
        assert error in page or error.replace('"', "&quot;") in page
    return errors


def address(model: Model | type[Model], page: str = "change") -> str:
    """The address of a page: of a model, or of a row."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=[model.pk] if isinstance(model, Model) else [])


def post(client: Client, url: str, **changes) -> HttpResponse:
    """Open the page, change something, save."""
    return client.post(url, sent(client.get(url), **changes))
