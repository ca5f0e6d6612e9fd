"""Forms that set a year up: who leads it, its due days, its indicators."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cluster_portal.pages.administration.corrections import ReasonField
from cluster_portal.pages.administration.fields import day_field
from cluster_portal.workspace.forms import SEEN, Loaded, ServiceForm
from clusters import services
from clusters.models import Cluster, EmulationYear, Leadership, LeadershipRole, Unit
from emulation.models import Indicator, Task
from emulation.services import years

NOT_OFFERED = "Lựa chọn này không có trong danh sách."
SPARE_VICE_CHAIRS = 2
MAX_ORDER = 999
MOVES = {"up": -1, "down": 1}  # buttons of a row, and how many places each takes it


class StartYearForm(ServiceForm):
    """Which year to start; a year that is over needs a reason."""

    year = forms.TypedChoiceField(
        label="Năm thi đua cần mở",
        coerce=int,
        error_messages={"required": "Chọn một năm.", "invalid_choice": NOT_OFFERED},
    )

    def __init__(self, *args: Any, choices: Sequence[int], led: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"Năm {year}") for year in choices]
        if led is not None and any(year < led for year in choices):
            self.fields["reason"] = ReasonField(
                required=False, help_text=f"Chỉ cần khi mở bổ sung một năm trước năm {led}."
            )

    def save(self, cluster: Cluster, *, by: Any) -> EmulationYear | None:
        """Start the year; None when the service refuses."""
        return self.save_by(years.start_year, cluster=cluster, by=by)


class LeadershipForm(ServiceForm):
    """The chair and the vice-chairs in their order."""

    def __init__(
        self,
        data: Any = None,
        *,
        members: Sequence[Unit],
        year: EmulationYear,
        leaders: Iterable[Leadership],
        proposed: Sequence[int] = (),
        **kwargs: Any,
    ) -> None:
        leaders = list(leaders)
        chair, vices = _keys(leaders)
        stands = {f"vice_{place}": key for place, key in enumerate(vices, start=1)}
        loaded = Loaded(
            services.leaders_token(leaders),
            year,
            ("set_leadership",),
            dict.fromkeys(_vice_names(len(members))) | stands | {"chair": chair},
        )
        super().__init__(data, loaded=loaded, **kwargs)
        if proposed:
            chair, vices = proposed[0], list(proposed[1:])
        reason = self.fields.pop("reason", None)
        self.fields["chair"] = _unit_field(members, "Cụm trưởng", chair, required=True)
        number = min(len(vices) + SPARE_VICE_CHAIRS, max(len(members) - 1, 1))
        # A place that was filled in stays, although the year has fewer vice-chairs by now.
        sent = [name for name in _vice_names(len(members)) if name in (data or {})]
        self.vice_names = _vice_names(max(number, len(sent)))
        for place, name in enumerate(self.vice_names, start=1):
            initial = vices[place - 1] if place <= len(vices) else None
            self.fields[name] = _unit_field(members, f"Cụm phó thứ {place}", initial)
        if reason:
            self.fields["reason"] = reason

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        taken: dict[Unit, str] = {}
        for name in ("chair", *self.vice_names):
            unit = values.get(name)
            if unit in taken:
                self.add_error(name, f"{unit} đã được chọn làm {taken[unit]}.")
            elif unit:
                taken[unit] = self.fields[name].label
        return values

    def save(self, year: EmulationYear, *, by: Any) -> list[Leadership] | None:
        """Set the leaders; None when the service refuses."""
        values = self.cleaned_data
        vices = [values[name] for name in self.vice_names if values.get(name)]
        try:
            return services.set_leadership(
                emulation_year=year,
                chair=values["chair"],
                vice_chairs=vices,
                by=by,
                seen=values["seen"],
                reason=values.get("reason", ""),
            )
        except ValidationError as error:
            self.refuse(error)
            return None


def _vice_names(number: int) -> list[str]:
    return [f"vice_{place}" for place in range(1, number + 1)]


def _keys(leaders: Iterable[Leadership]) -> tuple[int | None, list[int]]:
    rows = sorted(leaders, key=lambda row: (row.role, row.order))
    chair = next((row.unit_id for row in rows if row.role == LeadershipRole.CHAIR), None)
    return chair, [row.unit_id for row in rows if row.role == LeadershipRole.VICE_CHAIR]


def _unit_field(
    members: Sequence[Unit], label: str, initial: int | None, *, required: bool = False
) -> forms.TypedChoiceField:
    by_key = {str(unit.pk): unit for unit in members}
    return forms.TypedChoiceField(
        label=label,
        required=required,
        initial=initial,
        choices=[
            ("", "Chọn một thành viên" if required else "Không có"),
            *((key, unit.official_name) for key, unit in by_key.items()),
        ],
        coerce=by_key.__getitem__,
        empty_value=None,
        error_messages={
            "required": "Năm thi đua phải có Cụm trưởng.",
            "invalid_choice": "Đơn vị này không phải là thành viên của cụm trong năm.",
        },
    )


class DeadlinesForm(ServiceForm):
    """One day for each task of the year."""

    def __init__(self, *args: Any, days: Mapping[str, datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason", None)
        for task in Task:
            self.fields[task.value] = day_field(task.label, required=False, initial=days.get(task))
        if reason:
            self.fields["reason"] = reason

    def save(self, year: EmulationYear, *, by: Any) -> bool:
        """Set the days; False when the service refuses."""
        values = dict(self.cleaned_data)
        reason, seen = values.pop("reason", ""), values.pop("seen", "")
        try:
            years.set_deadlines(emulation_year=year, days=values, by=by, seen=seen, reason=reason)
        except ValidationError as error:
            self.refuse(error)
            return False
        return True


def moved(data: QueryDict, catalogue: Sequence[Indicator]) -> dict[str, Any] | None:
    """What the form says once the pressed button has moved its row; None when none was pressed.

    The chosen rows are numbered anew, from 1, those without a number last.
    """
    button = next((name for name in MOVES if name in data), None)
    if button is None:
        return None
    numbers = {row.pk: data.get(f"order_{row.pk}", "").strip() for row in catalogue}
    chosen = sorted(
        (row.pk for row in catalogue if f"use_{row.pk}" in data),
        key=lambda pk: (
            int(numbers[pk])
            if numbers[pk].isascii() and numbers[pk].isdigit() and len(numbers[pk]) < 6
            else MAX_ORDER + 1
        ),
    )
    place = next((place for place, pk in enumerate(chosen) if str(pk) == data[button]), -1)
    other = place + MOVES[button]
    if place >= 0 and 0 <= other < len(chosen):
        chosen[place], chosen[other] = chosen[other], chosen[place]
    order = {pk: number for number, pk in enumerate(chosen, start=1)}
    words = {f"use_{row.pk}": row.pk in order for row in catalogue}
    words |= {f"order_{row.pk}": order.get(row.pk) for row in catalogue}
    return words | {name: data[name] for name in (SEEN, "reason") if name in data}


class YearIndicatorsForm(ServiceForm):
    """Which indicators of the catalogue the members report, and in which order."""

    def __init__(
        self,
        *args: Any,
        year: EmulationYear,
        catalogue: Sequence[Indicator],
        chosen: Sequence[Indicator],
        **kwargs: Any,
    ) -> None:
        order = {indicator.pk: place for place, indicator in enumerate(chosen, start=1)}
        stands = {f"use_{row.pk}": row.pk in order for row in catalogue}
        stands |= {f"order_{row.pk}": order.get(row.pk) for row in catalogue}
        token = years.indicators_token(chosen)
        loaded = Loaded(token, year, ("set_year_indicators",), stands)
        super().__init__(*args, loaded=loaded, **kwargs)
        self.catalogue = catalogue
        for indicator in catalogue:
            place = order.get(indicator.pk)
            self.fields[f"use_{indicator.pk}"] = forms.BooleanField(
                label=f"Chọn {indicator}", required=False, initial=place is not None
            )
            self.fields[f"order_{indicator.pk}"] = forms.IntegerField(
                label=f"Thứ tự của {indicator}",
                required=False,
                initial=place,
                min_value=1,
                max_value=MAX_ORDER,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
                error_messages={
                    "invalid": "Viết số thứ tự, ví dụ 3.",
                    "min_value": "Thứ tự từ 1.",
                    "max_value": f"Thứ tự đến {MAX_ORDER}.",
                },
            )

    def rows(self) -> list[tuple[Indicator, Any, Any]]:
        """Each indicator with its two boxes, the chosen ones first in their order."""
        rows = [
            (indicator, self[f"use_{indicator.pk}"], self[f"order_{indicator.pk}"])
            for indicator in self.catalogue
        ]
        return sorted(rows, key=lambda row: row[2].initial or MAX_ORDER + 1)

    def wanted(self) -> list[Indicator]:
        """The chosen indicators in the order typed; those without a number come last."""
        values = self.cleaned_data
        chosen = [row for row in self.catalogue if values.get(f"use_{row.pk}")]
        return sorted(chosen, key=lambda row: values.get(f"order_{row.pk}") or MAX_ORDER + 1)

    def save(self, year: EmulationYear, *, by: Any) -> bool:
        """Set the indicators; False when the service refuses."""
        try:
            years.set_year_indicators(
                emulation_year=year,
                indicators=self.wanted(),
                by=by,
                seen=self.cleaned_data.get("seen", ""),
                reason=self.cleaned_data.get("reason", ""),
            )
        except ValidationError as error:
            self.refuse(error)
            return False
        return True
