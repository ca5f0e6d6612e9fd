"""Units, clusters, members, years, leaders and appointments."""

import datetime

import factory

from clusters.models import (
    Appointment,
    Cluster,
    ClusterLevel,
    Delegation,
    EmulationYear,
    Handover,
    Invitation,
    Leadership,
    LeadershipRole,
    Membership,
    Role,
    Source,
    SourceKind,
    Substitution,
    Succession,
    SuccessionKind,
    Unit,
    UnitCertificate,
    UnitKind,
)
from clusters.models.invitation import digest
from clusters.roles import Permission
from tests.factories.accounts import UserFactory

TOKEN = "mot-ma-moi-dai-va-kho-doan-"


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    code = factory.Sequence(lambda n: f"nguon-{n}")
    kind = SourceKind.PRESS
    title = factory.Sequence(lambda n: f"Bài báo số {n}")
    publisher = "Báo Nhân Dân"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    class Params:
        abolished = factory.Trait(valid_to=datetime.date(2025, 6, 30))
        merged = factory.Trait(valid_from=datetime.date(2025, 7, 1))

    name = factory.Sequence(lambda n: f"Đất Việt {n}")
    kind = UnitKind.PROVINCE
    slug = factory.Sequence(lambda n: f"dat-viet-{n}")


class SuccessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Succession

    predecessor = factory.SubFactory(UnitFactory, abolished=True)
    successor = factory.SubFactory(UnitFactory, merged=True)
    kind = SuccessionKind.MERGER
    effective_on = datetime.date(2025, 7, 1)
    legal_basis = "Nghị quyết số 202/2025/QH15"


class ClusterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cluster

    class Params:
        unconfirmed = factory.Trait(is_confirmed=False)
        provincial = factory.Trait(
            level=ClusterLevel.PROVINCIAL, organising_unit=factory.SubFactory(UnitFactory)
        )

    name = factory.Sequence(lambda n: f"Cụm thi đua Đồng bằng {n}")
    short_name = factory.Sequence(lambda n: f"Đồng bằng {n}")
    slug = factory.Sequence(lambda n: f"dong-bang-{n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    cluster = factory.SubFactory(ClusterFactory)
    unit = factory.SubFactory(UnitFactory)


class EmulationYearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmulationYear

    cluster = factory.SubFactory(ClusterFactory)
    year = 2024


class LeadershipFactory(factory.django.DjangoModelFactory):
    """A chair; its unit becomes a member of the cluster when it is not one."""

    class Meta:
        model = Leadership

    class Params:
        vice = factory.Trait(role=LeadershipRole.VICE_CHAIR)

    emulation_year = factory.SubFactory(EmulationYearFactory)
    unit = factory.LazyAttribute(
        lambda row: MembershipFactory(cluster=row.emulation_year.cluster).unit
    )
    role = LeadershipRole.CHAIR


class HandoverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Handover

    emulation_year = factory.SubFactory(EmulationYearFactory)
    handed_over_on = datetime.date(2024, 3, 13)


class AppointmentFactory(factory.django.DjangoModelFactory):
    """A secretary of a cluster since long; the traits are the other roles and periods.

    Of the unit that is in the chair, or else of a new member.
    """

    class Meta:
        model = Appointment

    class Params:
        officer = factory.Trait(
            role=Role.PROVINCIAL_OFFICER, cluster=None, unit=factory.SubFactory(UnitFactory)
        )
        central = factory.Trait(role=Role.CENTRAL, cluster=None, unit=None)
        administrator = factory.Trait(role=Role.ADMINISTRATOR, cluster=None, unit=None)
        expired = factory.Trait(valid_to=datetime.date(2020, 12, 31))
        future = factory.Trait(valid_from=datetime.date(2099, 1, 1))

    user = factory.SubFactory(UserFactory)
    role = Role.SECRETARIAT
    cluster = factory.SubFactory(ClusterFactory)
    unit = factory.LazyAttribute(lambda row: _unit_in_the_chair(row.cluster))
    decision = "Quyết định số 1/QĐ-BTĐKT"
    valid_from = datetime.date(2020, 1, 1)


def _unit_in_the_chair(cluster: Cluster) -> Unit:
    chairs = Leadership.objects.filter(emulation_year__cluster=cluster, role=LeadershipRole.CHAIR)
    chair = chairs.order_by("emulation_year__year").last()
    return chair.unit if chair else MembershipFactory(cluster=cluster).unit


class DelegationFactory(factory.django.DjangoModelFactory):
    """Results handed to the vice-chair of a year."""

    class Meta:
        model = Delegation

    emulation_year = factory.SubFactory(EmulationYearFactory)
    unit = factory.LazyAttribute(
        lambda row: LeadershipFactory(emulation_year=row.emulation_year, vice=True).unit
    )
    permission = Permission.EDIT_RESULTS
    decision = "Thông báo số 3/TB-CTĐ"
    valid_from = datetime.date(2020, 1, 1)


class SubstitutionFactory(factory.django.DjangoModelFactory):
    """Somebody fills in for an officer, from long ago until far ahead."""

    class Meta:
        model = Substitution

    appointment = factory.SubFactory(AppointmentFactory, officer=True)
    substitute = factory.SubFactory(UserFactory)
    reason = "Nghỉ phép"
    valid_from = datetime.date(2020, 1, 1)
    valid_to = datetime.date(2099, 12, 31)


class InvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation of an officer; its token is `TOKEN` and a number."""

    class Meta:
        model = Invitation

    class Params:
        expired = factory.Trait(expires_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        token = factory.Sequence(lambda n: f"{TOKEN}{n}")

    email = factory.Sequence(lambda n: f"moi-{n}@tinh.gov.vn")
    full_name = factory.Sequence(lambda n: f"Ngô Thị Mới {n}")
    role = Role.PROVINCIAL_OFFICER
    unit = factory.SubFactory(UnitFactory)
    decision = "Công văn số 9/SNV"
    invited_by = factory.LazyAttribute(lambda row: AppointmentFactory(administrator=True).user)
    expires_at = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
    token_digest = factory.LazyAttribute(lambda row: digest(row.token))


class UnitCertificateFactory(factory.django.DjangoModelFactory):
    """A certificate that signs for a unit in 2024 and 2025; no file stands behind it."""

    class Meta:
        model = UnitCertificate

    unit = factory.SubFactory(UnitFactory)
    holder_name = "Lê Văn Ký"
    office = "Chủ tịch"
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")
    subject = factory.LazyAttribute(lambda row: f"CN={row.holder_name}")
    issuer = "CN=Cơ quan chứng thực"
    serial = factory.Sequence(lambda n: f"{n:x}")
    pem = "-----BEGIN CERTIFICATE-----"
    certificate_from = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    certificate_to = datetime.datetime(2025, 12, 31, 12, tzinfo=datetime.UTC)
    valid_from = datetime.date(2024, 1, 1)
    valid_to = datetime.date(2025, 12, 31)
