"""Award forms, decisions and awards."""

import datetime

import factory

from awards.models import (
    Award,
    AwardForm,
    AwardFormKind,
    AwardLevel,
    AwardStatus,
    Decision,
    NearPair,
    PairKind,
    RecipientKind,
)
from tests.factories.clusters import ClusterFactory, EmulationYearFactory, UnitFactory


class AwardFormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AwardForm

    code = factory.Sequence(lambda n: f"co-thi-dua-{n}")
    name = factory.Sequence(lambda n: f"Cờ thi đua của Chính phủ {n}")
    kind = AwardFormKind.FLAG
    level = AwardLevel.GOVERNMENT
    for_individual = True
    for_collective = True
    law = "Luật 06/2022/QH15"
    valid_from = datetime.date(2024, 1, 1)


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    document_number = factory.Sequence(lambda n: f"{n}/QĐ-TTg")
    signed_on = datetime.date(2025, 3, 1)
    issuing_body = "Thủ tướng Chính phủ"
    subject = "Về việc tặng Cờ thi đua của Chính phủ"


class AwardFactory(factory.django.DjangoModelFactory):
    """A named person with a decision; the traits are the other recipients and states."""

    class Meta:
        model = Award

    class Params:
        counted = factory.Trait(
            recipient_name="", count=267, recipient_kind=RecipientKind.MIXED, unit=None
        )
        of_unit = factory.Trait(
            recipient_name="",
            recipient_unit=factory.SelfAttribute("unit"),
            recipient_kind=RecipientKind.COLLECTIVE,
        )
        proposed = factory.Trait(status=AwardStatus.PROPOSED, decision=None)

    emulation_year = factory.SubFactory(EmulationYearFactory)
    form = factory.SubFactory(AwardFormFactory)
    status = AwardStatus.GRANTED
    recipient_kind = RecipientKind.INDIVIDUAL
    recipient_name = factory.Sequence(lambda n: f"Phạm Thị {n}")
    count = 1
    unit = factory.SubFactory(UnitFactory)
    decision = factory.SubFactory(DecisionFactory)


class NearPairFactory(factory.django.DjangoModelFactory):
    """Two names a slip apart, which nobody has answered about."""

    class Meta:
        model = NearPair

    cluster = factory.SubFactory(ClusterFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = PairKind.PERSON
    is_slip = True
    one = factory.Sequence(lambda n: f"hoan pham {n} thi")
    other = factory.Sequence(lambda n: f"hoang pham {n} thi")
    one_name = factory.LazyAttribute(lambda pair: pair.one.title())
    other_name = factory.LazyAttribute(lambda pair: pair.other.title())
