"""Every page of the administration site opens for administrators, in Vietnamese.

That it opens for nobody else is asked of every address by `test_administration_sweep`.
"""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import TALLIES
from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from cluster_portal.documents.models import IssuedDocument
from cluster_portal.files.models import StoredFile
from cluster_portal.pages.administration.fields import RowSelect
from cluster_portal.workspace.models import SheetImport
from clusters.models import (
    Appointment,
    Cluster,
    Delegation,
    EmulationYear,
    Invitation,
    Substitution,
    Unit,
    UnitCertificate,
)
from emulation.models import Conference, Delegate, Pledge, PledgeItem, PledgeSignature
from tests.factories import (
    accounts,
    awards,
    clusters,
    documents,
    emulation,
    exchange,
    files,
    work,
)

PACKAGES = ("cluster_portal", "clusters", "emulation", "awards")
FACTORIES = {
    factory._meta.model: factory
    for module in (accounts, clusters, documents, emulation, awards, exchange, files, work)
    for name, factory in vars(module).items()
    if name.endswith("Factory") and factory.__module__ == module.__name__
}
# Kept by the loader of the record, by the audit, by each for oneself; and by nobody else.
NOT_ADMINISTERED = {
    "record.RecordLoad",
    "audit.AuditHead",
    "audit.AuditOrigin",
    "accounts.MutedMail",
    "documents.FileExamination",  # of strangers, and gone within minutes
    "awards.RegisterEntry",  # the database writes the register and its totals
    *(model._meta.label for model in TALLIES),
    "awards.NearPair",  # found by machine, answered on a page of its own
    "record.GeneratedCountry",  # says that all is made by machine
    "documents.DocumentPassage",  # what the document says
    "search.SearchEntry",
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
WRITTEN_IN_THE_WORKSPACE = {
    factory._meta.model
    for module in (documents, work)
    for name, factory in vars(module).items()
    if name.endswith("Factory") and factory.__module__ == module.__name__
}
READ_ONLY = {
    *(AuditEvent, IssuedDocument, StoredFile, Delegation, Invitation, SheetImport, Substitution),
    *WRITTEN_IN_THE_WORKSPACE,
}
NEVER_REMOVED = READ_ONLY | {Appointment, UnitCertificate}
# A pledge and its parts are changed as long as it is a draft: administration/test_settled.py.
OPEN = {
    Pledge: {"draft": True},
    PledgeItem: {"pledge__draft": True},
    PledgeSignature: {"pledge__draft": True},
}
PAGES = ("changelist", "add", "change", "delete", "history")

by_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)


@pytest.fixture
def administrator(client_of, quan):
    return client_of(quan)


def address(model, page, row=None):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=[row.pk] if page in ("change", "delete", "history") else [])


def related_fields(model):
    return [field for field in model._meta.concrete_fields if field.is_relation]


def inlines_of(model):
    return [inline.model for inline in admin.site.get_model_admin(model).inlines]


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in queries]


class _Words(HTMLParser):
    """The words that a reader or a screen reader meets."""

    SPOKEN = {"title", "alt", "aria-label", "placeholder", "value"}

    def __init__(self):
        super().__init__()
        self.skipped = 0
        self.texts = []

    def handle_starttag(self, tag, attributes):
        self.skipped += tag in ("script", "style")
        values = dict(attributes)
        if tag != "option" and values.get("type") not in ("hidden", "text", "checkbox", "radio"):
            self.texts += [values[name] or "" for name in self.SPOKEN & values.keys()]

    def handle_endtag(self, tag):
        self.skipped -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.skipped:
            self.texts.append(data)


ENGLISH = re.compile(
    r"\b(the|please|select|save|change|delete|add|error|errors|filter|search|history|password|"
    r"view|site|home|this|object|objects|yes|no|show|counts|main|content|results?|all|user|"
    r"algorithm|variety|version|memory|time|cost|parallelism|salt|hash|iterations|reset|set)\b",
    re.IGNORECASE,
)


def english_in(response):
    words = _Words()
    words.feed(response.content.decode())
    return {match[0] for text in words.texts for match in ENGLISH.finditer(text)}


def test_every_model_is_administered():
    administered = set(MODELS) | {inline for model in MODELS for inline in inlines_of(model)}
    own = {model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES}
    assert {model._meta.label for model in own - administered} == NOT_ADMINISTERED
    assert administered <= own  # no groups: what people may do is an appointment
    assert len(MODELS) > 20


@by_model
def test_every_page_opens_for_an_administrator_and_no_english_is_left_over(administrator, model):
    row = FACTORIES[model](**OPEN.get(model, {}))
    for page in PAGES:
        forbidden = (page == "add" and model in READ_ONLY) or (
            page == "delete" and model in NEVER_REMOVED
        )
        response = administrator.get(address(model, page, row))
        assert response.status_code == (403 if forbidden else 200), page
        assert english_in(response) == set(), page
    if model not in READ_ONLY:
        assert english_in(administrator.post(address(model, "add"), {})) == set()  # all the errors


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(visitor, page):
    url = address(Unit, page, clusters.UnitFactory())
    response = visitor.get(url, follow=True)
    assert [status for _, status in response.redirect_chain] == [302, 302]
    assert response.redirect_chain[-1][0].startswith(reverse("account_login") + "?next=")
    assert response.context["next"] == url


@by_model
def test_lists_can_be_searched_and_sorted(administrator, model):
    FACTORIES[model]()
    for query in ("?q=dong+bang+2024", "?q=!!!", "?q=%E2%80%8B", "?p=99", "?o=1"):
        response = administrator.get(address(model, "changelist") + query, follow=True)
        assert response.status_code == 200, query


