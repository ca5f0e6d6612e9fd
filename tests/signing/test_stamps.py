"""What a signature looks like, and that the file stays one for archives and for screen readers."""

import datetime
import subprocess

import pdfplumber
import pytest

from cluster_portal.documents.signing.signing import seal, sign
from cluster_portal.documents.signing.stamps import StampText
from tests.signing import officer
from tests.signing.pledges import MANY, SLUGS, issued
from tests.tools.verapdf import validate

SIGNED_AT = datetime.datetime(2026, 11, 21, 8, 30, tzinfo=datetime.UTC)


def stamp(unit: str, **wanted) -> StampText:
    return StampText(
        **{"signer": "Nguyễn Văn Thử", "capacity": "Chủ tịch", "signed_at": SIGNED_AT}
        | wanted
        | {"unit": unit}
    )


def signed_by_all(content, slugs, authority):
    """Every fourth one holds an RSA key, the others one on a curve."""
    for number, slug in enumerate(slugs):
        unit = f"Ủy ban nhân dân tỉnh {slug}"
        holder = authority.signer("Nguyễn Văn Thử", unit, curve=number % 4 != 0)
        content = sign(
            content,
            field=f"ky_{slug}",
            backend=officer.backend(holder, authority),
            stamp=stamp(unit),
            certify_first=True,
            reason="Ký giao ước thi đua",
            location="Việt Nam",
        )
    portal = authority.signer("Cổng thi đua các cụm")
    backend = officer.backend(portal, authority)
    return seal(content, backend=backend, unit="Cổng thi đua các cụm", signed_at=SIGNED_AT)


@pytest.fixture(scope="session", params=[SLUGS, MANY], ids=["nine", "thirty-four"])
def signed(request, authority, tmp_path_factory):
    """(slugs, file) signed by every unit, and confirmed by the portal."""
    path = tmp_path_factory.mktemp("signed") / "signed.pdf"
    path.write_bytes(signed_by_all(issued(request.param), request.param, authority))
    return request.param, path


def test_the_file_stays_one_for_archives_and_screen_readers(signed):
    _, path = signed
    verdicts = validate([path], ("2a", "ua1"))
    assert len(verdicts) == 2
    for verdict in verdicts:
        assert verdict.compliant, str(verdict)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def stamps(path):
    """The text that stands within each signature field, by the field's name."""
    with pdfplumber.open(path) as pdf:
        places = [
            (page.page_number, found["data"]["T"].decode(), found)
            for page in pdf.pages
            for found in page.annots
        ]
    found = {}
    for number, name, place in places:
        left, top, right, bottom = (round(place[side]) for side in ("x0", "top", "x1", "bottom"))
        crop = ("-x", left, "-y", top, "-W", right - left, "-H", bottom - top)
        found[name] = subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), *map(str, crop), str(path), "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return found


def test_each_stamp_stands_in_its_own_cell(signed):
    slugs, path = signed
    found = stamps(path)
    assert len(found) == len(slugs) + 1
    for slug in slugs:
        text = found[f"ky_{slug}"]
        assert text.count("ĐÃ KÝ SỐ") == 1
        assert "Người ký: Nguyễn Văn Thử" in text
        assert f"Ủy ban nhân dân tỉnh {slug}\n" in text
        assert "Thời gian ký: 2026-11-21T15:30:00+07:00\n" in text
    assert "XÁC NHẬN CỦA CỔNG" in found["con_dau_cong"]


def test_every_signature_is_good_and_only_signatures_came_later(signed, judged):
    slugs, path = signed
    verdict = judged(path.read_bytes())
    assert verdict.is_good, [found for found in verdict.signatures if not found.is_good]
    assert [found.field for found in verdict.signatures] == [
        *(f"ky_{slug}" for slug in slugs),
        "con_dau_cong",
    ]
    assert verdict.empty_fields == ()


def test_another_validator_trusts_all(signed, authority, tmp_path):
    """Poppler, with the authority in its store."""
    slugs, path = signed
    store, root = f"sql:{tmp_path}", tmp_path / "root.pem"
    root.write_bytes(authority.root.certificate_pem)
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    subprocess.run(
        ["certutil", "-A", "-d", store, "-n", "root", "-t", "C,C,C", "-i", str(root)], check=True
    )
    found = subprocess.run(
        ["pdfsig", "-nssdir", store, str(path)], capture_output=True, text=True, check=False
    ).stdout
    assert found.count("Signature is Valid") == len(slugs) + 1
    assert found.count("Certificate is Trusted") == len(slugs) + 1


def test_long_names_are_whole_and_typed_text_stays_text(issued_pledge, authority, tmp_path):
    wanted = stamp(
        "Ủy ban nhân dân Thành phố Hồ Chí Minh, Cụm thi đua các tỉnh Đông Nam Bộ",
        signer="Công Tằng Tôn Nữ Nguyễn Thị Minh Khai",
        capacity="Phó Chủ tịch Thường trực <b>Ủy ban</b> & Trưởng ban",
    )
    holder = authority.signer("Ai đó")
    path = tmp_path / "long.pdf"
    path.write_bytes(
        sign(
            issued_pledge,
            field="ky_hung-yen",
            backend=officer.backend(holder, authority),
            stamp=wanted,
        )
    )
    text = " ".join(stamps(path)["ky_hung-yen"].split())
    for part in (wanted.signer, wanted.capacity, wanted.unit, wanted.time):
        assert part in text
