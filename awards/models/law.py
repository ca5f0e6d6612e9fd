"""What the law in the catalogue says of one award; asked by forms, grids and files alike.

A decision rests on the law that is in force on the day on which it is signed, usually in the year
after the emulation year: Luật Thi đua, khen thưởng of 2022 is in force from 1 January 2024, when
that of 2003 ended (Điều 94). What was proposed under the law of the emulation year and decided
under the next counts too, as Điều 95 keeps what the former law gave and orders no new dossiers.
"""

import datetime
from typing import Any

from cluster_portal.vietnamese.dates import format_date

# The column of the form that allows each kind of recipient. "mixed" needs the first two.
_COLUMNS = {
    "individual": ("for_individual", "cá nhân"),
    "collective": ("for_collective", "tập thể"),
    "household": ("for_household", "hộ gia đình"),
}
_NEEDED = {
    "individual": ("individual",),
    "collective": ("collective",),
    "household": ("household",),
    "mixed": ("individual", "collective"),
}


def allows(form: Any, recipient_kind: str) -> bool:
    """Whether the law gives `form` to such recipients; to an unstated kind it always may."""
    return all(getattr(form, _COLUMNS[one][0]) for one in _NEEDED.get(recipient_kind, ()))


def holds_for(form: Any, year: Any, signed_on: datetime.date | None = None) -> bool:
    """Whether `form` is in the law on the day of the decision, or the emulation year's last day."""
    return any(form.holds_on(day) for day in law_days(year, signed_on))


def law_days(year: Any, signed_on: datetime.date | None) -> list[datetime.date]:
    """The days whose law an award may rest on, the one that governs first."""
    return [day for day in (signed_on, year.last_day) if day]


def basis_of(form: Any) -> str:
    """Law and article of a form: "Điều 42; Điều 77, Luật Thi đua, khen thưởng …"."""
    return ", ".join(part for part in (form.law_article, form.law) if part)


def law_problems(award: Any) -> dict[str, list[str]]:
    """What the law forbids about `award`: field of the model to sentences; empty when nothing.

    Asks no query when form, year and decision of the award have been fetched.
    """
    problems: dict[str, list[str]] = {}
    if not award.form_id:
        return problems
    form, kind = award.form, award.recipient_kind
    if not allows(form, kind):
        label = award.get_recipient_kind_display()
        only = ", ".join(words for column, words in _COLUMNS.values() if getattr(form, column))
        problems["recipient_kind"] = [
            f"Luật không có hình thức này cho {label}: {form} chỉ dành cho {only}"
            f" ({basis_of(form)})."
        ]
    if award.is_posthumous and not form.may_be_posthumous:
        problems["is_posthumous"] = [f"{form} không có truy tặng ({basis_of(form)})."]
    if award.emulation_year_id:
        signed_on = award.decision.signed_on if award.decision_id else None
        if not holds_for(form, award.emulation_year, signed_on):
            day = f", cũng không có vào ngày ký {format_date(signed_on)}" if signed_on else ""
            problems["form"] = [
                f"Hình thức này không có trong luật của năm {award.emulation_year.year}{day}"
                f" ({form.law}, {_period(form)})."
            ]
    return problems


def _period(form: Any) -> str:
    first = f"từ {format_date(form.valid_from)}" if form.valid_from else ""
    last = f"đến hết {format_date(form.valid_to)}" if form.valid_to else ""
    return " ".join(part for part in (first, last) if part)
