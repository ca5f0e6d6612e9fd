"""The report of a conference becomes a document that never changes."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from cluster_portal.documents.contents import ReportContent
from cluster_portal.documents.services import Press, issue_document, next_number
from cluster_portal.public.documents import Issue, report_content, report_subject
from clusters.models import Cluster
from emulation.models import Conference, ConferenceKind, ConferenceReport, PledgeStatus
from emulation.selectors import pledges_for, with_proceedings

KIND = "conference_report"
LONGEST_TITLE = 300


def new_number(cluster: Cluster, type_code: str) -> tuple[str, str]:
    """Take the next number of the cluster's documents of a kind this year: number, series.

    "01/BC-CTĐĐBSH": numbers begin anew each year (Nghị định 30/2020/NĐ-CP, Điều 15), so that the
    series tells them apart.
    """
    series = f"{cluster.slug} {type_code} {timezone.localdate().year}"
    code = f"{type_code}-{cluster.document_code}" if cluster.document_code else type_code
    return f"{next_number(series):02}/{code}", series


@transaction.atomic
def issue_report(
    conference: Conference, *, press: Press, by: Any, reason: str = ""
) -> ConferenceReport:
    """Issue the report as it is now, in the place of the one before; `press` has printed it.

    The first takes a number; later ones keep it and say on page 1 which issue they replace and
    for what `reason`. It holds what the public is shown once the conference is published.

    Raises:
        NotPrintedYet: see `issue_printed`, in which it is called.
    """
    former = conference.reports.select_related("document").order_by("-pk").first()
    replaced = former.document if former else None
    if replaced:
        number, series = replaced.document_number, replaced.series
    else:
        number, series = new_number(conference.cluster, "BC")
    issue = Issue(
        number,
        timezone.localdate(),
        replaced.revision + 1 if replaced else 1,
        replaced,
        reason,
        press.code,
    )
    content = _content(conference, by, issue)
    document = issue_document(
        kind=KIND,
        series=series,
        document_number=number,
        title=f"Báo cáo {report_subject(conference)}"[:LONGEST_TITLE],
        content=press(render_to_string("documents/report.html", {"content": content})),
        code=issue.code,
        made_from=content,
        replaces=replaced,
        reason=reason if replaced else "",
        by=by,
    )
    report = ConferenceReport(conference=conference, document=document)
    report.full_clean()
    report.save(force_insert=True)
    return report


def _content(conference: Conference, by: Any, issue: Issue) -> ReportContent:
    rows = Conference.objects.select_related(
        "cluster__organising_unit", "host", "review_year__cluster", "launch_year", "source"
    )
    fetched = with_proceedings(rows).get(pk=conference.pk)
    # The figures come out with the annual review; another meeting shows what is out already.
    is_review = fetched.kind == ConferenceKind.ANNUAL_REVIEW
    pledge = pledges_for(by).filter(conference=fetched, status=PledgeStatus.PUBLISHED).first()
    return report_content(fetched, by if is_review else AnonymousUser(), pledge, issue)
