"""A conference of the first cluster that is being prepared, and forms of rows as browsers send."""

import datetime

import pytest

from emulation.models import Conference
from tests.factories.emulation import ConferenceFactory


@pytest.fixture
def conference(cluster_a, year_a) -> Conference:
    return ConferenceFactory(
        cluster=cluster_a,
        slug="tong-ket-2024",
        title="Hội nghị tổng kết năm 2024",
        review_year=year_a,
        held_on=datetime.date(2025, 3, 13),
        draft=True,
    )


def address(page: str) -> str:
    """A working page of that conference."""
    return f"/cum/dong-bang-song-hong/hoi-nghi/tong-ket-2024/soan/{page}"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def sent(formset, *changes: dict, **more) -> dict:
    """The form of `formset` as a browser sends it, with `changes` to the rows in their order."""
    data = {f"rows-{name}": value for name, value in _management(formset).items()}
    data["seen"] = formset.seen
    for place, form in enumerate(formset.forms):
        for name in form.fields:
            value = form[name].value()
            if value is True:
                value = "on"
            if value not in (None, False, "", []):
                data[f"rows-{place}-{name}"] = value
    for place, change in enumerate(changes):
        for name, value in change.items():
            if value is None:
                data.pop(f"rows-{place}-{name}", None)
            else:
                data[f"rows-{place}-{name}"] = value
    return data | more


def _management(formset) -> dict:
    form = formset.management_form
    return {name: form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


@pytest.fixture
def page(client_of, lan, conference):
    """Opens a page of rows as the secretary and sends it with changes."""
    client = client_of(lan)

    class Page:
        def __init__(self, name: str) -> None:
            self.address = address(name)

        def open(self):
            return client.get(self.address)

        def send(self, *changes: dict, **more):
            data = sent(self.open().context["formset"], *changes, **more)
            return client.post(self.address, data)

        def post(self, data: dict):
            return client.post(self.address, data)

    return Page
