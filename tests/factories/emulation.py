"""Conferences, movements, indicators and pledges."""

import datetime
from decimal import Decimal

import factory

from emulation.models import (
    Aggregation,
    Conference,
    ConferenceKind,
    ConferenceMovement,
    ConferenceStatus,
    Delegate,
    DelegatePart,
    Indicator,
    IndicatorValue,
    Movement,
    MovementKind,
    Part,
    Pledge,
    PledgeItem,
    PledgeSignature,
    PledgeStatus,
    ReportSection,
    SigningMethod,
    Speech,
    SpeechKind,
    ValueKind,
)
from tests.factories.clusters import EmulationYearFactory, MembershipFactory, UnitFactory


class ConferenceFactory(factory.django.DjangoModelFactory):
    """The annual review of a year, published unless a trait says otherwise."""

    class Meta:
        model = Conference

    class Params:
        draft = factory.Trait(status=ConferenceStatus.DRAFT)

    review_year = factory.SubFactory(EmulationYearFactory)
    cluster = factory.SelfAttribute("review_year.cluster")
    kind = ConferenceKind.ANNUAL_REVIEW
    slug = factory.Sequence(lambda n: f"tong-ket-{n}")
    title = factory.Sequence(lambda n: f"Hội nghị tổng kết số {n}")
    held_on = datetime.date(2025, 3, 13)
    status = ConferenceStatus.PUBLISHED


class ReportSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportSection

    conference = factory.SubFactory(ConferenceFactory)
    order = factory.Sequence(lambda n: n)
    heading = "Kết quả phát triển kinh tế"
    body = "Kinh tế của cụm tăng trưởng khá."


class MovementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Movement

    name = factory.Sequence(lambda n: f"Cả nước chung sức {n}")
    slug = factory.Sequence(lambda n: f"ca-nuoc-chung-suc-{n}")
    kind = MovementKind.MOVEMENT
    launched_by = "Thủ tướng Chính phủ"


class ConferenceMovementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConferenceMovement

    conference = factory.SubFactory(ConferenceFactory)
    movement = factory.SubFactory(MovementFactory)


class DelegateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegate

    conference = factory.SubFactory(ConferenceFactory)
    full_name = factory.Sequence(lambda n: f"Nguyễn Thị {n}")
    title = "Phó Chủ tịch Ủy ban nhân dân tỉnh"
    unit = factory.SubFactory(UnitFactory)


class DelegatePartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DelegatePart

    delegate = factory.SubFactory(DelegateFactory)
    part = Part.CHAIRED


class SpeechFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Speech

    delegate = factory.SubFactory(DelegateFactory)
    conference = factory.SelfAttribute("delegate.conference")
    kind = SpeechKind.PAPER
    summary = "Kinh nghiệm xây dựng nông thôn mới."


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"chi-tieu-{n}")
    name = factory.Sequence(lambda n: f"Tăng trưởng {n}")
    unit_of_measure = "%"
    aggregation = Aggregation.MEAN


class IndicatorValueFactory(factory.django.DjangoModelFactory):
    """A unit's figure; its unit becomes a member of the cluster when it is not one."""

    class Meta:
        model = IndicatorValue

    class Params:
        of_cluster = factory.Trait(unit=None)
        ratio = factory.Trait(kind=ValueKind.RATIO, value=Decimal(1241), out_of=Decimal(1310))
        rank = factory.Trait(kind=ValueKind.RANK, value=Decimal(3))

    emulation_year = factory.SubFactory(EmulationYearFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    unit = factory.LazyAttribute(
        lambda row: MembershipFactory(cluster=row.emulation_year.cluster).unit
    )
    value = Decimal("9.73")


class PledgeFactory(factory.django.DjangoModelFactory):
    """A published pledge, unless a trait says otherwise."""

    class Meta:
        model = Pledge

    class Params:
        draft = factory.Trait(status=PledgeStatus.DRAFT, signed_on=None)

    emulation_year = factory.SubFactory(EmulationYearFactory)
    theme = "Đoàn kết, sáng tạo"
    signed_on = datetime.date(2024, 3, 13)
    status = PledgeStatus.PUBLISHED


class PledgeItemFactory(factory.django.DjangoModelFactory):
    """An item in words; with `targeted` each unit is to reach at least 9.5 of an indicator."""

    class Meta:
        model = PledgeItem

    class Params:
        targeted = factory.Trait(
            indicator=factory.SubFactory(IndicatorFactory),
            comparison="at_least",
            target=Decimal("9.5"),
            target_of="each_unit",
        )

    pledge = factory.SubFactory(PledgeFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Hoàn thành vượt mức các chỉ tiêu."


class PledgeSignatureFactory(factory.django.DjangoModelFactory):
    """A member that has signed on paper."""

    class Meta:
        model = PledgeSignature

    class Params:
        unsigned = factory.Trait(signed_on=None, method="", signer_name="")

    pledge = factory.SubFactory(PledgeFactory)
    unit = factory.LazyAttribute(
        lambda row: MembershipFactory(cluster=row.pledge.emulation_year.cluster).unit
    )
    signer_name = "Lê Văn Ký"
    signed_on = datetime.date(2024, 3, 13)
    method = SigningMethod.PAPER
