"""What the database removes with a row stands in the audit row by row."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cluster_portal.audit.models import AuditEvent
from cluster_portal.record.models import RecordLoad
from clusters.models import EmulationYear
from emulation.models import Conference, Delegate
from tests.administration.forms import address
from tests.factories.clusters import EmulationYearFactory, HandoverFactory, LeadershipFactory
from tests.factories.emulation import (
    ConferenceFactory,
    DelegateFactory,
    DelegatePartFactory,
    ReportSectionFactory,
    SpeechFactory,
)


@pytest.fixture
def conference(db: None) -> Conference:
    """With a section and two delegates, of whom one spoke and chaired."""
    conference = ConferenceFactory(title="Hội nghị bỏ")
    ReportSectionFactory(conference=conference, heading="Mục bỏ")
    speaker = DelegateFactory(conference=conference, full_name="Lý Thị Hạ")
    DelegateFactory(conference=conference, full_name="Vũ Văn Đông")
    SpeechFactory(delegate=speaker)
    DelegatePartFactory(delegate=speaker)
    return conference


GONE = {
    ("emulation.conference", "Hội nghị bỏ"),
    ("emulation.reportsection", "Mục bỏ"),
    ("emulation.delegate", "Lý Thị Hạ"),
    ("emulation.delegate", "Vũ Văn Đông"),
    ("emulation.speech", "Tham luận: Lý Thị Hạ"),
    ("emulation.delegatepart", "chủ trì"),
}


def recorded() -> set[tuple[str, str]]:
    events = AuditEvent.objects.filter(action="delete")
    return set(events.values_list("target_type", "target_name"))


def test_every_row_that_goes_with_another_is_recorded(administrator, conference):
    key = str(conference.pk)
    administrator.post(address(conference, "delete"), {"post": "yes"})
    assert not Delegate.objects.exists()
    assert recorded() == GONE
    assert AuditEvent.objects.count() == len(GONE)
    parts = AuditEvent.objects.exclude(target_type="emulation.conference")
    assert set(parts.values_list("parent_type", "parent_id")) == {("emulation.conference", key)}
    speech = AuditEvent.objects.get(target_type="emulation.speech")
    assert speech.changes["summary"] == ["Kinh nghiệm xây dựng nông thôn mới.", None]


def test_several_chosen_on_the_list_are_recorded_with_what_goes_with_them(
    administrator, conference
):
    other = ConferenceFactory(title="Cũng bỏ")
    DelegateFactory(conference=other, full_name="Mai Thị Xuân")
    kept = DelegateFactory(full_name="Ở Lại")
    administrator.post(
        reverse("admin:emulation_conference_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [conference.pk, other.pk],
            "post": "yes",
        },
    )
    assert list(Delegate.objects.all()) == [kept]
    more = {("emulation.conference", "Cũng bỏ"), ("emulation.delegate", "Mai Thị Xuân")}
    assert recorded() == GONE | more


def test_what_cannot_be_removed_is_not_recorded(administrator):
    year = EmulationYearFactory()
    LeadershipFactory(emulation_year=year)
    HandoverFactory(emulation_year=year)
    ConferenceFactory(review_year=year)
    administrator.post(address(year, "delete"), {"post": "yes"})
    assert EmulationYear.objects.filter(pk=year.pk).exists()
    assert not AuditEvent.objects.exists()


def test_rows_of_a_library_are_named_without_their_values(db):
    pages = admin.site.get_model_admin(Conference)
    assert pages._values_lost(RecordLoad(content_hash="secret")) == {}
    assert pages._values_lost(DelegateFactory(full_name="Lý Thị Hạ"))["full_name"]


def test_the_rows_are_locked_before_the_audit_is(administrator, conference):
    """Or whoever is changing one of them, and this removal, would wait for each other."""
    with CaptureQueriesContext(connection) as queries:
        administrator.post(address(conference, "delete"), {"post": "yes"})
    statements = [query["sql"] for query in queries]
    head = next(place for place, sql in enumerate(statements) if '"audit_audithead"' in sql)
    locks = [
        place
        for place, sql in enumerate(statements)
        if "FOR UPDATE" in sql and 'FROM "emulation_' in sql
    ]
    # SQLite locks the whole file at the start of the transaction.
    assert len(locks) == (5 if connection.vendor == "postgresql" else 0)
    assert all(place < head for place in locks)
