"""What is taken back from a signing program, and what is refused with which words."""

import datetime
from dataclasses import replace

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from cluster_portal.documents.signing.acceptance import accept
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.trust import Trust
from tests.signing import attacks, officer
from tests.signing.authority import DAY, Authority
from tests.signing.pledges import issued

FIELD = "ky_hung-yen"
NOW = datetime.datetime.now(datetime.UTC)
ISSUED_AT = NOW - datetime.timedelta(hours=1)


@pytest.fixture
def taken(trust):
    def _taken(upload, head, field=FIELD, **wanted):
        return accept(
            upload,
            head=head,
            field=field,
            **{"trust": trust, "now": datetime.datetime.now(datetime.UTC), "issued_at": ISSUED_AT}
            | wanted,
        )

    return _taken


@pytest.fixture
def fault(taken):
    def _fault(*args, **wanted):
        with pytest.raises(Refusal) as caught:
            taken(*args, **wanted)
        return caught.value.fault

    return _fault


@pytest.fixture(scope="session")
def signed(issued_pledge, hung_yen, authority):
    return officer.sign(issued_pledge, FIELD, hung_yen, authority)


def test_one_signature_in_the_own_field_is_taken(taken, signed, issued_pledge, hung_yen):
    found = taken(signed, issued_pledge)
    assert found.signatures == 1
    assert "Trần Quốc Văn" in found.certificate.subject
    assert found.field == "ky_hung-yen"
    assert found.timestamp is None


def test_the_older_kind_of_signature_is_taken(taken, issued_pledge, bac_ninh, authority):
    """PKCS#7, as many signing programs make it."""
    kind = SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    upload = officer.sign(issued_pledge, FIELD, bac_ninh, authority, subfilter=kind)
    assert taken(upload, issued_pledge).signed_at is not None


def test_a_second_one_follows(taken, signed, bac_ninh, authority):
    both = officer.sign(signed, "ky_bac-ninh", bac_ninh, authority)
    assert taken(both, signed, "ky_bac-ninh").signatures == 2


def test_another_field_is_refused(fault, signed, issued_pledge):
    assert fault(signed, issued_pledge, "ky_bac-ninh") == Fault.OTHER_FIELD


def test_nothing_new(fault, issued_pledge):
    assert fault(issued_pledge, issued_pledge) == Fault.NOT_SIGNED
    assert fault(b"PK\x03\x04", issued_pledge) == Fault.NOT_PDF
    assert fault(issued_pledge + b"\n%rubbish", issued_pledge) in {Fault.BROKEN, Fault.NOT_SIGNED}


@pytest.mark.parametrize(
    ("expected", "wanted"),
    [
        (Fault.EXPIRED, {"ends": NOW - DAY}),
        (Fault.NOT_YET_VALID, {"begins": NOW + DAY}),
        (Fault.OTHER_PURPOSE, {"purpose": ExtendedKeyUsageOID.SERVER_AUTH}),
        (Fault.OTHER_PURPOSE, {"purpose": ExtendedKeyUsageOID.TIME_STAMPING}),
    ],
    ids=["expired", "not yet valid", "a web server's", "a timestamp authority's"],
)
def test_a_certificate_that_may_not_sign_is_refused(
    fault, issued_pledge, authority, expected, wanted
):
    holder = authority.signer("Ai đó", **wanted)
    upload = officer.sign(issued_pledge, FIELD, holder, authority)
    assert fault(upload, issued_pledge) == expected


def test_a_certificate_that_nobody_vouches_for_is_refused(fault, issued_pledge, authority):
    rogue = authority.self_signed("Kẻ giả mạo")
    assert fault(officer.sign(issued_pledge, FIELD, rogue, authority), issued_pledge) == (
        Fault.UNTRUSTED
    )
    elsewhere = Authority(NOW)
    stranger = elsewhere.signer("Người nơi khác")
    upload = officer.sign(issued_pledge, FIELD, stranger, elsewhere)
    assert fault(upload, issued_pledge) == Fault.UNTRUSTED


