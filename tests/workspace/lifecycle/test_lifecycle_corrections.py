"""A settled figure changes by a correction alone: dated, with a reason, seen by everybody."""

import datetime
import io
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from openpyxl import load_workbook

from cluster_portal.audit.models import AuditEvent
from cluster_portal.workspace.lifecycle.corrections import correct_figure
from cluster_portal.workspace.lifecycle.services import move_conference
from clusters import access
from clusters.roles import Permission
from emulation.models import Conference, IndicatorValue, ValueCorrection
from tests.documents.reading import text_of
from tests.factories.clusters import DelegationFactory, EmulationYearFactory
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    ReportSectionFactory,
)

NOW = datetime.datetime(2026, 4, 15, 9, tzinfo=datetime.UTC)
YEAR = "/cum/dong-bang-song-hong/2024/"
LIST = f"{YEAR}dinh-chinh/"
WHY = "Cục Thống kê công bố số chính thức"
WORDS = f"đính chính 15/4/2026: trước là 6,3; lý do: {WHY}"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def figure(year_a, unit_of_binh):
    return IndicatorValueFactory(
        emulation_year=year_a,
        unit=unit_of_binh,
        value=Decimal("6.3"),
        indicator__code="grdp",
        indicator__name="Tăng trưởng GRDP",
    )


@pytest.fixture
def review(lan, year_a, cluster_a, figure):
    """The annual review of 2024, finalised here and published."""
    conference = ConferenceFactory(
        cluster=cluster_a, review_year=year_a, slug="tong-ket-2024", status="held"
    )
    ReportSectionFactory(conference=conference)
    for to in ("finalised", "published"):
        conference = move_conference(conference=conference, to=to, by=lan)
    return conference


def correct(figure, by, typed="6,4", reason=WHY, unusual_reason="", **changes):
    wanted = {
        "emulation_year": figure.emulation_year,
        "indicator": figure.indicator,
        "unit": figure.unit,
    }
    return correct_figure(
        **wanted | changes, typed=typed, reason=reason, unusual_reason=unusual_reason, by=by
    )


def test_a_correction_changes_the_figure_and_issues_the_report_anew(
    lan, review, figure, client, tmp_path
):
    correction = correct(figure, lan)
    figure.refresh_from_db()
    assert (figure.text, figure.saved_by) == ("6,4", lan)
    assert (correction.before, correction.after, correction.words) == ("6,3", "6,4", WORDS)
    first, second = (row.document for row in review.reports.order_by("pk"))
    assert second.replaces == first
    assert correction.report.document == first
    path = tmp_path / "report.pdf"
    path.write_bytes(bytes(second.content))
    text = text_of(path)
    assert f"6,4, {WORDS}" in text
    assert "thay bản lần 1" in text
    assert "từ 6,3 thành 6,4" in text
    event = AuditEvent.objects.first()
    assert (event.action, event.changes, event.reason) == (
        "correct_figure",
        {"value": ["6,3", "6,4"]},
        WHY,
    )
    # Everybody reads it beside the figure.
    for address in (
        YEAR,
        "/don-vi/nam-dinh/",
        review.get_absolute_url(),
    ):
        assert WORDS in strip_tags(client.get(address).content.decode()), address
    book = load_workbook(io.BytesIO(client.get(f"{YEAR}ket-qua.xlsx").content))
    assert WORDS in [cell.value for row in book.active for cell in row]
    assert client.get(review.get_pdf_url()).content == bytes(second.content)


def test_a_figure_that_was_missing_is_corrected_from_nothing(
    lan, review, figure, unit_of_chi, year_a
):
    correction = correct(figure, lan, unit=unit_of_chi, typed="7,1")
    value = IndicatorValue.objects.get(unit=unit_of_chi)
    assert (value.text, correction.value, correction.before) == ("7,1", value, "")
    assert "trước để trống" in correction.words
    newest = review.reports.order_by("-pk").first().document
    assert newest.reason.startswith("bổ sung ")
    assert ", 7,1: " in newest.reason
    # The key was taken beforehand: the next row gets another.
    assert IndicatorValueFactory().pk > value.pk
    whole = correct(figure, lan, unit=None, typed="6,8")
    assert whole.value.unit is None
    assert review.reports.count() == 3


def test_a_second_correction_stands_beside_the_first(lan, review, figure, client):
    correct(figure, lan)
    correct(figure, lan, typed="6,5", reason="Nhập nhầm")
    page = client.get(YEAR).content.decode()
    assert page.index("trước là 6,4; lý do: Nhập nhầm") < page.index(WORDS)


def test_ranks_stay_ranks(lan, year_a, unit_of_binh, review, figure, client):
    Conference.objects.update(status="held")
    rank = IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh, rank=True)
    Conference.objects.update(status="published")
    correct(rank, lan, typed="5")
    rank.refresh_from_db()
    assert rank.shown == "thứ 5"


