"""Reads of the awards of a year: rows, open proposals, and what became of them by form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from awards.models import Award, AwardForm, AwardStatus, Decision
from awards.models.law import allows, basis_of
from awards.selectors import waiting_proposals
from awards.services.catalogue import decisions_for, holds_in, units_of
from awards.services.entries import unit_text
from awards.services.rows import RELATED
from cluster_portal.vietnamese.dates import format_date
from clusters.models import EmulationYear
from emulation.models import SETTLED, Conference, ConferenceKind

ORDER = ("form__order", "form__sort_key", "unit__sort_key", "sort_key", "pk")


@dataclass(frozen=True)
class Offer:
    """One line of a list to choose from; `kinds` are the recipients that the law allows."""

    value: str
    hint: str = ""
    kinds: str = ""


@dataclass(frozen=True)
class Tally:
    """Recipients of one form: proposed, and what came of it. Rows without a number count apart."""

    form: str
    proposed: int
    granted: int
    refused: int
    uncounted: int

    @property
    def waiting(self) -> int:
        return max(0, self.proposed - self.granted - self.refused)


def rows_of(year: EmulationYear) -> QuerySet[Award]:
    """The awards of the year with all that a row of the grid shows, `answers` among it."""
    answers = Award.objects.select_related("decision").order_by("pk")
    return (
        Award.objects.filter(emulation_year=year)
        .select_related(*RELATED)
        .prefetch_related(Prefetch("outcomes", answers, to_attr="answers"))
        .order_by(*ORDER)
    )


def open_proposals(year: EmulationYear) -> QuerySet[Award]:
    """Proposals of the year that have no outcome, or not for all; `answered` counts those."""
    return waiting_proposals(rows_of(year))


def tallies_of(year: EmulationYear) -> list[Tally]:
    """Proposed → granted by form, in two queries."""
    proposals = Award.objects.filter(emulation_year=year, status=AwardStatus.PROPOSED)
    outcomes = Award.objects.filter(proposal__in=proposals)
    granted = (AwardStatus.GRANTED, AwardStatus.REVOKED)
    answered = {
        row["proposal__form"]: row
        for row in outcomes.order_by()
        .values("proposal__form")
        .annotate(
            granted=Coalesce(Sum("count", filter=Q(status__in=granted)), 0),
            refused=Coalesce(Sum("count", filter=Q(status=AwardStatus.REFUSED)), 0),
        )
    }
    nothing = {"granted": 0, "refused": 0}
    rows = (
        proposals.order_by("form__order", "form__sort_key", "form")
        .values("form", "form__name", "form__order", "form__sort_key")
        .annotate(
            proposed=Coalesce(Sum("count"), 0),
            uncounted=Count("pk", filter=Q(count=None)),
        )
    )
    return [
        Tally(
            form=row["form__name"],
            proposed=row["proposed"],
            granted=answered.get(row["form"], nothing)["granted"],
            refused=answered.get(row["form"], nothing)["refused"],
            uncounted=row["uncounted"],
        )
        for row in rows
    ]


def offers_of(year: EmulationYear) -> dict[str, list[Offer]]:
    """The lists of the grid: forms in the law of the year, members, decisions."""
    forms = [form for form in AwardForm.objects.all() if holds_in(form, year)]
    return {
        "forms": [Offer(form.name, basis_of(form), kinds_of(form)) for form in forms],
        "units": [Offer(unit_text(unit)) for unit in units_of(year)],
        "decisions": [Offer(decision_line(one), one.subject) for one in decisions_for(year)],
    }


def kinds_of(form: AwardForm) -> str:
    """The kinds of recipient that the law allows, as words of a data attribute."""
    kinds = ("individual", "collective", "household", "mixed")
    return " ".join(kind for kind in kinds if allows(form, kind))


def decision_line(decision: Decision) -> str:
    """Number and day, as the grid reads them."""
    return f"{decision.document_number}, {format_date(decision.signed_on)}"


def decisions_of(year: EmulationYear) -> QuerySet[Decision]:
    """Decisions entered for the year or named by its awards; `award_count` of the year."""
    named = Award.objects.filter(emulation_year=year, decision__isnull=False)
    return (
        Decision.objects.filter(Q(emulation_year=year) | Q(pk__in=named.values("decision")))
        .select_related("scan", "emulation_year__cluster")
        .annotate(award_count=Count("awards", filter=Q(awards__emulation_year=year)))
        .order_by("-signed_on", "-pk")
    )


def undecided(year: EmulationYear) -> QuerySet[Award]:
    """Granted rows of the year that name no decision."""
    return rows_of(year).filter(status=AwardStatus.GRANTED, decision=None)


def open_conferences(year: EmulationYear) -> QuerySet[Conference]:
    """Conferences on the year whose report is not settled: new rows may be named there."""
    rows = Conference.objects.filter(Q(review_year=year) | Q(launch_year=year))
    return rows.exclude(status__in=SETTLED).order_by("held_on", "pk")


def review_among(conferences: Iterable[Conference]) -> str:
    """The key of the annual review among them, where new rows are named unless somebody chooses."""
    reviews = (one for one in conferences if one.kind == ConferenceKind.ANNUAL_REVIEW)
    return next((str(review.pk) for review in reviews), "")
