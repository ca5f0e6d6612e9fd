"""One award: all of it to change, its revocation, its removal."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from awards.models import Award, AwardStatus
from awards.services.entries import AwardEntry, EntryResult, EntryStatus, entry_of
from awards.services.outcomes import (
    lift_revocation,
    name_at_conference,
    remove_award,
    revoke_award,
)
from awards.services.rows import save_entries
from cluster_portal.workspace.awards import selectors
from cluster_portal.workspace.awards.forms import EntryForm, ReasonForm
from cluster_portal.workspace.awards.grid import FIELDS
from cluster_portal.workspace.awards.rights import Rights, rights_of
from cluster_portal.workspace.years import find_year, year_context
from clusters import access
from clusters.history import history_url
from clusters.models import EmulationYear


class _Refused(Exception):
    """Takes back what was written, with the errors standing in the form."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def award(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """An award with everything that it says; who may, changes it."""
    found, row, rights = _find(request, cluster_slug, year, pk)
    if request.method != "POST":
        return _page(request, found, row, rights)
    if not _may_change(rights, row):
        raise PermissionDenied(access.DENIED)
    form = _form(request, found, row, rights)
    if form.is_valid():
        try:
            with transaction.atomic():
                saved = _save(form, found, row, request.user)
        except _Refused:
            pass
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("workspace:award", cluster_slug, year, saved.pk)
    return _page(request, found, row, rights, form=form)


@login_required
@require_POST
def revoke(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """Take a granted award back, with the reason."""
    found, row, rights = _find(request, cluster_slug, year, pk)
    if not rights.everything:
        raise PermissionDenied(access.DENIED)
    form = ReasonForm(request.POST, prefix="revoke")
    if form.is_valid() and form.save_by(revoke_award, award=row, by=request.user):
        messages.success(request, "Đã ghi thu hồi.")
        return redirect("workspace:award", cluster_slug, year, pk)
    return _page(request, found, row, rights, revoke_form=form)


@login_required
@require_POST
def lift(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """Take back a revocation that was recorded by mistake, with the reason."""
    found, row, rights = _find(request, cluster_slug, year, pk)
    if not rights.everything:
        raise PermissionDenied(access.DENIED)
    form = ReasonForm(request.POST, prefix="lift")
    if form.is_valid() and form.save_by(lift_revocation, award=row, by=request.user):
        messages.success(request, "Đã bỏ thu hồi.")
        return redirect("workspace:award", cluster_slug, year, pk)
    return _page(request, found, row, rights, lift_form=form)


@login_required
@require_POST
def remove(request: HttpRequest, cluster_slug: str, year: int, pk: int) -> HttpResponse:
    """Remove a row entered by mistake, with the reason."""
    found, row, rights = _find(request, cluster_slug, year, pk)
    if not _may_change(rights, row):
        raise PermissionDenied(access.DENIED)
    form = ReasonForm(request.POST, prefix="remove")
    if form.is_valid():
        try:
            remove_award(award=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, f"Đã bỏ dòng “{row}”.")
            return redirect("workspace:awards", cluster_slug, year)
    return _page(request, found, row, rights, remove_form=form)


def _find(
    request: HttpRequest, slug: str, number: int, pk: int
) -> tuple[EmulationYear, Award, Rights]:
    year = find_year(request, slug, number)
    row = get_object_or_404(selectors.rows_of(year).select_related("source"), pk=pk)
    return year, row, rights_of(request.user, year)


def _may_change(rights: Rights, row: Award) -> bool:
    is_own = row.unit_id in rights.own and row.status == AwardStatus.PROPOSED
    return rights.everything or is_own


def _form(request: HttpRequest, year: EmulationYear, row: Award, rights: Rights) -> EntryForm:
    conferences = None
    if rights.everything and not (row.conference_id and row.conference.is_settled):
        conferences = selectors.open_conferences(year)
    return EntryForm(
        request.POST if request.method == "POST" and "token" in request.POST else None,
        entry=entry_of(row),
        fixed=rights.fixed_fields(row),
        ask_reason=rights.asks_reason,
        conferences=conferences,
        conference=row.conference,
    )


def _save(form: EntryForm, year: EmulationYear, row: Award, by: Any) -> Award:
    values = form.cleaned_data
    reason = values.get("reason", "")
    entry = replace(entry_of(row), **{name: values[name] for name in FIELDS}, token=values["token"])
    confirmed = {0} if values["confirmed"] else set()
    (result,) = save_entries(
        emulation_year=year, entries=[entry], by=by, reason=reason, confirmed_duplicates=confirmed
    )
    if not result.is_good:
        _show(form, result, entry)
        raise _Refused
    saved = result.award or row
    if "conference" in form.fields and values["conference"] != saved.conference:
        name_at_conference(award=saved, conference=values["conference"], by=by, reason=reason)
    return saved


def _show(form: EntryForm, result: EntryResult, entry: AwardEntry) -> None:
    """Put what the service refused beside the fields."""
    for name, sentences in result.errors.items():
        form.add_error(name if name in FIELDS else None, sentences)
    if result.duplicates and not form.cleaned_data["confirmed"]:
        form.ask_to_confirm()
        others = "; ".join(duplicate.text for duplicate in result.duplicates)
        form.add_error("confirmed", f"Có thể trùng với: {others}.")
    if result.status == EntryStatus.CLASH and result.award:
        now = entry_of(result.award)
        form.data = form.data.copy()
        form.data["token"] = now.token
        for name in FIELDS:
            if getattr(now, name) != getattr(entry, name):
                form.add_error(name, f"Hiện nay là: {getattr(now, name) or '–'}.")


def _page(
    request: HttpRequest, year: EmulationYear, row: Award, rights: Rights, **forms: Any
) -> HttpResponse:
    may_change = _may_change(rights, row)
    context = year_context(year, "workspace:awards") | {
        "award": row,
        "rights": rights,
        "form": _form(request, year, row, rights) if may_change else None,
        "may_revoke": rights.everything and row.status == AwardStatus.GRANTED,
        "may_lift": rights.everything and row.status == AwardStatus.REVOKED,
        "is_settled": bool(row.conference_id and row.conference.is_settled),
        "is_proposal": row.status == AwardStatus.PROPOSED,
        "revoke_form": ReasonForm(prefix="revoke"),
        "lift_form": ReasonForm(prefix="lift"),
        "remove_form": ReasonForm(prefix="remove"),
        "offers": selectors.offers_of(year),
        "history_url": history_url(request.user, row),
    }
    return render(request, "workspace/awards/award.html", context | forms)
