"""A pledge printed for signing, and the authority whose certificates the portal believes."""

import datetime

import pytest

from cluster_portal.documents.signing.trust import Trust
from cluster_portal.documents.signing.verification import verify
from tests.signing.authority import Authority
from tests.signing.pledges import issued


@pytest.fixture(scope="session")
def issued_pledge():
    """The pledge of 2021 with nine empty signature fields."""
    return issued()


@pytest.fixture(scope="session")
def authority():
    return Authority(datetime.datetime.now(datetime.UTC).replace(microsecond=0))


@pytest.fixture(scope="session")
def trust(authority, tmp_path_factory):
    return Trust.read(authority.write(tmp_path_factory.mktemp("trust")))


@pytest.fixture(scope="session")
def hung_yen(authority):
    return authority.signer("Trần Quốc Văn", "Ủy ban nhân dân tỉnh Hưng Yên")


@pytest.fixture(scope="session")
def bac_ninh(authority):
    return authority.signer("Nguyễn Hương Giang", "Ủy ban nhân dân tỉnh Bắc Ninh", curve=False)


@pytest.fixture
def judged(trust):
    """What can be said of a file now."""
    return lambda content: verify(content, trust=trust, now=datetime.datetime.now(datetime.UTC))
