"""What was withdrawn still tells who had signed it, and what was issued after it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cluster_portal.public.verification.places import place_of
from emulation.models import Pledge, PledgeWithdrawal
from tests.workspace.signing.conftest import YEAR

pytestmark = pytest.mark.django_db
REASON = "Sai căn cứ ở dòng hai"


def go(client, *steps):
    for address, values in steps:
        answer = client.post(f"{YEAR}giao-uoc/{address}/", values)
        assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def secretary(lan, client_of):
    return client_of(lan)


def on_paper(client, desk, pledge):
    """The unit signed the paper; as the secretariat writes it down."""
    row = f"unit-{desk.unit.pk}"
    page = client.get(f"{YEAR}giao-uoc/chu-ky/")
    values = {
        "seen": page.context["form"]["seen"].value(),
        f"{row}-signer_name": "Trần Giấy",
        f"{row}-capacity": "Phó Chủ tịch",
        f"{row}-signed_on": pledge.issued_at.strftime("%d/%m/%Y"),
    }
    go(client, ("chu-ky", values))


@pytest.mark.parametrize("is_written_anew", [False, True])
def test_the_old_code_names_the_signers_and_the_successor(
    issued, nam_dinh, ha_nam, secretary, client, is_written_anew
):
    nam_dinh.bring(nam_dinh.sign(nam_dinh.take()))
    on_paper(secretary, ha_nam, issued)
    old = issued.document
    go(secretary, ("thu-hoi", {"reason": REASON}))
    if is_written_anew:
        go(secretary, ("buoc/draft", {}), ("buoc/issued", {"sign_by": ""}))
    new = Pledge.objects.get().document if is_written_anew else None

    place = place_of(old, AnonymousUser())
    assert place.successor == new
    paper, digital = place.signers
    assert (paper.unit, paper.name) == (ha_nam.unit.people_committee, "Trần Giấy")
    assert (paper.office, paper.way) == ("Phó Chủ tịch", "Ký trên bản giấy")
    assert digital.unit == nam_dinh.unit.people_committee
    assert digital.revision_id == old.head().pk
    page = client.get(old.get_absolute_url()).content.decode()
    for words in (ha_nam.unit.people_committee, nam_dinh.unit.people_committee, "Trần Giấy"):
        assert words in page
    if new:
        assert [one.signers for one in (place_of(new, AnonymousUser()),)] == [()]


def test_what_was_called_back_to_mend_it_is_kept_and_followed_by_the_next(issued, secretary):
    old = issued.document
    go(secretary, ("buoc/draft", {"reason": REASON}))
    kept = PledgeWithdrawal.objects.get()
    assert (kept.document, kept.reason, kept.signatures) == (old, REASON, [])
    assert (kept.document_number, kept.status_before) == (old.document_number, "issued")
    assert place_of(old, AnonymousUser()).successor is None
    go(secretary, ("buoc/issued", {"sign_by": ""}))
    second = Pledge.objects.get().document
    assert place_of(old, AnonymousUser()).successor == second
    go(secretary, ("buoc/draft", {"reason": REASON}), ("buoc/issued", {"sign_by": ""}))
    # Each names the one that followed it, whatever became of that later.
    assert place_of(old, AnonymousUser()).successor == second
    assert place_of(second, AnonymousUser()).successor == Pledge.objects.get().document
    assert REASON in secretary.get(f"{YEAR}giao-uoc/soan/").content.decode()
