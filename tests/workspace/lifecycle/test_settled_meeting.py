"""What an issued report says of the meeting stands until the conference is taken back."""

import pytest
from django.db import IntegrityError, transaction

from cluster_portal.workspace.lifecycle.services import move_conference
from tests.factories.emulation import (
    ConferenceFactory,
    ConferenceMovementFactory,
    DelegateFactory,
    ReportSectionFactory,
    SpeechFactory,
)
from tests.factories.work import AgendaItemFactory, AttendanceFactory


@pytest.mark.parametrize(
    "factory",
    [
        ReportSectionFactory,
        DelegateFactory,
        SpeechFactory,
        ConferenceMovementFactory,
        AgendaItemFactory,
        AttendanceFactory,
    ],
)
def test_the_database_keeps_what_the_issued_report_says_of_the_meeting(
    lan, cluster_a, year_a, factory
):
    conference = ConferenceFactory(cluster=cluster_a, review_year=year_a, status="held")
    ReportSectionFactory(conference=conference)
    row = factory(conference=conference)
    elsewhere = ConferenceFactory(cluster=conference.cluster, status="held", kind="thematic")
    other = factory(conference=elsewhere)
    finalised = move_conference(conference=conference, to="finalised", by=lan)
    rows = type(row).objects
    for write in (
        lambda: factory(conference=conference),
        row.save,
        row.delete,
        lambda: rows.filter(pk=other.pk).update(conference=conference),
        lambda: rows.filter(pk=row.pk).update(conference=elsewhere),
    ):
        with pytest.raises(IntegrityError, match="settled_meeting"), transaction.atomic():
            write()
    move_conference(conference=finalised, to="held", by=lan, reason="Sửa")
    row.save()
