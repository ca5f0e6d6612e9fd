"""Roles are code: what each may do, over what, on what basis. Who holds one, and when, is data."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models


class Permission(StrEnum):
    """Things that somebody may be allowed to do."""

    VIEW_DRAFTS = "view_drafts"
    EDIT_CONFERENCE = "edit_conference"
    EDIT_PLEDGE = "edit_pledge"
    EDIT_RESULTS = "edit_results"
    EDIT_AWARDS = "edit_awards"
    PUBLISH = "publish"
    LEAD = "lead"
    EDIT_UNIT = "edit_unit"
    SIGN = "sign"
    INVITE = "invite"
    ADMINISTER = "administer"


PERMISSION_LABELS: dict[Permission, str] = {
    Permission.VIEW_DRAFTS: "Xem dự thảo và tiến độ",
    Permission.EDIT_CONFERENCE: "Nhập hội nghị của cụm",
    Permission.EDIT_PLEDGE: "Soạn giao ước của cụm",
    Permission.EDIT_RESULTS: "Nhập kết quả của cụm",
    Permission.EDIT_AWARDS: "Nhập khen thưởng của cụm",
    Permission.PUBLISH: "Chốt và công bố",
    Permission.LEAD: "Đặt lãnh đạo cụm, bàn giao, giao việc cho Cụm phó",
    Permission.EDIT_UNIT: "Nhập phần của tỉnh mình",
    Permission.SIGN: "Nộp giao ước đã ký của tỉnh mình",
    Permission.INVITE: "Mời người vào phạm vi mình phụ trách",
    Permission.ADMINISTER: "Quản trị cổng",
}

# The work of a cluster's year that a chair may hand to a vice-chair.
DELEGABLE = (
    Permission.EDIT_CONFERENCE,
    Permission.EDIT_PLEDGE,
    Permission.EDIT_RESULTS,
    Permission.EDIT_AWARDS,
    Permission.PUBLISH,
)
# What nobody passes on to a substitute.
PERSONAL = frozenset({Permission.LEAD, Permission.INVITE, Permission.ADMINISTER})
# Whoever holds one of these over anything signs in with a second factor.
SENSITIVE = frozenset({Permission.PUBLISH, Permission.SIGN, Permission.ADMINISTER})


class Role(models.TextChoices):
    SECRETARIAT = "secretariat", "Ban thư ký cụm"
    PROVINCIAL_OFFICER = "provincial_officer", "Cán bộ thi đua - khen thưởng của tỉnh"
    CENTRAL = "central", "Ban Thi đua - Khen thưởng Trung ương"
    ADMINISTRATOR = "administrator", "Quản trị"


class Scope(StrEnum):
    """What a role is held over."""

    CLUSTER = "cluster"
    UNIT = "unit"
    COUNTRY = "country"


class Basis(StrEnum):
    """Why somebody holds a permission: by the appointment alone, or by the unit's office."""

    APPOINTED = "appointed"
    CHAIR = "chair"
    DELEGATED = "delegated"


BASIS_LABELS: dict[Basis, str] = {
    Basis.APPOINTED: "Được",
    Basis.CHAIR: "Khi tỉnh là Cụm trưởng",
    Basis.DELEGATED: "Khi Cụm trưởng giao",
}


@dataclass(frozen=True)
class RoleDefinition:
    """What a role may do: by appointment, while the unit is in the chair, or by delegation."""

    scope: Scope
    description: str
    appointed: frozenset[Permission]
    chair: frozenset[Permission] = field(default_factory=frozenset)
    delegated: frozenset[Permission] = field(default_factory=frozenset)

    def bases_of(self, permission: Permission) -> list[Basis]:
        """On which bases the role may hold `permission`."""
        grants = {
            Basis.APPOINTED: self.appointed,
            Basis.CHAIR: self.chair,
            Basis.DELEGATED: self.delegated,
        }
        return [basis for basis, permissions in grants.items() if permission in permissions]


