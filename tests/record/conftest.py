"""The real record, loaded once for all tests of a module."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cluster_portal.record.loading import load_record
from cluster_portal.record.state import DATA_DIRECTORY


@pytest.fixture(scope="module")
def record(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Hold the record in a transaction around the module; each test runs in one within it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_record()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the record's files, to be changed."""
    return Path(shutil.copytree(DATA_DIRECTORY, tmp_path / "data"))
