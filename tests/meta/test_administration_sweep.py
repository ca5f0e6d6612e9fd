"""Every address of the administration, every person, every method, an object behind each.

A page takes or refuses a method that no page uses whatever the model: asked at one of each sort.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.meta.test_admin import FACTORIES
from tests.meta.world import PEOPLE

USED = ("get", "post")
OTHER = ("head", "options", "put", "patch", "delete")
OUTSIDERS = tuple(name for name in PEOPLE if name != "quan")
# Pages without an object that also stand outside the administration's own guard.
OF_NO_MODEL = {
    "admin:index": [],
    "admin:login": [],
    "admin:logout": [],
    "admin:jsi18n": [],
    "admin:password_change": [],
    "admin:password_change_done": [],
    "admin:autocomplete": [],
    "admin:app_list": ["clusters"],
}
# These two lead to the portal's own pages, whoever asks.
OF_EVERYBODY = {"admin:login", "admin:logout"}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry)


def administration() -> URLResolver:
    return next(
        entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "admin"
    )


@pytest.fixture
def addresses(request: pytest.FixtureRequest, db: None) -> dict[str, str]:
    """Every address by its name, a real row behind each that takes one."""
    rows = {
        f"{model._meta.app_label}_{model._meta.model_name}": FACTORIES[model]()
        for model in admin.site._registry
    }
    found = {}
    for pattern in patterns(administration()):
        if pattern.name is None or pattern.name == "view_on_site":
            continue
        name = f"admin:{pattern.name}"
        if name in OF_NO_MODEL:
            arguments = OF_NO_MODEL[name]
        else:
            model = next((key for key in rows if pattern.name.startswith(f"{key}_")), None)
            takes = pattern.pattern.converters or pattern.pattern.regex.groups
            if model is None:  # a page of one account, of a file …
                model = "accounts_user"
            arguments = [rows[model].pk] if takes else []
        found[name] = reverse(name, args=arguments)
    return found


def state(*, without: tuple[str, ...] = ()) -> dict[str, list]:
    """Every row of every table that people's actions could touch, but of the apps in `without`.

    What is searched follows from the rest: SQLite writes an entry anew under a key of its own.
    """
    packages = ("clusters", "emulation", "awards", "cluster_portal")
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if (model.__module__.split(".")[0] in packages or model._meta.app_label == "mfa")
        and model._meta.app_label not in (*without, "search")
    }


def asked(addresses: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The name of each address, the address and a method to ask it by."""
    seen = set()
    for name, address in addresses.items():
        sort = name.rpartition("_")[2]
        for method in USED if sort in seen else (*USED, *OTHER):
            yield name, address, method
        seen.add(sort)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_gets_in_by_any_method(request, client_of, addresses, name):
    person = request.getfixturevalue(name)
    client = person if isinstance(person, Client) else client_of(person)
    before = state()
    wrong, visits = [], 0
    for route, address, method in asked(addresses):
        response = getattr(client, method)(address, {"post": "yes", "action": "delete_selected"})
        visits += 1
        if route in OF_EVERYBODY:
            allowed = {200, 302, 403, 405}
        else:
            allowed = {302} if name == "visitor" else {403}
        if response.status_code not in allowed:
            wrong.append(f"{method} {address}: {response.status_code}")
        if name == "visitor" and response.status_code == 302:
            assert response.url.startswith(("/dang-nhap/", "/quan-tri/", "/dang-xuat/"))
    assert wrong == []
    assert visits >= 2 * 140
    assert state() == before


def test_the_administrator_meets_no_error_by_any_method(client_of, quan, addresses):
    client = client_of(quan)
    wrong, visits = [], 0
    for _, address, method in asked(addresses):
        status = getattr(client, method)(address).status_code
        visits += 1
        if status >= 500:
            wrong.append(f"{method} {address}: {status}")
    assert wrong == []
    assert visits >= 2 * 140


def test_bulk_actions_of_an_outsider_touch_nothing(client_of, binh, dung, addresses):
    """The ids of others in every action of every list: refused before anything is looked up."""
    clients = [client_of(person) for person in (binh, dung)]
    before = state()
    wrong, visits = [], 0
    for model, model_admin in admin.site._registry.items():
        rows = list(model._base_manager.values_list("pk", flat=True))
        assert rows, model
        address = addresses[f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"]
        actions = {name for _, name, _ in model_admin._get_base_actions()} | {"delete_selected"}
        for action in sorted(actions):
            data = {"action": action, "_selected_action": rows, "select_across": "1", "post": "yes"}
            for client in clients:
                visits += 1
                status = client.post(address, data).status_code
                if status != 403:
                    wrong.append(f"{action} {address}: {status}")
    assert wrong == []
    assert visits >= 2 * (len(admin.site._registry) + 3)
    assert state() == before
