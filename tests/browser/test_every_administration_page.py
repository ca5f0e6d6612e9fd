"""Every page of the administration before axe: lists, forms empty, filled and refused, removal.

Django's own pages leave faults that the portal's templates mend: see templates/admin/.
"""

import pytest
from django.contrib import admin
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from clusters.models import EmulationYear
from tests.browser.axe import faults, open_answer, page_with_axe
from tests.factories.clusters import UnitFactory
from tests.meta.test_admin import (
    FACTORIES,
    INLINE_ROWS,
    OPEN,
    READ_ONLY,
    address,
    administrator,  # noqa: F401
)
from tests.meta.test_administration_sweep import addresses  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture
def pages(administrator: Client, addresses: dict[str, str]) -> dict[str, str]:  # noqa: F811
    """The HTML by address, of a form that was sent empty with a word behind it.

    The page that says that nobody may do this is the same everywhere and kept once.
    """
    found, shown = {}, set()

    def keep(where: str, data: dict | None = None) -> None:
        caches["default"].clear()  # the limits of asking count from nothing
        answer = administrator.get(where) if data is None else administrator.post(where, data)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if is_page and answer.getvalue() and not (answer.status_code == 403 and 403 in shown):
            shown.add(answer.status_code)
            found[where + "#sent-empty" * (data is not None)] = answer.getvalue().decode()

    for model, more in INLINE_ROWS.items():
        row = FACTORIES[model](**OPEN.get(model, {}))
        more(row)
        keep(address(model, "change", row))
    for model, options in OPEN.items():
        keep(address(model, "change", FACTORIES[model](**options)))
    for where in addresses.values():
        keep(where)
    for model in set(admin.site._registry) - READ_ONLY:
        keep(address(model, "add"), {})
    return found


@pytest.fixture
def others(administrator: Client) -> dict[str, HttpResponse]:  # noqa: F811
    """What the pages' scripts ask for: their words, and units to choose from."""
    UnitFactory()
    words, rows = reverse("admin:jsi18n"), reverse("admin:autocomplete")
    names = {"app_label": "clusters", "model_name": "leadership", "field_name": "unit"}
    return {words: administrator.get(words), rows: administrator.get(rows, names)}


def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(pages, others):
    assert len(pages) > 180
    wrong = []
    with page_with_axe() as page:
        for where, html in pages.items():
            open_answer(page, where, html, others)
            wrong += [f"{where}: {one}" for one in faults(page)]
    assert not wrong, "\n".join(wrong)


def test_what_is_drawn_on_demand_has_names_too(administrator, others):  # noqa: F811
    """A row that is added, and the list that opens: a screen reader says which field it is."""
    where = address(EmulationYear, "add")
    html = administrator.get(where).getvalue().decode()
    with page_with_axe() as page:
        open_answer(page, where, html, others)
        page.click("#leaders-group .add-row a")
        box = page.get_by_role("combobox", name="Đơn vị").and_(page.locator("#leaders-0 *"))
        expect(box).to_have_count(1)
        assert page.get_by_label("Vai trò").and_(page.locator("#leaders-0 *")).count() == 1
        box.click()
        expect(page.get_by_role("searchbox", name="Đơn vị")).to_be_focused()
        expect(page.get_by_role("listbox", name="Đơn vị")).to_be_visible()
        assert faults(page) == []
