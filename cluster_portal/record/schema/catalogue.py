"""Rows of the catalogues: units, clusters, leaders, indicators, award forms, movements, sources."""

from typing import Annotated

from pydantic import AfterValidator

from awards.models import AwardFormKind, AwardLevel, RecipientKind
from cluster_portal.record.schema.kinds import (
    Day,
    DayOrNone,
    Flag,
    Line,
    Name,
    Paragraphs,
    Row,
    Slug,
    SlugOrNone,
    Whole,
    WholeOrNone,
    Year,
)
from clusters.models import (
    ClusterKind,
    ClusterLevel,
    LeadershipRole,
    SourceKind,
    SuccessionKind,
    UnitKind,
)
from emulation.models import Aggregation, MovementKind


def _recipients(text: str) -> str:
    allowed = (RecipientKind.INDIVIDUAL, RecipientKind.COLLECTIVE, RecipientKind.HOUSEHOLD)
    named = text.split()
    if not named or not set(named) <= set(allowed):
        raise ValueError(f"“{text}”: ghi một hoặc nhiều từ trong {', '.join(allowed)}")
    return text


class SourceRow(Row):
    code: Slug
    kind: SourceKind
    title: Name
    publisher: Line = ""
    published_on: DayOrNone = None
    note: Paragraphs = ""


class UnitRow(Row):
    slug: Slug
    name: Name
    kind: UnitKind
    name_en: Line = ""
    code: Line = ""
    valid_from: DayOrNone = None
    valid_to: DayOrNone = None
    legal_basis: Line = ""


class SuccessionRow(Row):
    predecessor: Slug
    successor: Slug
    kind: SuccessionKind
    effective_on: Day
    legal_basis: Name


class MemberRow(Row):
    unit: Slug
    valid_from: DayOrNone = None
    valid_to: DayOrNone = None
    is_inferred: Flag = False
    note: Line = ""
    source: SlugOrNone = ""


class ClusterRow(Row):
    slug: Slug
    name: Name
    short_name: Name
    name_en: Line = ""
    document_code: Line = ""
    kind: ClusterKind = ClusterKind.CLUSTER
    level: ClusterLevel = ClusterLevel.NATIONAL
    organising_unit: SlugOrNone = ""
    valid_from: DayOrNone = None
    valid_to: DayOrNone = None
    follows: SlugOrNone = ""
    is_confirmed: Flag = True
    note: Paragraphs = ""
    source: SlugOrNone = ""
    members: list[MemberRow] = []


class LeaderRow(Row):
    unit: Slug
    role: LeadershipRole
    is_inferred: Flag = False
    note: Line = ""
    source: SlugOrNone = ""


class LeadershipYear(Row):
    year: Year
    leaders: list[LeaderRow]


class ClusterLeadership(Row):
    cluster: Slug
    years: list[LeadershipYear]


class IndicatorRow(Row):
    code: Slug
    name: Name
    name_en: Line = ""
    unit_of_measure: Line = ""
    decimals: Whole
    aggregation: Aggregation
    aggregation_note: Line = ""
    source_body: Line = ""
    is_core: Flag


class AwardFormRow(Row):
    code: Slug
    name: Name
    name_en: Line = ""
    kind: AwardFormKind
    award_class: WholeOrNone = None
    recipients: Annotated[str, AfterValidator(_recipients)]
    may_be_posthumous: Flag
    is_group: Flag
    authority: Line = ""
    law: Name
    law_article: Line = ""
    level: AwardLevel
    valid_from: Day
    valid_to: DayOrNone = None
    note: Line = ""


class MovementRow(Row):
    slug: Slug
    name: Name
    kind: MovementKind
    launched_by: Line = ""
    launching_unit: SlugOrNone = ""
    launched_on: DayOrNone = None
    source: SlugOrNone = ""


class SourcesFile(Row):
    sources: list[SourceRow]


class ClustersFile(Row):
    clusters: list[ClusterRow]


class LeadershipFile(Row):
    leadership: list[ClusterLeadership]


class MovementsFile(Row):
    movements: list[MovementRow]
