"""What a report and a year's page say is missing or still open, and count once."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.html import strip_tags

from cluster_portal.public.documents import report_content
from emulation.models import Conference
from emulation.selectors import conferences_for, with_proceedings
from tests.factories.awards import AwardFactory, AwardFormFactory
from tests.factories.clusters import MembershipFactory
from tests.factories.emulation import ConferenceFactory, IndicatorFactory, IndicatorValueFactory

YEAR = "/cum/dong-bang-song-hong/2024/"
FORM = "Tập thể lao động xuất sắc"


@pytest.fixture
def review(year_a, cluster_a) -> Conference:
    return ConferenceFactory(cluster=cluster_a, review_year=year_a, slug="tong-ket-2024")


@pytest.fixture
def proposal(year_a, review):
    """Twelve collectives that were proposed."""
    return AwardFactory(
        emulation_year=year_a,
        conference=review,
        form=AwardFormFactory(name=FORM),
        counted=True,
        proposed=True,
        recipient_kind="collective",
        count=12,
    )


def granted(proposal, count, **changes):
    return AwardFactory(
        **{
            "emulation_year": proposal.emulation_year,
            "conference": proposal.conference,
            "form": proposal.form,
            "counted": True,
            "recipient_kind": "collective",
            "count": count,
            "proposal": proposal,
        }
        | changes
    )


def tables(conference) -> dict:
    """The report's tables by their captions."""
    found = with_proceedings(conferences_for(AnonymousUser())).get(pk=conference.pk)
    content = report_content(found, AnonymousUser(), None)
    sections = [section for part in content.parts for section in part.sections]
    return {table.caption: table for section in sections for table in section.tables}


def told(conference) -> list[tuple[str, str]]:
    return [row[1:] for row in tables(conference)["Các hình thức khen thưởng"].rows]


def test_of_a_proposal_answered_in_part_what_is_left_is_shown(client, review, proposal):
    assert told(review) == [("12 tập thể", "Đề nghị")]
    granted(proposal, 10)
    assert told(review) == [("10 tập thể", "Được tặng"), ("Còn 2 trong 12 tập thể", "Đề nghị")]
    for page in (YEAR, review.get_absolute_url()):
        assert "Còn 2 trong 12 tập thể" in client.get(page).content.decode(), page


@pytest.mark.parametrize("count", [2, None])
def test_a_proposal_that_is_answered_is_not_told_again(client, review, proposal, count):
    granted(proposal, 10)
    granted(proposal, count, status="refused", decision=None)
    assert [result for _, result in told(review)] == ["Được tặng", "Không được duyệt"]
    assert "trong 12 tập thể" not in client.get(YEAR).content.decode()


def test_what_came_of_it_after_the_conference_changes_no_report(client, review, proposal):
    granted(proposal, 12, conference=None)
    assert told(review) == [("12 tập thể", "Đề nghị")]
    assert "Đề nghị" not in client.get(YEAR).content.decode()


def test_under_each_table_stands_how_many_units_have_told_it(
    client, review, year_a, unit_of_binh, unit_of_chi, cluster_a
):
    MembershipFactory(cluster=cluster_a)
    for name, code, rule, units in (
        ("Tổng thu ngân sách", "thu", "sum", (unit_of_binh, unit_of_chi)),
        ("Tăng trưởng", "grdp", "mean", (unit_of_binh, unit_of_chi)),
        ("Chuyển đổi số", "so", "sum", (unit_of_binh,)),
    ):
        indicator = IndicatorFactory(name=name, code=code, aggregation=rule)
        for unit in units:
            IndicatorValueFactory(
                emulation_year=year_a, indicator=indicator, unit=unit, value=Decimal(7)
            )
    notes = {caption.split(" (")[0]: table.note for caption, table in tables(review).items()}
    assert notes == {
        "Tổng thu ngân sách": "Chưa đủ để cộng · 2/3 đơn vị",
        "Tăng trưởng": "",
        "Số liệu của từng đơn vị": "Chưa đủ để cộng · 1/3 đơn vị ở mỗi chỉ tiêu",
    }
    growth = next(table for caption, table in tables(review).items() if "Tăng" in caption)
    assert growth.rows[-1][1] == "Trung bình cộng (2/3 đơn vị)"
    page = client.get(YEAR).content.decode()
    assert "Chưa đủ để cộng · 2/3 đơn vị" in page
    assert "Chưa đủ để cộng · 1/3 đơn vị ở mỗi chỉ tiêu" in page
    assert "(2/3 đơn vị)" in page
    page = strip_tags(client.get(review.get_absolute_url()).content.decode())
    assert "Chưa đủ để cộng · 2/3 đơn vị" in page
