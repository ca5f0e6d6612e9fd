"""The security document says what the sweep asks for."""

from tests.meta.permission_table import PERSONS, printed, table
from tests.meta.world import PEOPLE


def test_the_permission_table_in_the_document_is_the_one_that_is_tested():
    assert set(PERSONS) == set(PEOPLE)
    assert printed() == table()  # make permissions writes it anew
