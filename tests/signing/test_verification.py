"""What the page says to everybody who asks about a file."""

import datetime
import signal

import pytest
from pyhanko.sign.diff_analysis import StandardDiffPolicy

from cluster_portal.documents.signing.changes import Change
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.trust import Trust, wrong_files
from cluster_portal.documents.signing.verification import (
    LARGEST,
    Coverage,
    Question,
    judge,
    verify,
)
from tests.signing import attacks, officer
from tests.signing.authority import DAY, Authority

NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module")
def two(issued_pledge, hung_yen, bac_ninh, authority):
    """Signed by two units."""
    one = officer.sign(issued_pledge, "ky_hung-yen", hung_yen, authority)
    return officer.sign(one, "ky_bac-ninh", bac_ninh, authority)


def test_two_good_signatures(judged, two, hung_yen):
    verdict = judged(two)
    first, second = verdict.signatures
    assert verdict.is_good
    assert (verdict.length, len(verdict.sha256), len(verdict.empty_fields)) == (len(two), 64, 8)
    assert first.certificate.common_name == "Trần Quốc Văn"
    assert first.certificate.serial == f"{hung_yen.certificate.serial_number:X}"
    assert "Ủy ban nhân dân tỉnh Hưng Yên" in first.certificate.subject
    assert (first.coverage, first.change) == (Coverage.REVISION, Change.SIGNED)
    assert (second.coverage, second.change) == (Coverage.WHOLE_FILE, Change.NOTHING)
    exactness = datetime.timedelta(seconds=1)  # of a signature's time
    assert NOW - exactness <= first.signed_at <= datetime.datetime.now(datetime.UTC)
    assert first.timestamp is None
    assert not first.long_term


def test_a_file_without_signatures(judged, issued_pledge):
    verdict = judged(issued_pledge)
    assert not verdict.is_good
    assert verdict.signatures == ()
    assert len(verdict.empty_fields) == 10


@pytest.mark.parametrize(
    ("attack", "change"),
    [
        (attacks.white_box, Change.PAGES),
        (attacks.shadow, Change.PAGES),
        (attacks.note, Change.ANNOTATED),
        (attacks.text_field, Change.OTHER),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_what_was_added_later_is_told(judged, two, attack, change):
    """pdfsig calls such files valid."""
    verdict = judged(attack(two))
    assert not verdict.is_good
    assert [found.change for found in verdict.signatures] == [change, change]
    assert all(found.intact and found.is_trusted for found in verdict.signatures)
    assert not any(found.is_good for found in verdict.signatures)


def test_a_flipped_byte_breaks_every_signature(judged, two, issued_pledge):
    at = issued_pledge.index(b"stream\n", 2000) + 60
    verdict = judged(two[:at] + bytes([two[at] ^ 1]) + two[at + 1 :])
    assert [found.intact for found in verdict.signatures] == [False, False]


def test_a_file_saved_anew_is_not_good(judged, two):
    verdict = judged(attacks.saved_anew(two))
    assert len(verdict.signatures) == 2
    assert not any(found.is_good for found in verdict.signatures)


def test_a_hole_is_told(judged, two):
    first, second = judged(attacks.with_a_hole(two)).signatures
    assert first.is_good
    assert not second.is_good


def test_nobody_vouches(judged, issued_pledge, authority):
    rogue = authority.self_signed("Kẻ giả mạo")
    (found,) = judged(officer.sign(issued_pledge, "ky_hung-yen", rogue, authority)).signatures
    assert found.intact
    assert found.trust_fault == Fault.UNTRUSTED
    assert found.certificate.common_name == "Kẻ giả mạo"


def test_a_revoked_and_an_expired_certificate(issued_pledge, tmp_path):
    authority = Authority(NOW)
    holder, late = authority.signer("Đã mất"), authority.signer("Quá hạn", ends=NOW - DAY)
    authority.revoke(holder)
    content = officer.sign(issued_pledge, "ky_hung-yen", holder, authority)
    content = officer.sign(content, "ky_bac-ninh", late, authority)
    found = verify(content, trust=Trust.read(authority.write(tmp_path)), now=NOW)
    assert [each.trust_fault for each in found.signatures] == [Fault.REVOKED, Fault.EXPIRED]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04", Fault.NOT_PDF),
        (b"", Fault.NOT_PDF),
        (b"%PDF-1.7\nrubbish", Fault.BROKEN),
        (b"%PDF-" + bytes(LARGEST), Fault.TOO_LARGE_TO_VERIFY),
    ],
    ids=["a package", "nothing", "rubbish", "too large"],
)
def test_what_cannot_be_read_is_told(judged, content, fault):
    with pytest.raises(Refusal) as caught:
        judged(content)
    assert caught.value.fault == fault


