"""Conferences, movements, indicators and pledges."""

from emulation.models.conference import (
    SETTLED,
    Conference,
    ConferenceKind,
    ConferenceStatus,
    ReportSection,
)
from emulation.models.delegate import Delegate, DelegatePart, Part, Speech, SpeechKind
from emulation.models.indicator import (
    Aggregation,
    Indicator,
    IndicatorValue,
    StatedFigure,
    ValueKind,
    figures_condition,
)
from emulation.models.lifecycle import ConferenceReport, StatusChange
from emulation.models.meeting import (
    AgendaDocument,
    AgendaItem,
    Attendance,
    AttendanceStatus,
    Conclusion,
    ConferencePhoto,
)
from emulation.models.movement import ConferenceMovement, Movement, MovementKind
from emulation.models.pledge import (
    TARGET_FIELDS,
    Pledge,
    PledgeItem,
    PledgeStatus,
    TargetOf,
)
from emulation.models.pledge_drafting import PledgeComment, PledgeVersion
from emulation.models.pledge_signature import PledgeSignature, SigningMethod
from emulation.models.pledge_withdrawal import PledgeWithdrawal, WithdrawnSignature
from emulation.models.year import (
    Deadline,
    Task,
    UnitReport,
    UnitReportStatus,
    ValueCorrection,
    YearIndicator,
)

__all__ = [
    "SETTLED",
    "TARGET_FIELDS",
    "AgendaDocument",
    "AgendaItem",
    "Aggregation",
    "Attendance",
    "AttendanceStatus",
    "Conclusion",
    "Conference",
    "ConferenceKind",
    "ConferenceMovement",
    "ConferencePhoto",
    "ConferenceReport",
    "ConferenceStatus",
    "Deadline",
    "Delegate",
    "DelegatePart",
    "Indicator",
    "IndicatorValue",
    "Movement",
    "MovementKind",
    "Part",
    "Pledge",
    "PledgeComment",
    "PledgeItem",
    "PledgeSignature",
    "PledgeStatus",
    "PledgeVersion",
    "PledgeWithdrawal",
    "ReportSection",
    "SigningMethod",
    "Speech",
    "SpeechKind",
    "StatedFigure",
    "StatusChange",
    "TargetOf",
    "Task",
    "UnitReport",
    "UnitReportStatus",
    "ValueCorrection",
    "ValueKind",
    "WithdrawnSignature",
    "YearIndicator",
    "figures_condition",
]
