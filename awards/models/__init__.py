"""Award forms, decisions and awards."""

from awards.models.award import Award, AwardStatus, CommendationType, RecipientKind
from awards.models.decision import Decision
from awards.models.form import AwardForm, AwardFormKind, AwardLevel

__all__ = [
    "Award",
    "AwardForm",
    "AwardFormKind",
    "AwardLevel",
    "AwardStatus",
    "CommendationType",
    "Decision",
    "RecipientKind",
]
