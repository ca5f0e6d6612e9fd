"""One file per conference: what it reviewed, who took part, what was pledged and rewarded."""

from pydantic import Field, ValidationInfo, field_validator

from awards.models import AwardStatus, CommendationType, RecipientKind
from cluster_portal.record.schema.kinds import (
    Body,
    Day,
    DayOrNone,
    Flag,
    Line,
    Name,
    Paragraphs,
    Reported,
    Row,
    Slug,
    SlugOrNone,
    WholeOrNone,
    YearOrNone,
)
from emulation.models import (
    ConferenceKind,
    ConferenceStatus,
    Part,
    PledgeStatus,
    SigningMethod,
    SpeechKind,
    ValueKind,
)


class HandoverRow(Row):
    handed_over_on: Day
    note: Line = ""


class SectionRow(Row):
    heading: Name
    body: Body
    is_outlook: Flag = False


class SpeechRow(Row):
    kind: SpeechKind
    summary: Body


class DelegateRow(Row):
    full_name: Name
    title: Name
    unit: SlugOrNone = ""
    parts: list[Part]
    speeches: list[SpeechRow] = []


class ConferenceMovementRow(Row):
    movement: Slug
    stated_name: Line = ""
    summary: Paragraphs = ""


class IndicatorValueRow(Row):
    """A value of the year under review; without `unit` it is the whole cluster's."""

    indicator: Slug
    unit: SlugOrNone = ""
    kind: ValueKind | None = None
    value: Reported
    period: Line = ""
    is_cumulative: Flag = False
    is_estimate: Flag = False
    note: Line = ""

    @property
    def value_kind(self) -> ValueKind:
        """The kind as written, or what the value looks like: "12/14" is a ratio."""
        if self.kind:
            return self.kind
        return ValueKind.NUMBER if self.value.out_of is None else ValueKind.RATIO


class AwardRow(Row):
    form: Slug
    status: AwardStatus
    commendation_type: CommendationType | None = None
    recipient_kind: RecipientKind
    recipient_name: Line = ""
    recipient_unit: SlugOrNone = ""
    count: WholeOrNone = None
    unit: SlugOrNone = ""
    giving_body: Line = ""
    is_posthumous: Flag = False
    year_is_stated: Flag = True
    note: Line = ""


class PledgeItemRow(Row):
    heading: Line = ""
    text: Body


class SignaturesRow(Row):
    """The members that signed on the day of the pledge."""

    method: SigningMethod
    note: Line = ""
    units: list[Slug] = Field(min_length=1)


class PledgeRow(Row):
    document_number: Line = ""
    theme: Line = ""
    motto: Line = ""
    legal_basis: Paragraphs = ""
    preamble: Paragraphs = ""
    closing: Paragraphs = ""
    signed_on: DayOrNone = None
    status: PledgeStatus
    note: Paragraphs = ""
    items: list[PledgeItemRow] = []
    signatures: SignaturesRow | None = None


class ConferenceFile(Row):
    cluster: Slug
    slug: Slug
    kind: ConferenceKind
    title: Name
    review_year: YearOrNone = None
    launch_year: YearOrNone = None
    held_on: Day
    ends_on: DayOrNone = None
    host: SlugOrNone = ""
    venue: Line = ""
    status: ConferenceStatus
    date_note: Line = ""
    source: Slug
    handover: HandoverRow | None = None
    sections: list[SectionRow] = []
    delegates: list[DelegateRow] = []
    movements: list[ConferenceMovementRow] = []
    indicators: list[IndicatorValueRow] = []
    awards: list[AwardRow] = []
    pledge: PledgeRow | None = None

    @field_validator("launch_year")
    @classmethod
    def _follows_the_year_reviewed(cls, year: int | None, info: ValidationInfo) -> int | None:
        reviewed = info.data.get("review_year")
        is_annual = info.data.get("kind") == ConferenceKind.ANNUAL_REVIEW
        if is_annual and year and reviewed and year != reviewed + 1:
            raise ValueError(f"hội nghị tổng kết năm {reviewed} thì phát động năm {reviewed + 1}")
        return year
