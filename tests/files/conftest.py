"""A private storage of its own for each test."""

import pytest


@pytest.fixture(autouse=True)
def private_root(tmp_path, settings):
    """The folder that holds the uploads of this test."""
    folder = tmp_path / "private"
    storages = {**settings.STORAGES}
    storages["private"] = {**storages["private"], "OPTIONS": {"location": folder}}
    settings.STORAGES = storages
    return folder
