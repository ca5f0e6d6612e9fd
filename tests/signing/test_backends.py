"""Keys that stay elsewhere: on a token, with a service over the network."""

import datetime
from dataclasses import replace

import pytest

from cluster_portal.documents.signing.acceptance import accept
from cluster_portal.documents.signing.backends import (
    CloudSignatureService,
    HashServiceBackend,
    SigningUnavailable,
    TokenBackend,
    timestamp_authority,
)
from cluster_portal.documents.signing.refusals import Refusal
from cluster_portal.documents.signing.signing import sign
from tests.signing import officer, services
from tests.signing.tokens import LIBRARY, PIN, TOKEN, put_on_token

FIELD = "ky_hung-yen"


@pytest.fixture
def taken(trust, issued_pledge):
    def _taken(upload):
        now = datetime.datetime.now(datetime.UTC)
        return accept(upload, head=issued_pledge, field=FIELD, trust=trust, now=now, issued_at=now)

    return _taken


@pytest.fixture(scope="module")
def token(authority):
    """(kind of key: whose), what was put on the software token."""
    holders = {
        "on a curve": authority.signer("Khóa trên đường cong"),
        "RSA": authority.signer("Khóa RSA", curve=False),
    }
    for label, holder in holders.items():
        put_on_token(label, holder)
    return holders


@pytest.fixture
def backend(token, authority):
    return TokenBackend(
        library=LIBRARY,
        token=TOKEN,
        key="RSA",
        pin=lambda: PIN,
        chain=(authority.issuing.certificate_der,),
    )


@pytest.mark.parametrize(
    ("key", "hashes_itself"), [("RSA", True), ("on a curve", False)], ids=["RSA", "on a curve"]
)
def test_a_token_signs(taken, issued_pledge, token, backend, key, hashes_itself):
    by_token = replace(backend, key=key, hashes_itself=hashes_itself)
    found = taken(sign(issued_pledge, field=FIELD, backend=by_token))
    assert found.certificate.common_name in token[key].certificate.subject.rfc4514_string()


@pytest.mark.parametrize(
    "wrong",
    [{"pin": lambda: "000000"}, {"token": "khac"}, {"key": "khac"}],
    ids=["PIN", "token", "key"],
)
def test_a_token_that_does_not_sign_is_told(issued_pledge, backend, wrong):
    with pytest.raises(SigningUnavailable) as caught:
        sign(issued_pledge, field=FIELD, backend=replace(backend, **wrong))
    assert PIN not in str(caught.value)
    assert PIN not in repr(backend)


@pytest.mark.parametrize("curve", [True, False], ids=["on a curve", "RSA"])
def test_a_remote_signer_sees_a_hash_and_signs(taken, issued_pledge, authority, curve):
    holder = authority.signer("Khóa ở xa", curve=curve)
    with services.serving(services.cloud_signature(holder)) as address:
        service = CloudSignatureService(
            address=f"{address}/csc/v1",
            credential="khoa-1",
            authorization=services.AUTHORIZATION,
            activation=lambda: services.ACTIVATION,
            algorithm="sha256_ecdsa" if curve else "sha256_rsa",
        )
        remote = replace(officer.backend(holder, authority), sign_hash=service)
        signed = sign(issued_pledge, field=FIELD, backend=remote)
    assert taken(signed).certificate.common_name == "Khóa ở xa"


@pytest.mark.parametrize(
    "answer",
    [lambda request, sent: ("text/html", b"<h1>B"), lambda request, sent: ("text/html", b"{}")],
    ids=["a page", "nothing"],
)
def test_a_remote_signer_out_of_order_is_told(issued_pledge, hung_yen, authority, answer):
    with services.serving(answer) as address:
        service = CloudSignatureService(address, "khoa-1", "", lambda: "", "sha256_ecdsa")
        remote = replace(officer.backend(hung_yen, authority), sign_hash=service)
        with pytest.raises(SigningUnavailable):
            sign(issued_pledge, field=FIELD, backend=remote)
    with pytest.raises(SigningUnavailable):
        sign(issued_pledge, field=FIELD, backend=remote)


def test_a_service_that_signs_something_else_is_found_out(fault_of, issued_pledge, hung_yen):
    backend = HashServiceBackend(
        certificate=hung_yen.certificate_pem,
        sign_hash=lambda digest, name: officer.sign_hash(hung_yen)(bytes(32), name),
    )
    assert fault_of(sign(issued_pledge, field=FIELD, backend=backend)).name == "NOT_INTACT"


def test_a_timestamp_authority_on_the_network(taken, issued_pledge, hung_yen, authority):
    backend = officer.backend(hung_yen, authority)
    with services.serving(services.timestamp_authority(authority)) as address:
        clock = timestamp_authority(address, user="cong", password="mat-khau")
        signed = sign(issued_pledge, field=FIELD, backend=backend, timestamper=clock)
    assert taken(signed).timestamp is not None
    with pytest.raises(SigningUnavailable):
        sign(issued_pledge, field=FIELD, backend=backend, timestamper=timestamp_authority(address))


@pytest.fixture
def fault_of(taken):
    def _fault_of(upload):
        with pytest.raises(Refusal) as caught:
            taken(upload)
        return caught.value.fault

    return _fault_of