def test_a_revoked_certificate_is_refused(fault, issued_pledge, tmp_path):
    authority = Authority(NOW)
    holder = authority.signer("Đã mất USB")
    authority.revoke(holder)
    trust = Trust.read(authority.write(tmp_path))
    upload = officer.sign(issued_pledge, FIELD, holder, authority)
    assert fault(upload, issued_pledge, trust=trust) == Fault.REVOKED


def test_without_a_current_revocation_list_nothing_is_taken(
    fault, taken, issued_pledge, signed, trust
):
    assert fault(signed, issued_pledge, trust=replace(trust, revocations=())) == (
        Fault.REVOCATION_UNKNOWN
    )
    late = NOW + 40 * DAY
    assert fault(signed, issued_pledge, now=late) == Fault.REVOCATION_UNKNOWN


def test_the_signers_clock(fault, issued_pledge, hung_yen, authority, signed):
    early = authority.now - DAY / 2
    assert fault(signed, issued_pledge, now=early, issued_at=early) == Fault.CLOCK
    assert fault(signed, issued_pledge, issued_at=NOW + 2 * DAY, now=NOW + 2 * DAY) == Fault.CLOCK


def test_a_timestamp_proves_the_time(taken, issued_pledge, hung_yen, authority):
    upload = officer.sign(
        issued_pledge, FIELD, hung_yen, authority, timestamper=officer.timestamper(authority)
    )
    found = taken(upload, issued_pledge)
    assert abs(found.timestamp - found.signed_at) < datetime.timedelta(minutes=1)


def test_who_was_too_late_is_told_so(fault, issued_pledge, signed, bac_ninh, authority):
    own = officer.sign(issued_pledge, "ky_bac-ninh", bac_ninh, authority)
    assert fault(own, signed, "ky_bac-ninh") == Fault.NOT_ISSUED
    goes_on = fault(
        own, signed, "ky_bac-ninh", is_earlier=lambda upload: upload.startswith(issued_pledge)
    )
    assert goes_on == Fault.OUTDATED


def test_two_signatures_at_once_are_refused(fault, issued_pledge, signed, bac_ninh, authority):
    both = officer.sign(signed, "ky_bac-ninh", bac_ninh, authority)
    assert fault(both, issued_pledge) == Fault.SEVERAL


def test_a_field_of_ones_own_is_refused(fault, issued_pledge, hung_yen, authority):
    upload = officer.sign(
        issued_pledge, "Signature1", hung_yen, authority, existing_fields_only=False
    )
    assert fault(upload, issued_pledge) == Fault.OTHER_FIELD


def test_a_flipped_byte_is_refused(fault, issued_pledge, signed):
    at = len(issued_pledge) // 2
    flipped = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    assert fault(flipped, issued_pledge) == Fault.NOT_ISSUED


def test_a_file_saved_anew_is_refused(fault, issued_pledge, signed):
    assert fault(attacks.saved_anew(signed), issued_pledge) == Fault.NOT_ISSUED


@pytest.mark.parametrize("attack", attacks.APPENDED, ids=lambda attack: attack.__name__)
def test_what_is_added_besides_the_signature_is_refused(
    fault, issued_pledge, signed, hung_yen, authority, attack
):
    assert fault(attack(signed), issued_pledge) == Fault.CHANGED
    before = officer.sign(attack(issued_pledge), FIELD, hung_yen, authority)
    assert fault(before, issued_pledge) == Fault.CHANGED


def test_a_signature_over_part_of_the_file_is_refused(fault, issued_pledge, signed):
    assert fault(attacks.with_a_hole(signed), issued_pledge) in {Fault.PARTIAL, Fault.NOT_INTACT}


def test_a_gap_that_is_not_the_signature_is_refused(
    fault, issued_pledge, signed, hung_yen, authority
):
    """It is as long as the signature, which is all that pyHanko asks of it."""
    moved = attacks.with_another_gap(
        signed, lambda digest: officer.sign_digest(digest, hung_yen, authority)
    )
    assert fault(moved, issued_pledge) == Fault.PARTIAL


def test_a_value_in_a_field_of_the_document_is_refused(fault, issued_pledge, hung_yen, authority):
    head = attacks.text_field(issued_pledge)
    filled = officer.sign(attacks.field_filled(head), FIELD, hung_yen, authority)
    assert fault(filled, head) == Fault.CHANGED


