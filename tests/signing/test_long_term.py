"""Signatures that are to be believed after their certificates have gone."""

import datetime
import io
import subprocess

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from cluster_portal.documents.signing.acceptance import accept
from cluster_portal.documents.signing.backends import SigningUnavailable, timestamp_authority
from cluster_portal.documents.signing.changes import Change
from cluster_portal.documents.signing.refusals import Fault, Refusal
from cluster_portal.documents.signing.signing import preserve, seal, sign
from cluster_portal.documents.signing.stamps import StampText
from cluster_portal.documents.signing.trust import Trust
from cluster_portal.documents.signing.verification import verify
from tests.signing import officer, services
from tests.signing.authority import DAY, Authority
from tests.tools.verapdf import validate

NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
LATER = NOW + 200 * DAY
FIELD = "ky_hung-yen"


def moment():
    """When somebody asks: the run may have begun long before."""
    return datetime.datetime.now(datetime.UTC)


def accepted(upload, *, head, field, trust):
    """What is found when the file is brought now."""
    now = moment()
    return accept(upload, head=head, field=field, trust=trust, now=now, issued_at=now)


@pytest.fixture(scope="module")
def short_lived():
    """An authority of which every signer's certificate ends in a hundred days."""
    return Authority(NOW)


@pytest.fixture(scope="module")
def clock(short_lived):
    with services.serving(services.timestamp_authority(short_lived)) as address:
        yield timestamp_authority(address)


@pytest.fixture(scope="module")
def now_trusted(short_lived, tmp_path_factory):
    return Trust.read(short_lived.write(tmp_path_factory.mktemp("now")))


@pytest.fixture(scope="module")
def people(short_lived):
    names = ("Trần Quốc Văn", "Nguyễn Hương Giang", "Cổng thi đua")
    return [short_lived.signer(name, ends=NOW + 100 * DAY) for name in names]


@pytest.fixture
def trusted_later(short_lived, now_trusted, tmp_path):
    """What the portal trusts after two hundred days: the lists of then, and no older ones."""

    def _later(*, revoked=()):
        for holder in revoked:
            short_lived.revoke(holder)
        short_lived.now = LATER
        trust = Trust.read(short_lived.write(tmp_path))
        short_lived.now = NOW
        short_lived.revoked.clear()
        return trust

    return _later


@pytest.fixture(scope="module")
def kept(issued_pledge, people, short_lived, clock, now_trusted):
    """Each signature with its own timestamp and revocation data (B-LTA), the portal's last."""
    content = issued_pledge
    for field, holder in zip((FIELD, "ky_bac-ninh"), people, strict=False):
        content = sign(
            content,
            field=field,
            backend=officer.backend(holder, short_lived),
            certify_first=True,
            timestamper=clock,
            trust=now_trusted,
            stamp=StampText(unit="Ủy ban nhân dân tỉnh", signed_at=NOW),
        )
    return seal(
        content,
        backend=officer.backend(people[2], short_lived),
        unit="Cổng thi đua các cụm",
        signed_at=NOW,
        timestamper=clock,
        trust=now_trusted,
    )


@pytest.fixture(scope="module")
def preserved(issued_pledge, people, short_lived, clock, now_trusted):
    """Signed by programs that know of no timestamps, and preserved once by the portal."""
    content = issued_pledge
    for field, holder in zip((FIELD, "ky_bac-ninh"), people, strict=False):
        content = officer.sign(content, field, holder, short_lived)
    return preserve(content, timestamper=clock, trust=now_trusted, now=NOW)


@pytest.fixture(params=["kept", "preserved"])
def long_term(request):
    return request.getfixturevalue(request.param)


def test_the_data_is_in_the_file(long_term, now_trusted, tmp_path):
    found = verify(long_term, trust=now_trusted, now=NOW)
    assert found.is_good, found
    assert all(each.long_term for each in found.signatures)
    assert found.signatures[-1].is_timestamp
    assert found.signatures[0].change in {Change.SIGNED, Change.PRESERVED}
    exactness = datetime.timedelta(seconds=1)  # of a timestamp
    assert NOW - exactness <= found.signatures[-1].timestamp <= datetime.datetime.now(datetime.UTC)
    path = tmp_path / "long.pdf"
    path.write_bytes(long_term)
    verdicts = validate([path], ("2a", "ua1"))
    assert all(verdict.compliant for verdict in verdicts), list(map(str, verdicts))
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_certificates_that_have_expired_held_when_they_signed(long_term, trusted_later):
    found = verify(long_term, trust=trusted_later(), now=LATER)
    assert found.is_good, found
    for each in found.signatures:
        assert each.no_longer == (None if each.is_timestamp else Fault.EXPIRED)


def test_what_is_revoked_later_held_when_it_signed(long_term, people, trusted_later):
    trust = trusted_later(revoked=people[:1])
    first, *_ = verify(long_term, trust=trust, now=LATER).signatures
    assert first.is_good
    assert first.no_longer in {Fault.REVOKED, Fault.EXPIRED}


def test_without_a_timestamp_nothing_proves_it(issued_pledge, people, short_lived, trusted_later):
    bare = officer.sign(issued_pledge, FIELD, people[0], short_lived)
    (found,) = verify(bare, trust=trusted_later(), now=LATER).signatures
    assert found.trust_fault == Fault.EXPIRED


def test_a_program_may_bring_all_that(issued_pledge, people, short_lived, clock, now_trusted):
    upload = sign(
        issued_pledge,
        field=FIELD,
        backend=officer.backend(people[0], short_lived),
        timestamper=clock,
        trust=now_trusted,
    )
    found = accepted(upload, head=issued_pledge, field=FIELD, trust=now_trusted)
    assert (found.signatures, found.field) == (1, FIELD)
    assert found.timestamp
    then = officer.sign(upload, "ky_bac-ninh", people[1], short_lived)
    assert (
        accept(
            then,
            head=upload,
            field="ky_bac-ninh",
            trust=now_trusted,
            now=moment(),
            issued_at=moment(),
        ).signatures
        == 2
    )


def test_preserving_again_adds_a_timestamp(preserved, clock, now_trusted):
    again = preserve(preserved, timestamper=clock, trust=now_trusted, now=NOW)
    assert again.startswith(preserved)
    assert len(PdfFileReader(io.BytesIO(again)).embedded_timestamp_signatures) == 2
    assert verify(again, trust=now_trusted, now=NOW).is_good


def test_a_bad_certificate_is_not_preserved(issued_pledge, short_lived, clock, now_trusted):
    rogue = short_lived.self_signed("Kẻ giả mạo")
    content = officer.sign(issued_pledge, FIELD, rogue, short_lived)
    with pytest.raises(Refusal) as caught:
        preserve(content, timestamper=clock, trust=now_trusted, now=NOW)
    assert caught.value.fault == Fault.UNTRUSTED


def test_a_revoked_certificate_does_not_sign(issued_pledge, clock, tmp_path):
    authority = Authority(NOW)
    holder = authority.signer("Đã mất USB")
    authority.revoke(holder)
    with pytest.raises(Refusal) as caught:
        sign(
            issued_pledge,
            field=FIELD,
            backend=officer.backend(holder, authority),
            timestamper=officer.timestamper(authority),
            trust=Trust.read(authority.write(tmp_path)),
        )
    assert caught.value.fault == Fault.REVOKED


def test_an_authority_that_does_not_answer_is_told(preserved, now_trusted):
    gone = timestamp_authority("http://127.0.0.1:9/")
    with pytest.raises(SigningUnavailable):
        preserve(preserved, timestamper=gone, trust=now_trusted, now=NOW)
