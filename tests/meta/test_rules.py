"""Rules are said in Vietnamese, triggers are in place, migrations are complete."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from cluster_portal.audit.models import action_labels
from cluster_portal.database import triggers
from cluster_portal.database.constraints import NoOverlap

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cluster_portal", "clusters", "emulation", "awards")
# Words of rows that earlier versions wrote.
FORMER = {"create"}
KEPT_RULES = (models.UniqueConstraint, models.CheckConstraint, NoOverlap)


def own_models():
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]


CONSTRAINTS = [
    pytest.param(constraint, id=constraint.name)
    for model in own_models()
    for constraint in model._meta.constraints
]


def test_the_sweep_sees_the_constraints():
    assert len(own_models()) > 20
    assert len(CONSTRAINTS) > 40


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_constraint_says_in_vietnamese_what_is_wrong(constraint):
    assert isinstance(constraint, KEPT_RULES)
    message = str(constraint.violation_error_message)
    assert message != str(constraint.default_violation_error_message)
    assert not message.isascii()
    assert message.endswith(".")
    assert constraint.name not in message


@pytest.mark.parametrize("trigger", triggers.declared(), ids=lambda trigger: trigger.name)
def test_a_trigger_says_in_vietnamese_what_is_wrong(trigger):
    assert not trigger.violation_error_message.isascii()


@pytest.mark.django_db
def test_every_declared_trigger_is_in_place():
    assert len(triggers.declared()) >= 6
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_triggers_that_are_missing_are_noticed_and_put_back():
    triggers.remove(connection)
    names = [name for trigger in triggers.standing() for name in trigger.names(connection.vendor)]
    assert triggers.missing(connection) == names
    triggers.install(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_no_overlap_is_kept_by_a_constraint_or_a_trigger_on_both_databases():
    for model in own_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, NoOverlap):
                (trigger,) = (each for each in triggers.declared() if each.name == constraint.name)
                assert trigger.table == model._meta.db_table
                assert trigger.vendors == ("sqlite",)
                columns = {model._meta.get_field(key).column for key in constraint.keys}
                assert all(f"{column} = NEW.{column}" in trigger.condition for column in columns)


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out


def test_every_action_in_the_audit_has_words():
    """The literal `action=` of every call of `record` stands in some `AppConfig.audit_actions`."""
    actions = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
                    values = {keyword.arg: keyword.value for keyword in call.keywords}
                    assert isinstance(values["action"], ast.Constant), path
                    actions.add(values["action"].value)
    assert {"add", "change", "delete", "issue", "appoint"} <= actions
    assert actions | FORMER == set(action_labels())


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_words_are_those_of_the_readable_file(domain):
    folder = ROOT / "cluster_portal" / "pages" / "locale" / "vi" / "LC_MESSAGES"
    readable = (folder / f"{domain}.po").read_text(encoding="utf-8")
    with (folder / f"{domain}.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    compiled = {text for key, text in catalogue.items() if key}
    written = {
        ast.literal_eval(text) for text in re.findall(r'^msgstr(?:\[0\])? (".+")$', readable, re.M)
    }
    assert compiled == written
