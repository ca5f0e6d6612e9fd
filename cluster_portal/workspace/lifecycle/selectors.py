"""What the pages of a conference's steps show."""

from dataclasses import dataclass, field
from typing import Any

from cluster_portal.workspace.lifecycle import services
from cluster_portal.workspace.lifecycle.checks import Check, checks_before
from clusters import access
from clusters.models import EmulationYear, Unit
from clusters.roles import PERMISSION_LABELS
from emulation.figures.rights import WHOLE_CLUSTER, WHOLE_CLUSTER_SLUG, members_of
from emulation.models import (
    Conference,
    ConferenceKind,
    ConferenceStatus,
    Indicator,
    IndicatorValue,
    StatusChange,
)
from emulation.selectors import with_corrections
from emulation.services.years import indicators_of

VERBS = {
    ConferenceStatus.DRAFT: "Chuyển về dự thảo",
    ConferenceStatus.HELD: "Ghi là đã họp",
    ConferenceStatus.FINALISED: "Chốt báo cáo",
    ConferenceStatus.PUBLISHED: "Công bố",
}
BACK_VERBS = {
    ConferenceStatus.DRAFT: "Chuyển về dự thảo",
    ConferenceStatus.HELD: "Mở lại để sửa",
    ConferenceStatus.FINALISED: "Gỡ công bố",
}


@dataclass(frozen=True)
class Stage:
    """One of the four states, with the last change that led into it."""

    status: str
    label: str
    is_current: bool
    is_past: bool
    change: StatusChange | None


@dataclass(frozen=True)
class Step:
    """A step that leads on or back: what it needs, and whether this user may do it."""

    to: str
    verb: str
    goes_back: bool
    is_allowed: bool
    permission: str
    why_another: str = ""
    checks: list[Check] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not (self.why_another or any(check.is_blocking for check in self.checks))


def changes_of(conference: Conference) -> list[StatusChange]:
    """Every step that the conference took here, the newest first."""
    return list(conference.status_changes.select_related("changed_by").order_by("-pk"))


def stages_of(conference: Conference, changes: list[StatusChange]) -> list[Stage]:
    """The four states in their order."""
    now = services.STEPS.index(ConferenceStatus(conference.status))
    return [
        Stage(
            status,
            status.label,
            place == now,
            place < now,
            next((row for row in changes if row.to_status == status), None)
            if place <= now
            else None,
        )
        for place, status in enumerate(services.STEPS)
    ]


def step_to(conference: Conference, to: str, user: Any) -> Step:
    """The step to a neighbouring state.

    Raises:
        ValidationError: it is more than one step away.
    """
    goes_back = not services.is_forth(conference.status, to)
    permission = services.permission_for(conference.status, to)
    to = ConferenceStatus(to)
    return Step(
        to,
        BACK_VERBS[to] if goes_back else VERBS[to],
        goes_back,
        access.may(user, permission, conference),
        PERMISSION_LABELS[permission],
        services.why_another(conference, user)
        if to == ConferenceStatus.PUBLISHED and not goes_back
        else "",
        [] if goes_back else checks_before(conference, to),
    )


def steps_of(conference: Conference, user: Any) -> list[Step]:
    """The step on, then the step back, as far as there are any."""
    now = services.STEPS.index(ConferenceStatus(conference.status))
    around = [services.STEPS[now + 1 : now + 2], services.STEPS[now - 1 : now] if now else ()]
    return [step_to(conference, to, user) for states in around for to in states]


def consequences(conference: Conference, step: Step, revision: int, number: str) -> list[str]:
    """What the step does, in sentences; `revision` and `number` of the report's newest issue."""
    year = conference.review_year.year if conference.review_year else None
    settles = year is not None and conference.kind == ConferenceKind.ANNUAL_REVIEW
    if step.goes_back:
        return {
            ConferenceStatus.DRAFT: ["Hội nghị trở lại dự thảo."],
            ConferenceStatus.HELD: [
                "Nội dung hội nghị mở lại để sửa.",
                *([f"Số liệu năm {year} mở lại để sửa."] if settles else []),
                "Báo cáo đã ban hành vẫn được giữ. Lần chốt sau ra bản mới, ghi ở trang đầu là thay"
                " bản này vì lý do bạn nêu dưới đây.",
            ],
            ConferenceStatus.FINALISED: [
                "Công chúng không còn xem được trang hội nghị và báo cáo; địa chỉ cũ báo không tìm"
                " thấy.",
                *([f"Số liệu năm {year} không còn hiện cho công chúng."] if settles else []),
            ],
        }[step.to]
    issued = (
        f"Báo cáo số {number} được ban hành lại, lần {revision + 1}, thay bản lần {revision}."
        if revision
        else "Báo cáo được cấp số và ban hành thành tệp PDF không đổi nữa."
    )
    return {
        ConferenceStatus.HELD: ["Hội nghị được ghi là đã họp. Nội dung vẫn sửa được."],
        ConferenceStatus.FINALISED: [
            issued,
            "Chương trình, đại biểu, kết luận, các mục báo cáo không sửa được nữa.",
            *(
                [
                    f"Số liệu năm {year} khóa lại; sau đó chỉ đính chính, lý do ghi cạnh con số.",
                    f"Khen thưởng năm {year} chưa gắn với hội nghị nào được nêu tại hội nghị này.",
                ]
                if settles
                else []
            ),
        ],
        ConferenceStatus.PUBLISHED: [
            "Ai cũng xem được trang hội nghị và báo cáo PDF.",
            *([f"Số liệu năm {year} hiện cho công chúng."] if settles else []),
        ],
    }[step.to]


@dataclass(frozen=True)
class CorrectableRow:
    """One figure of a settled year, there or missing; `slug` names its unit in the address."""

    indicator: Indicator
    unit: Unit | None
    value: IndicatorValue | None

    @property
    def slug(self) -> str:
        return self.unit.slug if self.unit else WHOLE_CLUSTER_SLUG

    @property
    def whose(self) -> str:
        return self.unit.name if self.unit else WHOLE_CLUSTER


def correctable(year: EmulationYear) -> list[tuple[Indicator, list[CorrectableRow]]]:
    """Every figure of the year by indicator: the whole cluster's if any, then each member's."""
    values = with_corrections(year.values.select_related("indicator", "unit", "emulation_year"))
    found = {(value.indicator_id, value.unit_id): value for value in values}
    indicators = {indicator.pk: indicator for indicator in indicators_of(year)}
    indicators |= {value.indicator_id: value.indicator for value in found.values()}
    members = members_of(year)
    groups = []
    for indicator in indicators.values():
        whole = found.get((indicator.pk, None))
        rows = [CorrectableRow(indicator, None, whole)] if whole else []
        rows += [
            CorrectableRow(indicator, unit, found.get((indicator.pk, unit.pk))) for unit in members
        ]
        groups.append((indicator, rows))
    return groups
