"""The portal's own confirmation, with a key on a token, after the last unit has signed."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cluster_portal.documents.models import SignedRevision
from cluster_portal.documents.signature_fields import SEAL
from cluster_portal.documents.signing.configured import trust
from cluster_portal.documents.signing.verification import verify
from tests.signing import services
from tests.signing.tokens import LIBRARY, PIN, TOKEN, put_on_token
from tests.tools.verapdf import validate

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def key_of_the_portal(authority):
    put_on_token("khoa-cua-cong", authority.signer("Cổng thi đua các cụm", curve=False))


@pytest.fixture
def token(key_of_the_portal, trusted, settings):
    settings.PORTAL_SEAL_LIBRARY = str(LIBRARY)
    settings.PORTAL_SEAL_TOKEN = TOKEN
    settings.PORTAL_SEAL_KEY = "khoa-cua-cong"
    settings.PORTAL_SEAL_PIN = PIN
    return settings


def sign_both(*desks):
    for desk in desks:
        desk.bring(desk.sign(desk.take()))


def test_the_last_signature_brings_the_seal(issued, nam_dinh, ha_nam, chi, token, tmp_path):
    sign_both(nam_dinh, ha_nam)
    sealed = SignedRevision.objects.get(is_portal_seal=True)
    assert (sealed.number, sealed.field, sealed.received_by) == (3, SEAL, chi)
    content = issued.document.head_content()
    found = verify(content, trust=trust(), now=timezone.now())
    assert [report.is_good for report in found.signatures] == [True] * 3
    file = tmp_path / "giao-uoc.pdf"
    file.write_bytes(content)
    assert [verdict.compliant for verdict in validate([file])] == [True, True]
    page = nam_dinh.client.get(issued.document.get_absolute_url()).content.decode()
    assert "Xác nhận của cổng" in page


def test_with_a_timestamp_authority_it_lasts(issued, nam_dinh, ha_nam, token, authority):
    with services.serving(services.timestamp_authority(authority)) as address:
        token.TIMESTAMP_ADDRESS = address
        sign_both(nam_dinh, ha_nam)
    sealed = SignedRevision.objects.get(is_portal_seal=True)
    assert sealed.has_long_term_data
    assert sealed.timestamped_at is not None
    call_command("verify_documents", stdout=io.StringIO())


def test_a_token_that_was_away_seals_later(issued, nam_dinh, ha_nam, token):
    token.PORTAL_SEAL_TOKEN = "không cắm"
    sign_both(nam_dinh, ha_nam)
    issued.refresh_from_db()
    assert issued.status == "signed"
    assert not SignedRevision.objects.filter(is_portal_seal=True).exists()
    with pytest.raises(CommandError, match="could not be sealed"):
        call_command("seal_documents", stderr=io.StringIO())
    token.PORTAL_SEAL_TOKEN = TOKEN
    told = io.StringIO()
    call_command("seal_documents", stdout=told)
    assert f"{issued.document_number}: sealed" in told.getvalue()
    told = io.StringIO()
    call_command("seal_documents", stdout=told)
    assert told.getvalue() == ""


def test_without_a_token_nothing_is_sealed(issued, nam_dinh, ha_nam):
    sign_both(nam_dinh, ha_nam)
    told = io.StringIO()
    call_command("seal_documents", stdout=told)
    assert "No token is configured" in told.getvalue()
