"""A signature added by the portal, at once or in two steps."""

import asyncio
import datetime
import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm

from cluster_portal.documents.signing.acceptance import accept
from cluster_portal.documents.signing.reading import Certificate, fields_in
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.signing import seal, sign
from cluster_portal.documents.signing.stamps import StampText
from cluster_portal.documents.signing.steps import Prepared, finish, finish_message, prepare
from tests.signing import officer

FIELD = "ky_hung-yen"
NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture
def taken(trust, issued_pledge):
    def _taken(upload):
        now = datetime.datetime.now(datetime.UTC)
        return accept(upload, head=issued_pledge, field=FIELD, trust=trust, now=now, issued_at=now)

    return _taken


@pytest.fixture
def prepared(issued_pledge, hung_yen, authority):
    """Kept as text between two requests."""
    waiting = prepare(
        issued_pledge,
        field=FIELD,
        certificate=hung_yen.certificate_pem,
        chain=(authority.issuing.certificate_der,),
        stamp=StampText(unit="Ủy ban nhân dân tỉnh Hưng Yên", signed_at=NOW),
        certify_first=True,
        reason="Ký giao ước thi đua năm 2021",
    )
    return Prepared.load(waiting.dump())


def test_fields_are_known_by_name(issued_pledge):
    fields = fields_in(issued_pledge)
    assert len(fields) == 10
    assert not any(fields.values())
    assert {FIELD, "con_dau_cong"} < set(fields)


def test_a_hash_is_signed_elsewhere(taken, prepared, hung_yen):
    signature = officer.sign_hash(hung_yen)(prepared.digest, "sha256")
    found = taken(finish(prepared, signature=signature))
    assert found.certificate == Certificate.read(hung_yen.certificate_pem)


def test_with_a_timestamp(taken, prepared, hung_yen, authority):
    signature = officer.sign_hash(hung_yen)(prepared.digest, "sha256")
    clock = officer.timestamper(authority)
    assert taken(finish(prepared, signature=signature, timestamper=clock)).timestamp


def test_a_whole_message_is_made_elsewhere(taken, prepared, hung_yen):
    signer = signers.SimpleSigner(
        signing_cert=officer.parsed(hung_yen),
        signing_key=officer.key_of(hung_yen),
        cert_registry=officer.store(),
    )
    message = asyncio.run(
        signer.async_sign(prepared.document_digest, "sha256", use_pades=True)
    ).dump()
    assert taken(finish_message(prepared, message=message)).field == FIELD
    with pytest.raises(Refusal) as caught:
        finish_message(prepared, message=b"rubbish")
    assert caught.value.fault == Fault.BROKEN
    with pytest.raises(Refusal) as caught:
        finish_message(prepared, message=message + bytes(40_000))
    assert caught.value.fault == Fault.BROKEN


def test_somebody_elses_key_is_found_out(taken, prepared, bac_ninh):
    signature = officer.sign_hash(bac_ninh)(prepared.digest, "sha256")
    with pytest.raises(Refusal) as caught:
        taken(finish(prepared, signature=signature))
    assert caught.value.fault == Fault.NOT_INTACT


def test_a_field_takes_one_signature(issued_pledge, hung_yen, authority):
    backend = officer.backend(hung_yen, authority)
    for content, field, expected in (
        (sign(issued_pledge, field=FIELD, backend=backend), FIELD, Fault.ALREADY_SIGNED),
        (issued_pledge, "ky_ca-mau", Fault.NO_FIELD),
    ):
        with pytest.raises(Refusal) as caught:
            sign(content, field=field, backend=backend)
        assert caught.value.fault == expected
        with pytest.raises(Refusal) as caught:
            prepare(content, field=field, certificate=hung_yen.certificate_der)
        assert caught.value.fault == expected


def test_only_the_first_signature_certifies(issued_pledge, hung_yen, bac_ninh, authority):
    content = issued_pledge
    for field, holder in ((FIELD, hung_yen), ("ky_bac-ninh", bac_ninh)):
        backend = officer.backend(holder, authority)
        content = sign(content, field=field, backend=backend, certify_first=True)
    found = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    assert [each.docmdp_level for each in found] == [MDPPerm.FILL_FORMS, None]


def test_the_portals_confirmation_leaves_the_others_good(
    issued_pledge, hung_yen, bac_ninh, authority, judged
):
    """Before, between and after the signatures of units."""
    portal = officer.backend(authority.signer("Cổng thi đua"), authority)
    one = officer.sign(issued_pledge, FIELD, hung_yen, authority)
    sealed = seal(one, backend=portal, unit="Cổng thi đua các cụm", signed_at=NOW)
    after = officer.sign(sealed, "ky_bac-ninh", bac_ninh, authority)
    found = judged(after)
    assert found.is_good
    assert [each.field for each in found.signatures] == [FIELD, "con_dau_cong", "ky_bac-ninh"]


@pytest.mark.parametrize("content", [b"", b"rubbish", b"-----BEGIN CERTIFICATE-----\nAAAA"])
def test_what_is_no_certificate_is_told(content):
    with pytest.raises(ValueError, match="no certificate"):
        Certificate.read(content)
