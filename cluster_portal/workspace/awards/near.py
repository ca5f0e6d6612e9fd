"""Names in the register that may be of one recipient: a list of pairs, an answer to each."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.models import NearPair, PairKind, Verdict
from awards.register.sight import Sight
from awards.services.near import answer_pair, withdraw_answer
from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.workspace.awards.forms import ReasonForm
from cluster_portal.workspace.awards.near_selectors import (
    MOST_COUNTED,
    count_up_to,
    page_of,
    pairs_for,
    with_sides,
)
from cluster_portal.workspace.forms import ServiceForm
from cluster_portal.workspace.table_files import per_page, wants_file
from clusters import access
from clusters.history import history_url
from clusters.models import Cluster
from clusters.roles import Permission

PER_PAGE = 20
READ_AT_ONCE = 200  # pairs of a file
IN_LIST, ON_PAGE = 3, 50  # awards that each side shows
NOT_IN_LIST = "Không có trong danh sách."
_OPEN, _EVERY = "chua", "moi"
_ANSWERS = (
    (_OPEN, "Chưa trả lời"),
    (Verdict.ONE.value, "Đã trả lời: là một"),
    (Verdict.DIFFERENT.value, "Đã trả lời: khác nhau"),
    (_EVERY, "Mọi cặp"),
)
_WAYS = (("chu", "Cùng chữ, khác dấu hoặc thứ tự"), ("sai", "Khác một chữ"))
_MAX_DIGITS = 18


def _choice(label: str, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, error_messages={"invalid_choice": NOT_IN_LIST}, **options
    )


class PairFilter(django_filters.FilterSet):
    """A value that is not offered makes its own filter void, with a message; the others hold."""

    cum = _choice("Cụm, khối", (), empty_label="Mọi cụm", field_name="cluster__slug")
    doi_tuong = _choice("Đối tượng", PairKind.choices, empty_label="Tất cả", field_name="kind")
    cach = _choice("Giống nhau", _WAYS, empty_label="Cả hai cách", method="filter_way")
    tra_loi = _choice("Trả lời", _ANSWERS, empty_label=None, method="filter_answer")

    def __init__(self, data: Any, *args: Any, clusters: Any, **kwargs: Any) -> None:
        data = data.copy()
        data.setdefault("tra_loi", _OPEN)
        super().__init__(data, *args, **kwargs)
        self.filters["cum"].extra["choices"] = clusters

    def filter_way(self, pairs: QuerySet, name: str, value: str) -> QuerySet:
        return pairs.filter(is_slip=value == "sai")

    def filter_answer(self, pairs: QuerySet, name: str, value: str) -> QuerySet:
        if value == _EVERY:
            return pairs
        return pairs.filter(verdict=Verdict.OPEN if value == _OPEN else value)


class AnswerForm(ServiceForm):
    """One recipient, or two; and how one knows."""

    verdict = forms.ChoiceField(
        label="Hai tên này",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn câu trả lời.", "invalid_choice": "Chọn câu trả lời."},
    )
    reason = ReasonField(
        label="Căn cứ",
        help_text="Ví dụ: đối chiếu hồ sơ khen thưởng, công văn của tỉnh.",
        error_messages={"required": "Nêu căn cứ của câu trả lời."},
    )

    def __init__(self, *args: Any, pair: NearPair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = verdicts_for(pair)


def verdicts_for(pair: NearPair) -> list[tuple[str, str]]:
    """The answers in the words of who is named."""
    two = {
        PairKind.COLLECTIVE: "là hai tập thể khác nhau",
        PairKind.HOUSEHOLD: "là hai hộ khác nhau",
    }.get(PairKind(pair.kind), "là hai người khác nhau")
    return [(Verdict.DIFFERENT.value, two), (Verdict.ONE.value, "là một")]


@login_required
@require_safe
def near_names(request: HttpRequest) -> HttpResponse:
    """Pairs in the clusters that the reader works in, those without an answer unless asked."""
    sight = _sight(request)
    seen = pairs_for(sight)
    filters = PairFilter(request.GET, seen, clusters=_clusters(sight), request=request)
    rows = filters.qs
    if filters.form.errors.get("tra_loi"):
        rows = rows.open()
    whole = wants_file(request)  # a file has all pairs, whichever page it is asked for
    page = page_of(
        rows,
        after=None if whole else _key(request, "sau"),
        before=None if whole else _key(request, "truoc"),
        size=per_page(request, PER_PAGE),
    )
    wrong_place = any(request.GET.get(name) and not _key(request, name) for name in _PLACES)
    count = count_up_to(rows)
    return render(
        request,
        "workspace/awards/near_names.html",
        {
            "form": filters.form,
            "page": page,
            "rows": [
                row
                for start in range(0, len(page.pairs), READ_AT_ONCE)
                for row in with_sides(
                    page.pairs[start : start + READ_AT_ONCE], request.user, sight, IN_LIST
                )
            ],
            "count": min(count, MOST_COUNTED),
            "is_more": count > MOST_COUNTED,
            "is_first_instead": page.is_first_instead or wrong_place,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def near_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Both recipients' awards side by side; who may, answers."""
    pair, sight = _find(request, pk)
    if request.method != "POST":
        return _page(request, pair, sight)
    _require(request, pair)
    form = AnswerForm(request.POST, pair=pair)
    if form.is_valid() and form.save_by(answer_pair, pair=pair, by=request.user):
        messages.success(request, f"Đã ghi câu trả lời cho cặp “{pair}”.")
        return redirect("workspace:near-pair", pk)
    return _page(request, _find(request, pk)[0], sight, form=form)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer back, with the reason."""
    pair, sight = _find(request, pk)
    _require(request, pair)
    form = ReasonForm(request.POST, prefix="bo")
    if form.is_valid() and form.save_by(withdraw_answer, pair=pair, by=request.user):
        messages.success(request, f"Đã bỏ câu trả lời cho cặp “{pair}”.")
        return redirect("workspace:near-pair", pk)
    return _page(request, pair, sight, withdraw_form=form)


_PLACES = ("sau", "truoc")


def _sight(request: HttpRequest) -> Sight:
    sight = Sight.of(request.user)
    if not (sight.everything or sight.clusters):
        raise PermissionDenied(access.DENIED)
    return sight


def _clusters(sight: Sight) -> list[tuple[str, str]]:
    clusters = Cluster.objects.order_by("sort_key", "pk")
    if not sight.everything:
        clusters = clusters.filter(pk__in=sight.clusters)
    return list(clusters.values_list("slug", "short_name"))


def _find(request: HttpRequest, pk: int) -> tuple[NearPair, Sight]:
    sight = _sight(request)
    return get_object_or_404(pairs_for(sight), pk=pk), sight


def _require(request: HttpRequest, pair: NearPair) -> None:
    if not access.may(request.user, Permission.EDIT_AWARDS, pair):
        raise PermissionDenied(access.DENIED)


def _key(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else None


def _page(request: HttpRequest, pair: NearPair, sight: Sight, **forms_of_page: Any) -> HttpResponse:
    ((_, sides),) = with_sides([pair], request.user, sight, ON_PAGE)
    may_answer = access.may(request.user, Permission.EDIT_AWARDS, pair)
    is_open = pair.verdict == Verdict.OPEN
    context = {
        "pair": pair,
        "sides": sides,
        "answer": dict(verdicts_for(pair)).get(pair.verdict, ""),
        "form": AnswerForm(pair=pair) if may_answer and is_open else None,
        "withdraw_form": ReasonForm(prefix="bo") if may_answer and not is_open else None,
        "history_url": history_url(request.user, pair.cluster),
    }
    return render(request, "workspace/awards/near_pair.html", context | forms_of_page)
