"""Award forms, decisions and awards."""

from awards.models.award import Award, AwardStatus, CommendationType, RecipientKind
from awards.models.decision import Decision
from awards.models.form import AwardForm, AwardFormKind, AwardLevel
from awards.models.near import NearPair, PairKind, Verdict, pair_kind
from awards.models.register import (
    TALLIES,
    FullTally,
    RegisterEntry,
    Tally,
    TallyOfClusterForms,
    TallyOfClusterYears,
    TallyOfForms,
    TallyOfNames,
    TallyOfPlaces,
    TallyOfYears,
    TallyWithoutForm,
    TallyWithoutPlace,
    TallyWithoutUnit,
    TallyWithoutYear,
)

__all__ = [
    "TALLIES",
    "Award",
    "AwardForm",
    "AwardFormKind",
    "AwardLevel",
    "AwardStatus",
    "CommendationType",
    "Decision",
    "FullTally",
    "NearPair",
    "PairKind",
    "RecipientKind",
    "RegisterEntry",
    "Tally",
    "TallyOfClusterForms",
    "TallyOfClusterYears",
    "TallyOfForms",
    "TallyOfNames",
    "TallyOfPlaces",
    "TallyOfYears",
    "TallyWithoutForm",
    "TallyWithoutPlace",
    "TallyWithoutUnit",
    "TallyWithoutYear",
    "Verdict",
    "pair_kind",
]
