"""One search over everything that the reader may see.

Every term must stand in the row itself or in the names that its page shows with it (the
conference, the cluster, the year). Awards are found as their register finds them: by whole words,
of which the last may be unfinished. Each group takes a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse

from awards.models import Award
from awards.register.finding import first_of
from awards.register.recipients import page_address
from awards.register.sight import Sight
from cluster_portal.pages.highlighting import highlight
from cluster_portal.pages.query import contains_all
from cluster_portal.search.results import (
    GROUP_LIMIT,
    Group,
    Hit,
    Passage,
    best_first,
    period_words,
    snippets_of,
)
from cluster_portal.vietnamese.dates import format_date
from cluster_portal.vietnamese.folding import fold
from clusters.models import Cluster, EmulationYear, Succession, SuccessionKind, Unit
from emulation.models import (
    Conference,
    ConferenceMovement,
    Delegate,
    Indicator,
    IndicatorValue,
    Movement,
    Pledge,
    PledgeItem,
    PledgeStatus,
    ReportSection,
    Speech,
)

BECAME = {
    SuccessionKind.MERGER: "thuộc",
    SuccessionKind.SPLIT: "chia ra, có",
    SuccessionKind.CHANGE_OF_STATUS: "thành",
    SuccessionKind.RENAMING: "đổi tên thành",
}
CONFERENCE_WORDS = "hoi nghi"
PLEDGE_WORDS = "giao uoc thi dua"


def search(user: Any, terms: list[str], typed: str) -> list[Group]:
    """Return the groups that have hits; `terms` are folded, `typed` is what the user wrote."""
    groups = (
        _units(terms),
        _clusters(user, terms),
        _conferences(user, terms),
        _pledges(user, terms),
        _movements(user, terms),
        _awards(user, terms, typed),
        _indicators(user, terms),
    )
    return [group for group in groups if group.total]


def _units(terms: list[str]) -> Group:
    related = Succession.objects.select_related("predecessor", "successor").order_by(
        "effective_on", "predecessor__sort_key", "successor__sort_key", "pk"
    )
    found = Unit.objects.filter(contains_all(terms, "search_text")).prefetch_related(
        Prefetch("successions", related), Prefetch("precursors", related)
    )
    total, units = best_first(found, terms)
    hits = [
        Hit(
            title=highlight(unit.official_name, terms),
            address=unit.get_absolute_url(),
            facts=[fact for fact in (period_words(unit), *_fate(unit)) if fact],
        )
        for unit in units
    ]
    return Group("don-vi", "Đơn vị", total, hits)


def _fate(unit: Unit) -> Iterable[str]:
    """What a unit became, and what it came from."""
    for row in unit.successions.all():
        yield (
            f"từ {format_date(row.effective_on)} {BECAME[row.kind]} {row.successor.official_name}"
        )
    if origins := [row.predecessor.name for row in unit.precursors.all()]:
        yield f"tiền thân: {', '.join(origins)}"


def _clusters(user: Any, terms: list[str]) -> Group:
    found = Cluster.objects.for_user(user).filter(contains_all(terms, "search_text"))
    total, clusters = best_first(found, terms)
    hits = [
        Hit(
            title=highlight(cluster.name, terms),
            address=cluster.get_absolute_url(),
            facts=[
                fact
                for fact in (
                    cluster.get_kind_display(),
                    cluster.get_level_display(),
                    period_words(cluster),
                )
                if fact
            ],
            is_draft=not cluster.is_confirmed,
        )
        for cluster in clusters
    ]
    return Group("cum", "Cụm, khối thi đua", total, hits)


def _in_conference(terms: list[str], prefix: str = "", *own: str) -> Any:
    """Terms in the `own` texts or in the conference that `prefix` leads to."""
    return contains_all(
        terms,
        *own,
        f"{prefix}search_text",
        f"{prefix}cluster__search_text",
        f"{prefix}host__search_text",
        year=f"{prefix}held_on__year",
        words=CONFERENCE_WORDS,
    )


def _conferences(user: Any, terms: list[str]) -> Group:
    parts = [
        model.objects.filter(_in_conference(terms, "conference__", "search_text"))
        for model in (ReportSection, Speech, Delegate)
    ]
    condition = _in_conference(terms)
    for rows in parts:
        condition |= Exists(rows.filter(conference=OuterRef("pk")))
    found = Conference.objects.for_user(user).filter(condition).select_related("cluster", "host")
    total, conferences = best_first(found, terms, *((rows, "conference") for rows in parts))
    passages = _conference_passages(parts, conferences)
    hits = [
        Hit(
            title=highlight(conference.title, terms),
            address=conference.get_absolute_url(),
            facts=[
                conference.get_kind_display(),
                format_date(conference.held_on),
                conference.cluster.short_name,
                *([f"tại {conference.host.name}"] if conference.host else []),
            ],
            snippets=snippets_of(passages[conference.pk], terms, _names_of(conference)),
            is_draft=not conference.is_published,
        )
        for conference in conferences
    ]
    return Group("hoi-nghi", "Hội nghị", total, hits)


def _names_of(conference: Conference) -> str:
    """What a passage need not say again for its conference to be found."""
    names = [
        conference.search_text,
        conference.cluster.search_text,
        conference.host.search_text if conference.host else "",
        str(conference.held_on.year),
        CONFERENCE_WORDS,
    ]
    return " ".join(names)


def _conference_passages(
    parts: list[QuerySet], conferences: list[Conference]
) -> dict[int, list[Passage]]:
    """The matching sections, speeches and delegates of `conferences`, in three queries."""
    sections, speeches, delegates = (rows.filter(conference__in=conferences) for rows in parts)
    passages: dict[int, list[Passage]] = defaultdict(list)
    for row in sections:
        passages[row.conference_id].append(Passage(row.heading, row.body, row.search_text))
    for row in speeches.select_related("delegate"):
        label = f"{row.get_kind_display()}, {row.delegate.full_name}"
        passages[row.conference_id].append(Passage(label, row.summary, row.search_text))
    for row in delegates:
        passages[row.conference_id].append(
            Passage("Đại biểu", f"{row.full_name}, {row.title}", row.search_text)
        )
    return passages


def _in_pledge(terms: list[str], prefix: str = "", *own: str) -> Any:
    return contains_all(
        terms,
        *own,
        f"{prefix}search_text",
        f"{prefix}emulation_year__cluster__search_text",
        year=f"{prefix}emulation_year__year",
        words=PLEDGE_WORDS,
    )


def _pledges(user: Any, terms: list[str]) -> Group:
    items = PledgeItem.objects.filter(_in_pledge(terms, "pledge__", "search_text"))
    found = (
        Pledge.objects.for_user(user)
        .filter(_in_pledge(terms) | Exists(items.filter(pledge=OuterRef("pk"))))
        .select_related("emulation_year__cluster")
    )
    total, pledges = best_first(found, terms, (items, "pledge"))
    passages: dict[int, list[Passage]] = defaultdict(list)
    for pledge in pledges:
        passages[pledge.pk] = [
            Passage(label, text, fold(text))
            for label, text in (
                ("Chủ đề", pledge.theme),
                ("Phương châm", pledge.motto),
                ("", pledge.preamble),
            )
        ]
    for item in items.filter(pledge__in=pledges):
        passages[item.pledge_id].append(
            Passage(f"{item.number}. {item.heading}".strip(), item.text, item.search_text)
        )
    hits = [
        Hit(
            title=highlight(str(pledge), terms),
            address=pledge.get_absolute_url(),
            facts=[
                pledge.get_status_display(),
                *([f"ký {format_date(pledge.signed_on)}"] if pledge.signed_on else []),
            ],
            snippets=snippets_of(
                passages[pledge.pk],
                terms,
                f"{PLEDGE_WORDS} {year.cluster.search_text} {year.year}",
            ),
            is_draft=pledge.status != PledgeStatus.PUBLISHED,
        )
        for pledge, year in ((pledge, pledge.emulation_year) for pledge in pledges)
    ]
    return Group("giao-uoc", "Giao ước thi đua", total, hits)


def _movements(user: Any, terms: list[str]) -> Group:
    """Movements have no page of their own: each leads to a conference that reports it."""
    reports = ConferenceMovement.objects.filter(conference__in=Conference.objects.for_user(user))
    told = contains_all(terms, "search_text", "movement__search_text")
    reported = reports.filter(movement=OuterRef("pk"))
    found = Movement.objects.filter(
        contains_all(terms, "search_text", "launching_unit__search_text")
        | Exists(reported.filter(told)),
        Exists(reported),
    ).select_related("launching_unit")
    total, movements = best_first(found, terms, (reports, "movement"))
    newest: dict[int, ConferenceMovement] = {}
    telling: dict[int, ConferenceMovement] = {}
    for report in (
        reports.filter(movement__in=movements)
        .select_related("conference__cluster")
        .order_by("-conference__held_on", "-conference_id")
    ):
        newest.setdefault(report.movement_id, report)
        if all(term in report.search_text for term in terms):
            telling.setdefault(report.movement_id, report)
    hits = []
    for movement in movements:
        report = telling.get(movement.pk) or newest[movement.pk]
        conference = report.conference
        facts = [
            movement.get_kind_display(),
            *([movement.launcher] if movement.launcher else []),
            *([f"phát động {format_date(movement.launched_on)}"] if movement.launched_on else []),
            f"nêu tại hội nghị {format_date(conference.held_on)}, {conference.cluster.short_name}",
        ]
        told_there = Passage(report.stated_name, report.summary, report.search_text)
        hits.append(
            Hit(
                title=highlight(movement.name, terms),
                address=conference.get_absolute_url(),
                facts=facts,
                snippets=snippets_of([told_there], terms, movement.search_text),
                is_draft=not conference.is_published,
            )
        )
    return Group("phong-trao", "Phong trào thi đua", total, hits)


def _awards(user: Any, terms: list[str], typed: str) -> Group:
    """As the register finds them: private names only by who may read them."""
    register = f"{reverse('awards:register')}?{urlencode({'q': typed})}"
    sight = Sight.of(user)
    found = first_of(terms, user, sight, GROUP_LIMIT)
    hits = [
        Hit(
            title=highlight(f"{award.form} – {sight.recipient(award)}", terms),
            address=award.conference.get_absolute_url()
            if award.conference
            else page_address(award, sight) or register,
            facts=_award_facts(award),
            snippets=snippets_of(_award_passages(award, sight), terms),
            is_draft=not award.is_public,
        )
        for award in found.awards
    ]
    return Group(
        "khen-thuong",
        "Khen thưởng",
        found.total,
        hits,
        all_address=register,
        is_more=found.is_more,
    )


def _award_passages(award: Award, sight: Sight) -> list[Passage]:
    """What else is said of an award; nothing of a person whose name the reader may not know."""
    if not sight.shows_all_of(award):
        return []
    return [
        Passage(label, text, fold(text))
        for label, text in (("Người, cơ quan tặng", award.giving_body), ("Ghi chú", award.note))
    ]


def _award_facts(award: Award) -> list[str]:
    year = f"năm {award.emulation_year.year}"
    facts = [award.get_status_display(), year if award.year_is_stated else f"{year} (không nêu rõ)"]
    if award.unit:
        facts.append(award.unit.official_name)
    facts.append(award.emulation_year.cluster.short_name)
    if award.conference:
        facts.append(f"nêu tại hội nghị {format_date(award.conference.held_on)}")
    return facts


def _indicators(user: Any, terms: list[str]) -> Group:
    """Indicators lead to the newest year that has a value of theirs."""
    values = IndicatorValue.objects.for_user(user).filter(indicator=OuterRef("pk"))
    newest = values.order_by("-emulation_year__year", "emulation_year__cluster__sort_key", "pk")
    found = Indicator.objects.filter(contains_all(terms, "search_text"), Exists(values)).annotate(
        newest_year=Subquery(newest.values("emulation_year")[:1])
    )
    total, indicators = best_first(found, terms)
    years = EmulationYear.objects.select_related("cluster").in_bulk(
        [indicator.newest_year for indicator in indicators]
    )
    hits = []
    for indicator in indicators:
        year = years[indicator.newest_year]
        hits.append(
            Hit(
                title=highlight(indicator.name, terms),
                address=f"{year.get_absolute_url()}#ket-qua",
                facts=[
                    *([indicator.unit_of_measure] if indicator.unit_of_measure else []),
                    f"mới nhất: năm {year.year}, {year.cluster.short_name}",
                ],
            )
        )
    return Group("chi-tieu", "Chỉ tiêu", total, hits)
