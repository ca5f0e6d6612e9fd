"""Conferences, movements, indicators and pledges."""

from emulation.models.conference import (
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
    ValueKind,
)
from emulation.models.movement import ConferenceMovement, Movement, MovementKind
from emulation.models.pledge import (
    Pledge,
    PledgeItem,
    PledgeSignature,
    PledgeStatus,
    SigningMethod,
)

__all__ = [
    "Aggregation",
    "Conference",
    "ConferenceKind",
    "ConferenceMovement",
    "ConferenceStatus",
    "Delegate",
    "DelegatePart",
    "Indicator",
    "IndicatorValue",
    "Movement",
    "MovementKind",
    "Part",
    "Pledge",
    "PledgeItem",
    "PledgeSignature",
    "PledgeStatus",
    "ReportSection",
    "SigningMethod",
    "Speech",
    "SpeechKind",
    "ValueKind",
]