@pytest.mark.parametrize("attack", attacks.BREAKING, ids=lambda attack: attack.__name__)
def test_files_made_to_break_the_reader(judged, two, attack):
    with pytest.raises(Refusal) as caught:
        judged(attack(two))
    assert caught.value.fault in {Fault.TOO_MUCH_WORK, Fault.BROKEN}


def test_a_password_is_told(judged, two):
    with pytest.raises(Refusal) as caught:
        judged(attacks.encrypted(two))
    assert caught.value.fault == Fault.ENCRYPTED


def test_the_largest_file_is_read(judged, issued_pledge, hung_yen, authority):
    """Scanned pages are as large."""
    large = attacks.with_stream(issued_pledge, LARGEST - 200_000)
    verdict = judged(officer.sign(large, "ky_hung-yen", hung_yen, authority))
    assert verdict.length > 0.99 * LARGEST
    assert verdict.is_good


@pytest.mark.parametrize("folder", ["roots", "timestamp-roots", "between", "revocations"])
@pytest.mark.parametrize(
    "content",
    [
        "không phải chứng thư".encode(),
        b"-----BEGIN X509 CRL-----\nhalf a list",
        b"-----BEGIN X509 CRL-----\n????\n-----END X509 CRL-----\n",
        b"0\x82\x01",
        b"",
    ],
    ids=["text", "half", "no base64", "half in DER", "empty"],
)
def test_a_wrong_file_among_the_trusted_is_left_out_and_named(
    authority, tmp_path, two, folder, content, caplog
):
    (authority.write(tmp_path) / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "sai.crl").write_bytes(content)
    assert [name.split()[0] for name in wrong_files(tmp_path)] == [f"{folder}/sai.crl"]
    trust = Trust.read(tmp_path)
    assert "sai.crl" in caplog.text
    assert len(trust.roots) == len(trust.between) == 1
    assert len(trust.revocations) == 2


def test_signers_without_a_readable_list_are_not_known_to_be_unrevoked(authority, tmp_path, two):
    (authority.write(tmp_path) / "revocations" / "issuing.crl").write_bytes(b"half")
    found = verify(two, trust=Trust.read(tmp_path), now=datetime.datetime.now(datetime.UTC))
    assert [each.trust_fault for each in found.signatures] == [Fault.REVOCATION_UNKNOWN] * 2


def test_names_are_written_as_in_the_register(judged, two, hung_yen):
    first, _ = judged(two).signatures
    assert first.certificate.subject == hung_yen.certificate.subject.rfc4514_string()
    assert first.certificate.issuer.startswith("CN=CA cấp chứng thư thử nghiệm,O=")


def test_a_file_made_to_take_long_is_given_up_soon(judged, authority):
    """Six thousand pages, eight signatures, a hundred and twenty revisions: two minutes of work."""
    content, stranger = attacks.with_pages(6000), authority.self_signed("Ai đó")
    for number in range(8):
        content = officer.sign(
            content, f"S{number}", stranger, authority, existing_fields_only=False
        )
    with pytest.raises(Refusal) as caught:
        judged(attacks.marked(content, 120))
    assert caught.value.fault == Fault.TOO_MUCH_WORK
    # Reckoned beforehand; it has not worked until `READING_SECONDS` were over.
    assert caught.value.detail.endswith(" objects to compare")


def test_computing_ends_when_the_time_for_it_is_over(judged, two, settings):
    settings.READING_SECONDS = 0
    with pytest.raises(Refusal) as caught:
        judged(two)
    assert caught.value.fault == Fault.TOO_MUCH_WORK
    ends = {f"the process ended with {-sign}" for sign in (signal.SIGKILL, signal.SIGXCPU)}
    assert caught.value.detail in ends | {"time"}  # by the processor, or by the clock


def test_a_small_file_with_many_changes_is_judged_once(trust, two, monkeypatch):
    compared = []
    apply = StandardDiffPolicy.apply

    def counted(policy, old, new, **wanted):
        compared.append((old.revision, new.revision))
        return apply(policy, old, new, **wanted)

    monkeypatch.setattr(StandardDiffPolicy, "apply", counted)
    now = datetime.datetime.now(datetime.UTC)
    verdict = judge(attacks.marked(two, 150), Question(trust, now))
    assert [found.change for found in verdict.signatures] == [Change.OTHER] * 2
    assert compared == [(2, 3)] * 2  # the first of the changes, by either way of comparing


def test_a_folder_that_is_not_there_trusts_nobody(tmp_path, two):
    found = verify(two, trust=Trust.read(tmp_path / "none"), now=NOW)
    assert [each.trust_fault for each in found.signatures] == [Fault.UNTRUSTED] * 2