@pytest.mark.parametrize(
    ("typed", "reason", "field"),
    [
        ("6.4", WHY, "typed"),
        ("–", WHY, "typed"),
        ("6,3", WHY, "typed"),
        ("6,345", WHY, "typed"),
        ("6,4", " ", "reason"),
    ],
)
def test_what_is_no_correction_is_refused_beside_its_field(
    lan, review, figure, typed, reason, field
):
    with pytest.raises(ValidationError) as error:
        correct(figure, lan, typed=typed, reason=reason)
    assert list(error.value.message_dict) == [field]
    assert not ValueCorrection.objects.exists()
    assert review.reports.count() == 1


def test_an_unusual_figure_is_asked_about_before_it_is_issued(lan, review, figure):
    with pytest.raises(ValidationError) as error:
        correct(figure, lan, typed="725", unusual_reason=" ")
    assert list(error.value.message_dict) == ["unusual_reason"]
    assert review.reports.count() == 1
    correct(figure, lan, typed="725", unusual_reason="Đúng như Cục Thống kê ghi")
    figure.refresh_from_db()
    assert (figure.text, figure.unusual_reason) == ("725", "Đúng như Cục Thống kê ghi")
    assert AuditEvent.objects.first().changes == {
        "value": ["6,3", "725"],
        "unusual_reason": [None, "Đúng như Cục Thống kê ghi"],
    }
    # The answer was about that figure alone.
    correct(figure, lan, typed="7,25", unusual_reason="Không hỏi mà vẫn nêu")
    figure.refresh_from_db()
    assert figure.unusual_reason == ""


def test_a_correction_is_compared_with_the_year_before(lan, review, figure, year_a):
    earlier = EmulationYearFactory(cluster=review.cluster, year=2023)
    IndicatorValueFactory(
        emulation_year=earlier, indicator=figure.indicator, unit=figure.unit, value=Decimal("6.1")
    )
    with pytest.raises(ValidationError, match="Năm 2023 là 6,1; nay 36,4") as error:
        correct(figure, lan, typed="36,4")
    assert list(error.value.message_dict) == ["unusual_reason"]


def test_open_figures_and_strangers_are_not_corrected(lan, figure, unit_of_b, review):
    with pytest.raises(ValidationError, match="không phải là thành viên"):
        correct(figure, lan, unit=unit_of_b)
    move_conference(
        conference=move_conference(conference=review, to="finalised", by=lan, reason="Sửa"),
        to="held",
        by=lan,
        reason="Sửa",
    )
    with pytest.raises(ValidationError, match="chưa chốt"):
        correct(figure, lan)


@pytest.mark.parametrize("name", ["mai", "binh", "chi", "dung", "hoa"])
def test_others_correct_nothing(request, review, figure, name):
    with pytest.raises(PermissionDenied):
        correct(figure, request.getfixturevalue(name))


def test_who_enters_results_but_does_not_publish_corrects_nothing(
    client_of, mai, review, figure, year_a, unit_of_chi
):
    DelegationFactory(
        emulation_year=year_a,
        unit=unit_of_chi,
        permission="edit_results",
    )
    access.forget(mai)
    assert access.may(mai, Permission.EDIT_RESULTS, year_a)
    with pytest.raises(PermissionDenied):
        correct(figure, mai)
    client, address = client_of(mai), f"{LIST}grdp/nam-dinh/"
    assert address not in client.get(LIST).content.decode()
    assert client.get(address).status_code == 403
    assert client.post(address, {"typed": "6,4", "reason": WHY}).status_code == 403
    assert not ValueCorrection.objects.exists()


def test_where_no_report_was_issued_here_the_figure_alone_is_corrected(
    lan, year_a, cluster_a, figure, client
):
    conference = ConferenceFactory(cluster=cluster_a, review_year=year_a)
    correction = correct(figure, lan)
    assert correction.report is None
    assert not conference.reports.exists()
    assert WORDS in client.get(YEAR).content.decode()


def test_corrections_cost_no_query_a_figure(lan, review, figure, client, year_a, unit_of_chi):
    def queries(address):
        with CaptureQueriesContext(
            connection,
        ) as context:
            client.get(address)
        return len(context)

    addresses = (YEAR, "/don-vi/nam-dinh/", review.get_absolute_url())
    correct(figure, lan)
    before = [queries(address) for address in addresses]
    for typed in ("6,5", "6,6"):
        correct(figure, lan, typed=typed)
    for indicator in IndicatorFactory.create_batch(3):
        correct(figure, lan, indicator=indicator)
    assert [queries(address) for address in addresses] == before


