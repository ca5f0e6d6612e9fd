"""One page for each set of rows of a conference: shown, typed, merged, saved in one go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cluster_portal.workspace.conference.formsets import (
    MOST,
    PREFIX,
    SEEN,
    BaseRowFormSet,
    RowForm,
    merge,
    row_formset,
)
from cluster_portal.workspace.conference.places import conference_context, find_conference
from cluster_portal.workspace.forms import ADD, ServiceForm, with_more_rows
from clusters import access
from emulation.models import Conference
from emulation.services.rows import RowSet, StaleRows, row_token

METHODS = ["GET", "HEAD", "POST"]


def _no_choices(conference: Conference, stored: Sequence[Any]) -> dict[str, Any]:
    return {}


def _no_more(conference: Conference) -> dict[str, Any]:
    return {}


def _as_typed(data: QueryDict) -> QueryDict:
    return data


@dataclass(frozen=True)
class RowPage:
    """A page with one table of rows.

    `choices` gives what each `PickField` offers; `more` what the page shows beside the table;
    `values` the form's values of a stored row where they are not those of the set; `rows` the
    values of all rows, where some are to be filled in although nothing is stored of them;
    `prepare` what a button of the page does to what was typed.
    """

    name: str
    kind: RowSet
    form: type[RowForm]
    service: Callable[..., Any]
    lead: str
    done: str
    add_label: str = "Thêm dòng"
    template: str = "workspace/conference/rows.html"
    grows: bool = True
    drops: bool = True
    pastes: bool = False
    choices: Callable[[Conference, Sequence[Any]], Mapping[str, Any]] = _no_choices
    more: Callable[[Conference], dict[str, Any]] = _no_more
    values: Callable[[Any], dict[str, Any]] | None = None
    rows: Callable[[Conference, Sequence[Any]], list[dict[str, Any]]] | None = None
    prepare: Callable[[QueryDict], QueryDict] = _as_typed

    @property
    def formset(self) -> type[BaseRowFormSet]:
        """The class of the table."""
        return row_formset(self.form, grows=self.grows, drops=self.drops)

    def initial(self, row: Any) -> dict[str, Any]:
        """The values of the form for a stored row."""
        stored = self.kind.values(row)
        shown = self.values(row) if self.values else stored
        key = row.pk if self.kind.key == "pk" else getattr(row, f"{self.kind.key}_id")
        mechanics = {"key": str(key), "was": row_token(stored)}
        if self.kind.is_ordered:
            mechanics["place"] = row.order
        return shown | mechanics


def row_view(page: RowPage) -> Callable[..., HttpResponse]:
    """The view of a page of rows."""

    @login_required
    @require_http_methods(METHODS)
    def view(request: HttpRequest, cluster_slug: str, slug: str) -> HttpResponse:
        return answer(request, page, find_conference(request, cluster_slug, slug))

    return view


def answer(
    request: HttpRequest, page: RowPage, conference: Conference, **more: Any
) -> HttpResponse:
    """The page, or what becomes of the rows that were sent; `more` joins what it shows."""
    if request.method == "POST":
        return _Posted(request, page, conference, more).answer()
    return show_page(request, page, conference, **more)


def show_page(
    request: HttpRequest, page: RowPage, conference: Conference, **more: Any
) -> HttpResponse:
    """The page with the rows as they are stored; `more` joins what it shows."""
    stored = page.kind.stored(conference)
    rows = page.rows(conference, stored) if page.rows else [page.initial(row) for row in stored]
    formset = page.formset(
        initial=rows,
        seen=page.kind.token(stored),
        form_kwargs={"choices": page.choices(conference, stored)},
    )
    return _render(request, page, conference, stored, formset, None, more)


class _Posted:
    """One form of rows that was sent."""

    def __init__(
        self, request: HttpRequest, page: RowPage, conference: Conference, more: dict[str, Any]
    ) -> None:
        self.request, self.page, self.conference, self.more = request, page, conference, more
        self.data = page.prepare(request.POST)
        self.stored = page.kind.stored(conference)
        self.choices = page.choices(conference, self.stored)
        self.asking = {"ask_reason": access.is_correction(request.user, conference)}

    def answer(self) -> HttpResponse:
        """The page again, or on to it once everything is saved."""
        if ADD in self.data:
            formset = self._formset(with_more_rows(self.data, PREFIX, MOST), quiet=True)
            reason = ServiceForm(initial=self.data.dict(), **self.asking)
            return self._show(formset, reason)
        formset, reason = self._formset(self.data), ServiceForm(self.data, **self.asking)
        if not (formset.is_valid() & reason.is_valid()):
            return self._show(formset, reason)
        given = formset.given
        try:
            self.page.service(
                conference=self.conference,
                rows=[form.row for form in given],
                by=self.request.user,
                seen=formset.seen,
                **reason.cleaned_data,
            )
        except StaleRows as error:
            return self._show_merged(formset, reason, error.messages[0])
        except ValidationError as error:
            formset.refuse(error, given)
            return self._show(formset, reason)
        messages.success(self.request, self.page.done)
        return redirect(self.page.name, self.conference.cluster.slug, self.conference.slug)

    def _formset(self, data: QueryDict, *, quiet: bool = False) -> BaseRowFormSet:
        return self.page.formset(
            data,
            seen=data.get(SEEN, ""),
            quiet=quiet,
            form_kwargs={"choices": self.choices},
        )

    def _show_merged(
        self, formset: BaseRowFormSet, reason: ServiceForm, stale: str
    ) -> HttpResponse:
        self.stored = self.page.kind.stored(self.conference)
        self.choices = self.page.choices(self.conference, self.stored)
        data, notes = merge(formset, self.page.kind, self.stored, self.page.initial)
        merged = self._formset(data, quiet=True)
        for place, note in notes.items():
            merged.forms[place].note = note
        return self._show(merged, reason, stale=stale)

    def _show(self, formset: BaseRowFormSet, reason: ServiceForm, **more: Any) -> HttpResponse:
        shown = self.more | more
        return _render(
            self.request, self.page, self.conference, self.stored, formset, reason, shown
        )


def _render(
    request: HttpRequest,
    page: RowPage,
    conference: Conference,
    stored: Sequence[Any],
    formset: BaseRowFormSet,
    reason: ServiceForm | None,
    more: dict[str, Any],
) -> HttpResponse:
    context = conference_context(request, conference, page.name)
    known = {page.initial(row)["key"]: row for row in stored}
    for form in formset.forms:
        form.stored = known.get(str(form["key"].value()))
    context |= {
        "page": page,
        "formset": formset,
        "reason_form": reason or ServiceForm(ask_reason=context["ask_reason"]),
    }
    return render(request, page.template, context | page.more(conference) | more)
