"""What is written while a conference is prepared, held and settled."""

import datetime

import factory

from cluster_portal.documents.models import NumberSeries
from cluster_portal.workspace.models import IssueRequest, PledgeReminder
from clusters.models import HandoverConfirmation, HandoverItem, HandoverSide
from emulation.models import (
    AgendaDocument,
    AgendaItem,
    Attendance,
    AttendanceStatus,
    Conclusion,
    ConferencePhoto,
    ConferenceReport,
    ConferenceStatus,
    Deadline,
    PledgeComment,
    PledgeVersion,
    PledgeWithdrawal,
    StatusChange,
    Task,
    UnitReport,
    ValueCorrection,
    YearIndicator,
)
from tests.factories.accounts import IssuedDocumentFactory, UserFactory
from tests.factories.clusters import (
    EmulationYearFactory,
    HandoverFactory,
    MembershipFactory,
    UnitFactory,
)
from tests.factories.emulation import (
    ConferenceFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PledgeFactory,
)
from tests.factories.files import StoredFileFactory


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    conference = factory.SubFactory(ConferenceFactory)
    order = factory.Sequence(lambda n: n)
    starts_at = datetime.time(8, 0)
    title = "Khai mạc hội nghị"


class AgendaDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaDocument

    agenda_item = factory.SubFactory(AgendaItemFactory)
    title = "Dự thảo báo cáo"
    file = factory.SubFactory(StoredFileFactory)


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    conference = factory.SubFactory(ConferenceFactory)
    unit = factory.LazyAttribute(lambda row: MembershipFactory(cluster=row.conference.cluster).unit)
    status = AttendanceStatus.PRESENT


class ConferencePhotoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConferencePhoto

    conference = factory.SubFactory(ConferenceFactory)
    file = factory.SubFactory(StoredFileFactory)
    caption = "Các đơn vị ký giao ước"
    alternative_text = "Chín người đứng thành hàng, mỗi người cầm một tập giấy."


class ConclusionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Conclusion

    conference = factory.SubFactory(ConferenceFactory)
    order = factory.Sequence(lambda n: n)
    text = "Hoàn thiện quy chế hoạt động của cụm."


class PledgeReminderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PledgeReminder

    pledge = factory.SubFactory(PledgeFactory)
    unit = factory.SubFactory(UnitFactory)
    about = "signing"
    reminded_on = datetime.date(2024, 3, 1)


class StatusChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatusChange

    conference = factory.SubFactory(ConferenceFactory)
    from_status = ConferenceStatus.DRAFT
    to_status = ConferenceStatus.HELD
    changed_by = factory.SubFactory(UserFactory)


class ConferenceReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConferenceReport

    conference = factory.SubFactory(ConferenceFactory)
    document = factory.SubFactory(IssuedDocumentFactory)


class YearIndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = YearIndicator

    emulation_year = factory.SubFactory(EmulationYearFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    order = factory.Sequence(lambda n: n)


class DeadlineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deadline

    emulation_year = factory.SubFactory(EmulationYearFactory)
    task = Task.FIGURES
    due_on = datetime.date(2025, 1, 31)


class UnitReportFactory(factory.django.DjangoModelFactory):
    """A report that a member is filling in."""

    class Meta:
        model = UnitReport

    class Params:
        submitted = factory.Trait(
            status="submitted",
            submitted_by=factory.SubFactory(UserFactory),
            submitted_at=datetime.datetime(2025, 1, 15, tzinfo=datetime.UTC),
        )

    emulation_year = factory.SubFactory(EmulationYearFactory)
    unit = factory.LazyAttribute(
        lambda row: MembershipFactory(cluster=row.emulation_year.cluster).unit
    )


class ValueCorrectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ValueCorrection

    value = factory.SubFactory(IndicatorValueFactory)
    before = "6,3"
    after = "6,4"
    reason = "Cục Thống kê công bố số chính thức."
    corrected_by = factory.SubFactory(UserFactory)


class HandoverItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HandoverItem

    handover = factory.SubFactory(HandoverFactory)
    order = factory.Sequence(lambda n: n)
    text = "Hồ sơ thi đua của các năm trước"


class HandoverConfirmationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HandoverConfirmation

    handover = factory.SubFactory(HandoverFactory)
    side = HandoverSide.GIVES
    unit = factory.SubFactory(UnitFactory)
    confirmed_by = factory.SubFactory(UserFactory)


class NumberSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NumberSeries

    name = factory.Sequence(lambda n: f"report {n}")


class PledgeVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PledgeVersion

    pledge = factory.SubFactory(PledgeFactory)
    number = factory.Sequence(lambda n: n + 1)
    snapshot = factory.LazyAttribute(
        lambda row: {"texts": {"theme": row.pledge.theme}, "items": []}
    )
    saved_by = factory.SubFactory(UserFactory)


class PledgeCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PledgeComment

    version = factory.SubFactory(PledgeVersionFactory)
    pledge = factory.SelfAttribute("version.pledge")
    unit = factory.LazyAttribute(
        lambda row: MembershipFactory(cluster=row.pledge.emulation_year.cluster).unit
    )
    text = "Đề nghị bỏ câu cuối của mục 2."
    author = factory.SubFactory(UserFactory)


class PledgeWithdrawalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PledgeWithdrawal

    version = factory.SubFactory(PledgeVersionFactory)
    pledge = factory.SelfAttribute("version.pledge")
    status_before = "published"
    reason = "Sai căn cứ."
    withdrawn_by = factory.SubFactory(UserFactory)


class IssueRequestFactory(factory.django.DjangoModelFactory):
    """Answered already, so that there may be others."""

    class Meta:
        model = IssueRequest

    act = "issue_pledge"
    pledge = factory.SubFactory(PledgeFactory)
    details = {"text": ""}
    state = "done"
    answer = "Giao ước: chờ ký."
    settled_at = datetime.datetime(2024, 3, 1, tzinfo=datetime.UTC)
    requested_by = factory.SubFactory(UserFactory)

    class Params:
        waiting = factory.Trait(state="waiting", answer="", settled_at=None)