ROLES: dict[str, RoleDefinition] = {
    Role.SECRETARIAT: RoleDefinition(
        Scope.CLUSTER,
        "Cán bộ của một tỉnh giúp việc cho cụm. Xem cả dự thảo của cụm; nhập hồ sơ của cụm khi"
        " tỉnh là Cụm trưởng, từ ngày nhận bàn giao đến ngày bàn giao cho Cụm trưởng sau; khi tỉnh"
        " là Cụm phó thì làm phần việc được Cụm trưởng giao.",
        appointed=frozenset({Permission.VIEW_DRAFTS}),
        chair=frozenset({*DELEGABLE, Permission.LEAD, Permission.INVITE}),
        delegated=frozenset(DELEGABLE),
    ),
    Role.PROVINCIAL_OFFICER: RoleDefinition(
        Scope.UNIT,
        "Xem cả dự thảo của cụm mà tỉnh là thành viên; nhập phần của tỉnh mình, của tỉnh cũ mà chỉ"
        " tỉnh mình kế thừa; nộp giao ước đã ký của tỉnh mình.",
        appointed=frozenset(
            {Permission.VIEW_DRAFTS, Permission.EDIT_UNIT, Permission.SIGN, Permission.INVITE}
        ),
    ),
    Role.CENTRAL: RoleDefinition(
        Scope.COUNTRY,
        "Xem mọi cụm, cả dự thảo và tiến độ; không sửa gì.",
        appointed=frozenset({Permission.VIEW_DRAFTS}),
    ),
    Role.ADMINISTRATOR: RoleDefinition(
        Scope.COUNTRY,
        "Quản lý tài khoản, danh mục và toàn bộ hồ sơ qua trang quản trị.",
        appointed=frozenset(Permission),
    ),
}

# Whom a role may invite, and where, in words; the decision itself is `access.may_appoint`.
INVITED_BY: dict[str, dict[str, str]] = {
    Role.SECRETARIAT: {
        Role.SECRETARIAT: "tỉnh mình và các tỉnh trong cụm, khi tỉnh mình là Cụm trưởng",
        Role.PROVINCIAL_OFFICER: "các tỉnh trong cụm, khi tỉnh mình là Cụm trưởng",
    },
    Role.PROVINCIAL_OFFICER: {Role.PROVINCIAL_OFFICER: "tỉnh mình"},
    Role.CENTRAL: {},
    Role.ADMINISTRATOR: dict.fromkeys(Role, "mọi nơi"),
}

# Rules that hold for every role, in words, for the page that explains the rights.
COMMON_RULES = (
    "Hồ sơ đã công bố ai cũng xem được, không cần tài khoản.",
    "Quyền của ban thư ký đi theo chức trách của tỉnh: Cụm trưởng giữ quyền từ ngày nhận bàn giao"
    " đến trước ngày Cụm trưởng sau nhận bàn giao. Cụm chưa ghi nhận lần bàn giao nào thì Cụm"
    " trưởng của năm gần nhất giữ quyền.",
    "Hồ sơ của những năm trước năm đang điều hành chỉ người quản trị hoặc ban thư ký của Cụm trưởng"
    " đương nhiệm được đính chính, và phải nêu lý do.",
    "Khi hai tỉnh sáp nhập, tỉnh mới tiếp tục chức trách của tỉnh cũ trong cụm.",
    "Người đi vắng có thể ủy quyền cho một người khác trong thời gian có ngày kết thúc; người được"
    " ủy quyền không mời ai, không đặt lãnh đạo cụm, không bàn giao, không giao tiếp việc.",
    "Không ai tự mời, tự phân công mình; quyền mới phải do người khác giao.",
    "Cụm đã kết thúc thì Cụm trưởng cuối cùng giữ quyền để hoàn tất hồ sơ, đến khi người quản trị"
    " kết thúc phân công.",
    "Ai được công bố, nộp bản ký hoặc quản trị thì phải dùng xác thực hai lớp.",
)
