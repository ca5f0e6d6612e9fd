"""Saving cells: every good one is saved, every other says why not; rights, clashes, questions."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_portal.accounts.models import User
from cluster_portal.audit.models import AuditEvent
from cluster_portal.pages.moments import moment
from clusters.models import EmulationYear, Unit
from emulation.models import Indicator, IndicatorValue, UnitReport, UnitReportStatus
from emulation.services.figures import CellResult, CellWrite, save_cells
from tests.factories.clusters import EmulationYearFactory, LeadershipFactory, MembershipFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory
from tests.factories.work import UnitReportFactory, ValueCorrectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def growth(db: None) -> Indicator:
    return IndicatorFactory(code="grdp", name="GRDP")


@pytest.fixture
def schools(db: None) -> Indicator:
    return IndicatorFactory(
        code="truong", name="Số trường", unit_of_measure="trường", decimals=0, aggregation="ratio"
    )


def save(year: EmulationYear, by: User, *cells: CellWrite, **options: Any) -> list[CellResult]:
    return save_cells(emulation_year=year, cells=cells, by=by, **options)


def statuses(results: list[CellResult]) -> list[str]:
    return [str(result.status) for result in results]


def value_of(unit: Unit | None, indicator: Indicator) -> str:
    row = IndicatorValue.objects.filter(unit=unit, indicator=indicator).first()
    return row.text if row else ""


def test_good_cells_are_saved_although_others_are_wrong(
    year_a: EmulationYear,
    lan: User,
    unit_of_binh: Unit,
    unit_of_chi: Unit,
    growth: Indicator,
    schools: Indicator,
):
    results = save(
        year_a,
        lan,
        CellWrite(unit_of_binh, growth, "9,73", ""),
        CellWrite(unit_of_chi, growth, "9.73", ""),
        CellWrite(None, schools, "1.241/1.310", ""),
    )
    assert statuses(results) == ["saved", "wrong", "saved"]
    assert "ví dụ 9,73" in results[1].message
    assert (results[0].text, results[0].saved_by) == ("9,73", "Nguyễn Thị Lan")
    row = IndicatorValue.objects.get(unit=unit_of_binh)
    assert (row.value, row.saved_by) == (Decimal("9.73"), lan)
    assert row.saved_at is not None
    assert value_of(None, schools) == "1.241/1.310"
    event = AuditEvent.objects.get(action="save_figures")
    assert event.target_type == "clusters.emulationyear"
    assert event.changes == {
        "GRDP – Tỉnh Nam Định": [None, "9,73"],
        "Số trường – Toàn cụm": [None, "1.241/1.310"],
    }


def test_one_cell_is_an_event_of_the_value(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator
):
    save(year_a, lan, CellWrite(unit_of_binh, growth, "9,73", ""))
    save(year_a, lan, CellWrite(unit_of_binh, growth, "9,8", "9,73"))
    save(year_a, lan, CellWrite(unit_of_binh, growth, "–", "9,8"))
    events = AuditEvent.objects.filter(action="save_figure").order_by("sequence")
    assert [event.changes["value"] for event in events] == [
        [None, "9,73"],
        ["9,73", "9,8"],
        ["9,8", None],
    ]
    assert {event.target_type for event in events} == {"emulation.indicatorvalue"}
    assert {event.parent_id for event in events} == {str(year_a.pk)}
    assert not IndicatorValue.objects.exists()


def test_what_stands_there_already_changes_nothing(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator
):
    save(year_a, lan, CellWrite(unit_of_binh, growth, "9,73", ""))
    before = AuditEvent.objects.count()
    results = save(
        year_a,
        lan,
        CellWrite(unit_of_binh, growth, " 9,730 ".replace("0 ", " "), "anything"),
        CellWrite(None, growth, "", ""),
    )
    assert statuses(results) == ["unchanged", "unchanged"]
    assert AuditEvent.objects.count() == before


def test_a_cell_that_somebody_else_changed_shows_both_values(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator, quan: User
):
    save(year_a, quan, CellWrite(unit_of_binh, growth, "9,5", ""))
    (result,) = save(year_a, lan, CellWrite(unit_of_binh, growth, "9,73", ""))
    assert (result.status, result.other, result.text) == ("clash", "9,5", "9,5")
    at = moment(result.saved_at)
    assert len(at) == len("09:41")
    assert result.message == f"Đỗ Minh Quân đã sửa thành 9,5 lúc {at}."
    (own,) = save(year_a, quan, CellWrite(unit_of_binh, growth, "9,73", ""))
    assert own.message == f"Bạn, ở cửa sổ khác, đã sửa thành 9,5 lúc {at}."
    assert (result.is_own, own.is_own) == (False, True)
    assert value_of(unit_of_binh, growth) == "9,5"
    (kept,) = save(year_a, lan, CellWrite(unit_of_binh, growth, "9,73", "9,5"))
    assert (kept.status, value_of(unit_of_binh, growth)) == ("saved", "9,73")
    (forced,) = save(year_a, lan, CellWrite(unit_of_binh, growth, "9,6", None))
    assert forced.status == "saved"


def test_a_value_that_was_removed_meanwhile_is_a_clash_too(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator
):
    (result,) = save(year_a, lan, CellWrite(unit_of_binh, growth, "9,73", "9,5"))
    assert (result.status, result.other) == ("clash", "–")


def test_an_unusual_value_is_saved_with_its_reason_only(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    IndicatorValueFactory(
        emulation_year=before, indicator=growth, unit=unit_of_binh, value=Decimal("6.3")
    )
    (asked,) = save(year_a, lan, CellWrite(unit_of_binh, growth, "63", ""))
    assert asked.status == "question"
    assert asked.message == "Năm 2023 là 6,3; nay 63: gấp 10 lần."
    assert not year_a.values.exists()
    (saved,) = save(year_a, lan, CellWrite(unit_of_binh, growth, "63", "", "Nhà máy mới."))
    assert saved.status == "saved"
    assert year_a.values.get().unusual_reason == "Nhà máy mới."
    event = AuditEvent.objects.get(action="save_figure")
    assert event.changes["unusual_reason"] == [None, "Nhà máy mới."]


def test_a_reason_with_hidden_characters_is_refused(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator
):
    (result,) = save(
        year_a, lan, CellWrite(unit_of_binh, growth, "9", "", "a\N{RIGHT-TO-LEFT OVERRIDE}b")
    )
    assert result.status == "wrong"
    assert "ký tự ẩn" in result.message


def test_values_that_come_together_are_compared_with_each_other(
    year_a: EmulationYear, lan: User, growth: Indicator
):
    units = [MembershipFactory(cluster=year_a.cluster).unit for _ in range(7)]
    typed = ("6,1", "6,2", "6,3", "6,4", "6,5", "6,6", "66")
    results = save(
        year_a,
        lan,
        *(CellWrite(unit, growth, text, "") for unit, text in zip(units, typed, strict=True)),
    )
    assert statuses(results) == ["saved"] * 6 + ["question"]


def test_a_merged_province_has_no_last_year(year_a: EmulationYear, lan: User, growth: Indicator):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    old = MembershipFactory(cluster=year_a.cluster).unit
    IndicatorValueFactory(emulation_year=before, indicator=growth, unit=old, value=Decimal("6.3"))
    new = MembershipFactory(cluster=year_a.cluster).unit
    (result,) = save(year_a, lan, CellWrite(new, growth, "63", ""))
    assert result.status == "saved"


def test_an_officer_writes_the_own_row_and_begins_the_report(
    year_a: EmulationYear, binh: User, unit_of_binh: Unit, unit_of_chi: Unit, growth: Indicator
):
    results = save(
        year_a,
        binh,
        CellWrite(unit_of_binh, growth, "9,73", ""),
        CellWrite(unit_of_chi, growth, "9,73", ""),
        CellWrite(None, growth, "9,73", ""),
    )
    assert statuses(results) == ["saved", "closed", "closed"]
    report = UnitReport.objects.get()
    assert (report.unit, report.status) == (unit_of_binh, UnitReportStatus.DRAFT)
    event = AuditEvent.objects.get(action="save_figure")
    assert event.changes[str(report)] == [None, "Chưa nộp"]


@pytest.mark.parametrize("writer", ["binh", "lan"])
def test_a_report_that_is_handed_in_closes_its_row(
    writer: str,
    year_a: EmulationYear,
    unit_of_binh: Unit,
    growth: Indicator,
    request: pytest.FixtureRequest,
):
    UnitReportFactory(emulation_year=year_a, unit=unit_of_binh, submitted=True)
    by = request.getfixturevalue(writer)
    (result,) = save(year_a, by, CellWrite(unit_of_binh, growth, "9,73", ""))
    assert result.status == "closed"
    assert "trả lại báo cáo" in result.message


def test_settled_figures_need_a_correction(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator
):
    ConferenceFactory(review_year=year_a)
    (result,) = save(year_a, lan, CellWrite(unit_of_binh, growth, "9,73", ""))
    assert result.status == "closed"
    assert "lập đính chính" in result.message
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize("reader", ["hoa", "mai", "dung"])
def test_who_only_reads_is_refused(
    reader: str, year_a: EmulationYear, growth: Indicator, request: pytest.FixtureRequest
):
    with pytest.raises(PermissionDenied):
        save(year_a, request.getfixturevalue(reader), CellWrite(None, growth, "9,73", ""))


def test_a_year_that_is_over_needs_a_reason(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator, binh: User
):
    before = EmulationYearFactory(cluster=year_a.cluster, year=2023)
    cell = CellWrite(unit_of_binh, growth, "9,73", "")
    with pytest.raises(ValidationError) as refused:
        save(before, lan, cell)
    assert "reason" in refused.value.message_dict
    with pytest.raises(PermissionDenied):
        save(before, binh, cell)
    assert statuses(save(before, lan, cell, reason="Bổ sung.")) == ["saved"]
    assert AuditEvent.objects.get(action="save_figure").reason == "Bổ sung."


def test_all_or_nothing_and_a_rehearsal_write_nothing(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, unit_of_chi: Unit, growth: Indicator
):
    good = CellWrite(unit_of_binh, growth, "9,73", "")
    wrong = CellWrite(unit_of_chi, growth, "x", "")
    assert statuses(save(year_a, lan, good, wrong, all_or_nothing=True)) == ["saved", "wrong"]
    assert statuses(save(year_a, lan, good, dry_run=True)) == ["saved"]
    assert not IndicatorValue.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="save_figure").exists()
    assert statuses(save(year_a, lan, good, all_or_nothing=True)) == ["saved"]
    assert IndicatorValue.objects.count() == 1


def test_the_same_cell_twice_and_a_unit_from_elsewhere_are_refused(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, unit_of_b: Unit, growth: Indicator
):
    results = save(
        year_a,
        lan,
        CellWrite(unit_of_binh, growth, "9,73", ""),
        CellWrite(unit_of_binh, growth, "9,8", ""),
        CellWrite(unit_of_b, growth, "9,8", ""),
    )
    assert statuses(results) == ["saved", "wrong", "wrong"]


def test_a_corrected_value_is_not_removed(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator
):
    row = IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh, indicator=growth)
    ValueCorrectionFactory(value=row)
    (result,) = save(year_a, lan, CellWrite(unit_of_binh, growth, "", "9,73"))
    assert result.status == "wrong"


def test_what_else_is_known_of_a_value_stays_when_it_changes(
    year_a: EmulationYear, lan: User, unit_of_binh: Unit, growth: Indicator
):
    IndicatorValueFactory(
        emulation_year=year_a, unit=unit_of_binh, indicator=growth, note="Sơ bộ", is_estimate=True
    )
    save(year_a, lan, CellWrite(unit_of_binh, growth, "9,8", "9,73"))
    row = IndicatorValue.objects.get()
    assert (row.text, row.note, row.is_estimate) == ("9,8", "Sơ bộ", True)


def test_the_number_of_queries_is_that_of_one_cell(year_a: EmulationYear, lan: User):
    LeadershipFactory(emulation_year=year_a, vice=True)
    units = [MembershipFactory(cluster=year_a.cluster).unit for _ in range(25)]
    indicators = [IndicatorFactory(aggregation="none") for _ in range(22)]
    all_cells = [(unit, indicator) for unit in units for indicator in indicators]

    def queries(cells: list[tuple[Unit, Indicator]], typed: str) -> int:
        writes = [CellWrite(unit, indicator, typed, None) for unit, indicator in cells]
        with CaptureQueriesContext(connection) as found:
            results = save(year_a, lan, *writes)
        assert set(statuses(results)) == {"saved"}
        return len(found)

    queries(all_cells[:1], "2")  # from here on the rights of the writer are known
    one = queries(all_cells[:1], "3")
    many = all_cells[1:501]
    # Rows that one statement takes: everything on PostgreSQL, some on SQLite.
    fields = [field for field in IndicatorValue._meta.concrete_fields if not field.primary_key]
    batch = connection.ops.bulk_batch_size(fields, many)
    more = -(-len(many) // batch) - 1
    assert queries(many, "3") == one + more
    assert queries(all_cells[:501], "4") <= one + more + 1
