"""What somebody else removes or takes at the same moment is said in words."""

import pytest
from django.core.exceptions import ValidationError

from cluster_portal.accounts.models import User
from clusters.models import EmulationYear, Source, Unit
from emulation.models import Conclusion, IndicatorValue
from emulation.services import figure_details
from emulation.services.figure_details import NewSource, attach_evidence, describe_figure
from emulation.services.meeting import follow_up_conclusion
from tests.factories.emulation import ConferenceFactory, IndicatorValueFactory
from tests.factories.work import ConclusionFactory
from tests.files.samples import pdf, upload

pytestmark = pytest.mark.django_db
STATISTICS = NewSource("document", "Niên giám thống kê 2024")


@pytest.fixture
def figure(year_a: EmulationYear, unit_of_binh: Unit) -> IndicatorValue:
    return IndicatorValueFactory(emulation_year=year_a, unit=unit_of_binh)


def test_a_figure_that_is_gone_takes_nothing(figure: IndicatorValue, lan: User):
    IndicatorValue.objects.all().delete()
    with pytest.raises(ValidationError, match="vừa bị bỏ"):
        describe_figure(value=figure, by=lan, note="Số sơ bộ")
    with pytest.raises(ValidationError, match="vừa bị bỏ"):
        attach_evidence(value=figure, by=lan, upload=upload(pdf()))


def test_a_conclusion_that_is_gone_is_not_followed_up(year_a: EmulationYear, lan: User):
    conference = ConferenceFactory(cluster=year_a.cluster, review_year=year_a)
    conclusion = ConclusionFactory(conference=conference)
    Conclusion.objects.all().delete()
    with pytest.raises(ValidationError, match="vừa bị bỏ"):
        follow_up_conclusion(
            conclusion=conclusion, conference=conference, done_on=None, outcome="", by=lan
        )


def test_a_code_that_somebody_takes_at_the_same_moment(
    figure: IndicatorValue, lan: User, monkeypatch: pytest.MonkeyPatch
):
    taken = "nien-giam-thong-ke-2024"
    free_code = figure_details._free_code

    def just_before_another(stem: str) -> str:
        code = free_code(stem)
        if code == taken:
            Source.objects.create(code=taken, kind="document", title="Của cụm khác")
        return code

    monkeypatch.setattr(figure_details, "_free_code", just_before_another)
    row = describe_figure(value=figure, by=lan, new_source=STATISTICS)
    assert row.source.code == f"{taken}-2"
    assert row.source.title == STATISTICS.title
