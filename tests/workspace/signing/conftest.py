"""A pledge that two provinces sign, and the authority whose certificates the portal believes."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cluster_portal.accounts.models import User
from clusters.models import Unit
from clusters.services import register_certificate
from emulation.models import Pledge
from tests.factories.emulation import PledgeFactory, PledgeItemFactory
from tests.signing import officer
from tests.signing.authority import Authority, Holder

YEAR = "/cum/dong-bang-song-hong/2024/"


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority(datetime.datetime.now(datetime.UTC).replace(microsecond=0))


@pytest.fixture
def trusted(authority, settings, tmp_path):
    """The folder that the portal is told to trust."""
    settings.SIGNATURE_TRUST = str(authority.write(tmp_path / "trust"))
    return tmp_path / "trust"


@pytest.fixture
def draft(year_a, unit_of_chi):
    """The pledge of 2024, ready to be issued."""
    pledge = PledgeFactory(emulation_year=year_a, draft=True, legal_basis="Căn cứ Luật")
    PledgeItemFactory(pledge=pledge)
    return pledge


@pytest.fixture
def issued(draft, lan, client_of) -> Pledge:
    answer = client_of(lan).post(f"{YEAR}giao-uoc/buoc/issued/", {"sign_by": ""})
    assert answer.status_code == 302, answer.content.decode()
    draft.refresh_from_db()
    return draft


@dataclass
class Desk:
    """An officer at work for a unit: takes the file, signs it with a certificate, brings it."""

    client: Client
    unit: Unit
    authority: Authority
    holder: Holder
    run: Callable  # runs what waits for the end of the transaction

    @property
    def address(self) -> str:
        return f"{YEAR}giao-uoc/ky/{self.unit.slug}/"

    @property
    def field(self) -> str:
        return f"ky_{self.unit.slug}"

    def take(self) -> bytes:
        answer = self.client.get(f"{self.address}giao-uoc.pdf")
        assert answer.status_code == 200
        return answer.content

    def sign(self, content: bytes, **wanted) -> bytes:
        field = wanted.pop("field", self.field)
        holder = wanted.pop("holder", self.holder)
        return officer.sign(content, field, holder, self.authority, **wanted)

    def bring(self, content: bytes, name: str = "giao-uoc.pdf"):
        upload = SimpleUploadedFile(name, content, "application/pdf")
        with self.run(execute=True):
            return self.client.post(self.address, {"upload": upload})

    def page(self) -> str:
        answer = self.client.get(self.address)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split("<main", 1)[1].split())


@pytest.fixture
def desk_of(client_of, authority, quan, trusted, django_capture_on_commit_callbacks):
    """The desk of an officer whose unit's certificate is registered."""

    def sit_down(user: User, unit: Unit, name: str) -> Desk:
        holder = authority.signer(name, unit.people_committee)
        register_certificate(
            unit=unit,
            content=holder.certificate_pem,
            office="Chủ tịch",
            valid_from=timezone.localdate() - datetime.timedelta(days=1),
            by=quan,
        )
        return Desk(client_of(user), unit, authority, holder, django_capture_on_commit_callbacks)

    return sit_down


@pytest.fixture
def nam_dinh(desk_of, binh, unit_of_binh) -> Desk:
    return desk_of(binh, unit_of_binh, "Phạm Gia Túc")


@pytest.fixture
def ha_nam(desk_of, chi, unit_of_chi) -> Desk:
    return desk_of(chi, unit_of_chi, "Trương Quốc Huy")