@by_model
def test_a_row_is_found_without_diacritics(administrator, model):
    row = FACTORIES[model]()
    FACTORIES[model]()
    model_admin = admin.site.get_model_admin(model)
    values = model.objects.filter(pk=row.pk).values_list(*model_admin.get_search_fields(None))
    words = next(str(value) for value in values[0] if value)
    response = administrator.get(address(model, "changelist"), {"q": words.upper()})
    assert row in response.context["cl"].result_list
    assert words.isascii()
    nothing = administrator.get(address(model, "changelist"), {"q": "khong co tu nay"})
    assert not nothing.context["cl"].result_list


@by_model
def test_the_number_of_queries_of_a_list_does_not_grow(administrator, model):
    url = address(model, "changelist")
    FACTORIES[model]()
    administrator.get(url)  # what is read once, such as content types
    once = queries_of(administrator, url)
    for _ in range(4):
        FACTORIES[model]()
    assert len(queries_of(administrator, url)) == len(once)
    search = admin.site.get_model_admin(model).get_search_fields(None)
    assert search, "a relation is chosen by search"


def add_to_unit(unit):
    clusters.SuccessionFactory(predecessor=unit)
    clusters.SuccessionFactory(successor=unit)


def add_to_year(year):
    number = year.leaders.count() + 1
    clusters.LeadershipFactory(
        emulation_year=year, vice=True, order=number, source=clusters.SourceFactory()
    )


def add_to_conference(conference):
    emulation.ReportSectionFactory(conference=conference)
    emulation.ConferenceMovementFactory(conference=conference)
    emulation.SpeechFactory(delegate=emulation.DelegateFactory(conference=conference))


def add_to_pledge(pledge):
    emulation.PledgeItemFactory(pledge=pledge)
    emulation.PledgeSignatureFactory(pledge=pledge)


def add_to_delegate(delegate):
    taken = set(delegate.parts.values_list("part", flat=True))
    part = next(part for part in emulation.Part.values if part not in taken)
    emulation.DelegatePartFactory(delegate=delegate, part=part)


INLINE_ROWS = {
    Unit: add_to_unit,
    Cluster: lambda cluster: clusters.MembershipFactory(cluster=cluster),
    EmulationYear: add_to_year,
    Conference: add_to_conference,
    Pledge: add_to_pledge,
    Delegate: add_to_delegate,
}


def test_every_page_with_inlines_is_measured():
    assert {model for model in MODELS if inlines_of(model)} == set(INLINE_ROWS)


@pytest.mark.parametrize("model", INLINE_ROWS, ids=lambda model: model._meta.model_name)
def test_the_number_of_queries_of_a_record_does_not_grow(administrator, model):
    row = FACTORIES[model]()
    INLINE_ROWS[model](row)
    url = address(model, "change", row)
    administrator.get(url)
    once = queries_of(administrator, url)
    for _ in range(4):
        INLINE_ROWS[model](row)
    assert len(queries_of(administrator, url)) == len(once)


@by_model
def test_every_relation_is_chosen_by_search_or_stands_on_its_parents_page(administrator, model):
    if model in READ_ONLY:
        return
    form = administrator.get(address(model, "add")).context["adminform"].form
    for name, field in form.fields.items():
        if hasattr(field, "queryset"):
            assert isinstance(field.widget.widget, RowSelect), name
    forms = administrator.get(address(model, "add")).context["inline_admin_formsets"]
    for inline in forms:
        parent = inline.formset.fk.name
        for field in related_fields(inline.formset.model):
            if field.name != parent and field.editable:
                widget = inline.formset.empty_form.fields[field.name].widget.widget
                assert isinstance(widget, RowSelect), field


RELATIONS = [
    pytest.param(model, field, id=f"{model._meta.model_name}.{field.name}")
    for model in MODELS
    for field in related_fields(model)
]


@pytest.mark.parametrize(("model", "field"), RELATIONS)
def test_the_search_of_a_relation_answers_in_a_fixed_number_of_queries(
    administrator, hoa, client_of, model, field
):
    url = reverse("admin:autocomplete")
    query = {
        "app_label": model._meta.app_label,
        "model_name": model._meta.model_name,
        "field_name": field.name,
        "term": "",
    }
    assert client_of(hoa).get(url, query).status_code == 403
    target = FACTORIES[field.related_model]
    first = target()
    administrator.get(url, query)  # what is written once in a session
    with CaptureQueriesContext(connection) as once:
        answer = administrator.get(url, query).json()
    assert str(first.pk) in [result["id"] for result in answer["results"]]
    for _ in range(4):
        target()
    with CaptureQueriesContext(connection) as again:
        answer = administrator.get(url, query).json()
    assert len(answer["results"]) >= 5
    assert len(again) == len(once)


def test_no_english_is_left_over_on_the_first_page_and_for_passwords(administrator):
    clusters.UnitFactory()
    user = accounts.UserFactory(with_password=True)
    password = reverse("admin:auth_user_password_change", args=[user.pk])
    pages = [
        administrator.get(reverse("admin:index")),
        administrator.get(reverse("admin:app_list", args=["clusters"])),
        administrator.get(password),
        administrator.post(password, {"new_password1": "a", "new_password2": "a"}),
        administrator.get(address(User, "add")),
        administrator.get(address(User, "change", user)),  # with a hash of Argon2
        administrator.post(address(Unit, "changelist"), {"action": "delete_selected"}),
    ]
    for page in pages:
        assert english_in(page) == set(), page.request["PATH_INFO"]