# --- What the database keeps ----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"value": Decimal("6.4")},
        {"value": Decimal("6.3"), "out_of": Decimal(10), "kind": "ratio"},
        {"qualifier": "over"},
        {"unit": None},
    ],
)
def test_the_database_takes_no_settled_figure_without_a_correction(review, figure, change):
    rows = IndicatorValue.objects.filter(pk=figure.pk)
    with pytest.raises(IntegrityError, match="settled_figures"), transaction.atomic():
        rows.update(**change)
    rows.update(note="Ghi chú thêm")


def test_nor_a_new_one_nor_none(review, figure, unit_of_chi):
    with pytest.raises(IntegrityError, match="settled_figures"), transaction.atomic():
        IndicatorValueFactory(
            emulation_year=figure.emulation_year, indicator=figure.indicator, unit=unit_of_chi
        )
    with pytest.raises(IntegrityError, match="settled_figures"), transaction.atomic():
        figure.delete()
    other = IndicatorValueFactory(emulation_year__cluster=review.cluster, emulation_year__year=2022)
    with pytest.raises(IntegrityError, match="settled_figures"), transaction.atomic():
        IndicatorValue.objects.filter(pk=other.pk).update(emulation_year=figure.emulation_year)


def test_a_correction_that_a_report_holds_permits_nothing_more(lan, review, figure):
    correct(figure, lan)
    rows = IndicatorValue.objects.filter(pk=figure.pk)
    with pytest.raises(IntegrityError, match="settled_figures"), transaction.atomic():
        rows.update(value=Decimal("6.5"))


def test_taken_back_the_figures_are_open_again(lan, review, figure, year_a, unit_of_chi):
    Conference.objects.update(status="held")
    IndicatorValue.objects.filter(pk=figure.pk).update(value=Decimal("6.5"))
    IndicatorValueFactory(emulation_year=year_a, unit=unit_of_chi).delete()


def test_figures_of_a_year_without_an_issued_report_are_the_loaders(figure, year_a, cluster_a):
    ConferenceFactory(cluster=cluster_a, review_year=year_a)
    IndicatorValue.objects.filter(pk=figure.pk).update(value=Decimal("6.5"))
    figure.delete()


# --- Pages ----------------------------------------------------------------------------------


def test_the_list_leads_to_the_figure_and_the_figure_is_corrected_there(
    client_of, lan, review, figure, unit_of_chi
):
    client = client_of(lan)
    address = f"{LIST}grdp/nam-dinh/"
    page = client.get(LIST).content.decode()
    assert address in page
    assert f"{LIST}grdp/ha-nam/" in page
    assert "ban hành lại, lần 2" in client.get(address).content.decode()
    response = client.post(address, {"typed": "6.4", "reason": WHY})
    text = response.content.decode()
    assert "dùng dấu phẩy cho phần thập phân" in text
    assert 'value="6.4"' in text
    assert WHY in text
    response = client.post(address, {"typed": "6,4", "reason": WHY}, follow=True)
    assert "Đã đính chính thành 6,4" in response.content.decode()
    assert WORDS in response.content.decode()
    assert client.get(f"{LIST}grdp/toan-cum/").status_code == 200
    for nothing in ("khong-co/nam-dinh/", "grdp/khong-co/", "grdp/dak-lak/"):
        assert client.get(f"{LIST}{nothing}").status_code == 404


def test_the_page_asks_and_keeps_what_was_typed(client_of, lan, review, figure):
    client, address = client_of(lan), f"{LIST}grdp/nam-dinh/"
    assert "Đúng không, vì sao?" not in client.get(address).content.decode()
    sent = {"typed": "725", "reason": WHY}
    for answer in ({}, {"unusual_reason": ""}):
        page = client.post(address, sent | answer).content.decode()
        assert "Đúng không, vì sao? Chỉ tiêu này tính theo %" in page
        assert "Phần thập phân viết sau dấu phẩy" in page
        assert 'value="725"' in page
        assert WHY in page
    assert review.reports.count() == 1
    page = client.post(address, {"typed": "72x", "reason": WHY, "unusual_reason": "Đúng số"})
    assert "Đúng số" in page.content.decode()
    page = client.post(address, {"typed": "72x", "reason": ""}).content.decode()
    assert "chỉ nhập số" in page
    assert "Nêu lý do đính chính" in page
    client.post(address, sent | {"unusual_reason": "Đúng số"})
    assert "Vì sao khác thường: Đúng số" in client.get(address).content.decode()
    figure.refresh_from_db()
    assert (figure.text, figure.unusual_reason) == ("725", "Đúng số")
    assert review.reports.count() == 2


def test_an_open_year_is_not_corrected_but_entered(client_of, lan, figure):
    client = client_of(lan)
    for address in (LIST, f"{LIST}grdp/nam-dinh/"):
        page = client.get(address).content.decode()
        assert "chưa chốt" in page
    response = client.post(f"{LIST}grdp/nam-dinh/", {"typed": "6,4", "reason": WHY})
    assert "chưa chốt" in response.content.decode()
    assert not ValueCorrection.objects.exists()
