"""The validator passes what is sound and fails what is not: a checker that never fails is none."""

import pytest
from weasyprint import HTML

from tests.tools import verapdf

PAGE = """<html lang="vi"><head><title>Giao ước thi đua năm 2021</title></head>
<body><h1>Giao ước thi đua</h1><p>Đồng bằng sông Hồng, năm 2021.</p></body></html>"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Name of the flavour a file was written for (`plain` for none) to its path."""
    folder = tmp_path_factory.mktemp("verapdf")
    written = {}
    for name, variant in (("plain", None), ("2a", "pdf/a-2a"), ("ua1", "pdf/ua-1")):
        written[name] = folder / f"{name}.pdf"
        HTML(string=PAGE).write_pdf(written[name], pdf_variant=variant)
    return written


@pytest.fixture(scope="module")
def verdicts(files):
    """The verdict on each (file name, flavour)."""
    results = verapdf.validate(files.values(), flavours=("2a", "ua1"))
    return {(verdict.path.stem, verdict.flavour): verdict for verdict in results}


def test_every_file_gets_a_verdict_for_every_flavour(verdicts):
    assert list(verdicts) == [(name, f) for name in ("plain", "2a", "ua1") for f in ("2a", "ua1")]


@pytest.mark.parametrize("flavour", ["2a", "ua1"])
def test_a_file_written_for_a_flavour_passes_it(verdicts, flavour):
    verdict = verdicts[flavour, flavour]
    assert verdict.compliant, verdict
    assert verdict.checks > 100
    assert verdict.broken == []


@pytest.mark.parametrize("flavour", ["2a", "ua1"])
def test_a_plain_file_is_reported_as_failing(verdicts, flavour):
    verdict = verdicts["plain", flavour]
    assert not verdict.compliant
    assert verdict.failed >= len(verdict.broken) > 0
    assert "plain.pdf" in str(verdict)


def test_a_missing_tag_tree_is_named_by_its_rule(verdicts):
    assert "6.7.2.2-1" in {broken.rule for broken in verdicts["plain", "2a"].broken}


def test_a_file_that_is_no_pdf_is_an_error(tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"this is no PDF file")
    with pytest.raises(verapdf.ValidatorUnavailable, match="veraPDF"):
        verapdf.validate([broken])


def test_an_unknown_flavour_is_an_error(files):
    with pytest.raises(verapdf.ValidatorUnavailable, match="no flavour 9z"):
        verapdf.validate([files["plain"]], flavours=["9z"])


def test_missing_java_is_an_error_and_not_a_skip(files, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(verapdf.ValidatorUnavailable, match="default-jdk-headless"):
        verapdf.validate([files["plain"]])


def test_missing_jaxb_jars_are_named(files, monkeypatch, tmp_path):
    monkeypatch.setattr(verapdf, "JAVA_LIBRARIES", tmp_path)
    with pytest.raises(verapdf.ValidatorUnavailable, match="libjaxb-java"):
        verapdf.validate([files["plain"]])
