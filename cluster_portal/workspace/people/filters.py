"""Filters of the lists of people, read from the query string."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from cluster_portal.pages.query import MAX_LENGTH, contains_all
from cluster_portal.vietnamese.folding import fold, fold_terms
from cluster_portal.workspace.people import selectors
from clusters.models import Role

NOT_IN_LIST = "Không có trong danh sách."
PLACES = ("unit__search_text", "cluster__search_text")


def has_words(text: str) -> None:
    """Raise ValidationError for a query of signs alone, in which nothing can be looked for."""
    if text and not fold(text):
        raise ValidationError("Câu tìm phải có chữ hoặc số.")


def _search(help_text: str) -> django_filters.CharFilter:
    return django_filters.CharFilter(
        label="Tìm",
        method="filter_text",
        validators=[has_words],
        help_text=help_text,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": MAX_LENGTH}),
    )


def _choice(label: str, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label,
        choices=choices,
        empty_label="Tất cả",
        error_messages={"invalid_choice": NOT_IN_LIST},
        **options,
    )


class _PeopleFilter(django_filters.FilterSet):
    """A value that is not offered makes its own filter void, with a message; the others hold."""

    # Where the words that are looked for may stand.
    person = ""

    q = _search("Họ tên, thư điện tử, đơn vị, cụm; không cần gõ dấu.")
    vai_tro = _choice("Vai trò", Role.choices, field_name="role")

    @property
    def is_asking(self) -> bool:
        """Whether any filter has a value."""
        return bool(self.form.changed_data)

    def filter_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        condition: Q = contains_all(fold_terms(value, limit=MAX_LENGTH), self.person, *PLACES)
        return rows.filter(condition)


class AppointmentFilter(_PeopleFilter):
    person = "user__search_text"

    tinh_trang = _choice(
        "Tình trạng", list(selectors.APPOINTMENT_STATES.items()), method="filter_state"
    )

    def filter_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return selectors.appointments_in_state(rows, value)


class InvitationFilter(_PeopleFilter):
    person = "search_text"

    tinh_trang = _choice(
        "Tình trạng", list(selectors.INVITATION_STATES.items()), method="filter_state"
    )

    def filter_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return selectors.invitations_in_state(rows, value)