def test_another_signature_named_as_the_certifying_one_is_refused(
    fault, issued_pledge, hung_yen, authority
):
    named = attacks.certified_by_another(issued_pledge)
    upload = officer.sign(named, FIELD, hung_yen, authority)
    assert fault(upload, issued_pledge) == Fault.CHANGED


def test_revocation_data_in_the_file_is_noted(taken, issued_pledge, signed, hung_yen, authority):
    assert not taken(signed, issued_pledge).long_term
    long_term = officer.sign(
        issued_pledge,
        FIELD,
        hung_yen,
        authority,
        embed_validation_info=True,
        use_pades_lta=False,
        validation_context=officer.context(authority),
    )
    assert taken(long_term, issued_pledge).long_term


def test_what_is_logged_of_a_strangers_file_is_one_short_line():
    detail = Refusal(Fault.BROKEN, "a\n2026-01-01 INFO forged\x1b[0m\r" * 900).detail
    assert len(detail) <= 300
    assert detail.isprintable()
    assert detail.startswith("a 2026-01-01 INFO forged")


def test_a_password_is_refused(fault, issued_pledge, signed):
    assert fault(attacks.encrypted(signed), issued_pledge) == Fault.ENCRYPTED


@pytest.mark.parametrize("attack", attacks.BREAKING, ids=lambda attack: attack.__name__)
def test_a_file_made_to_break_the_reader_is_refused(fault, issued_pledge, attack):
    assert fault(attack(issued_pledge), issued_pledge) in {Fault.TOO_MUCH_WORK, Fault.BROKEN}


def test_another_history_beside_the_issued_bytes_is_refused(
    fault, issued_pledge, hung_yen, authority
):
    """The issued bytes all stand at the beginning, and no reader looks at them."""
    other = issued(title="GIAO ƯỚC KHÁC")
    forged = attacks.other_history(issued_pledge, other)
    upload = officer.sign(forged, FIELD, hung_yen, authority)
    assert fault(upload, issued_pledge) == Fault.CHANGED


def test_a_signature_that_certifies_is_taken_first(taken, issued_pledge, hung_yen, authority):
    upload = officer.sign(issued_pledge, FIELD, hung_yen, authority, certify=True)
    assert taken(upload, issued_pledge).signatures == 1


def test_a_signature_that_locks_the_file_is_refused(fault, issued_pledge, hung_yen, authority):
    upload = officer.sign(
        issued_pledge,
        FIELD,
        hung_yen,
        authority,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    assert fault(upload, issued_pledge) == Fault.LOCKED


def test_a_signature_of_an_unknown_kind_is_told(fault, issued_pledge, signed):
    assert fault(attacks.of_unknown_kind(signed), issued_pledge) == Fault.OTHER_KIND


def test_an_outdated_hash_is_refused(fault, issued_pledge, hung_yen, authority):
    upload = officer.sign(issued_pledge, FIELD, hung_yen, authority, md_algorithm="sha1")
    assert fault(upload, issued_pledge) == Fault.WEAK


def test_a_short_key_is_refused(fault, issued_pledge, authority):
    holder = authority.signer("Khóa ngắn", curve=False, bits=1024)
    upload = officer.sign(issued_pledge, FIELD, holder, authority)
    assert fault(upload, issued_pledge) == Fault.WEAK


def test_every_fault_has_its_own_words():
    """Two of the same words would be one fault, and the log could not tell them apart."""
    assert len({fault.message for fault in Fault}) == len(Fault.__members__)


def test_a_changed_signature_is_refused(fault, issued_pledge, signed):
    assert fault(attacks.digest_changed(signed, issued_pledge), issued_pledge) == Fault.NOT_INTACT


@pytest.mark.parametrize(
    "added",
    [b"%rubbish", b"x" * 5_000_000, b"\n1 0 obj\n<<>>\nstartxref\n99999999\n%%EOF\n"],
    ids=["a comment", "five million bytes", "a broken end"],
)
def test_rubbish_at_the_end_is_refused(fault, issued_pledge, added):
    assert fault(issued_pledge + added, issued_pledge) in {
        Fault.NOT_SIGNED,
        Fault.BROKEN,
        Fault.TOO_LARGE,
    }
