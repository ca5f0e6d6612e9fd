"""Roles are code: what each may do, and over what. Who holds one, where and when, is data."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class Permission(StrEnum):
    """Things that somebody may be allowed to do."""

    VIEW_DRAFTS = "view_drafts"
    EDIT_CLUSTER = "edit_cluster"
    EDIT_UNIT = "edit_unit"
    ADMINISTER = "administer"


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


@dataclass(frozen=True)
class RoleDefinition:
    """What a role may do, in code and in words for the page that explains it."""

    scope: Scope
    permissions: frozenset[Permission]
    description: str


ROLES: dict[str, RoleDefinition] = {
    Role.SECRETARIAT: RoleDefinition(
        Scope.CLUSTER,
        frozenset({Permission.VIEW_DRAFTS, Permission.EDIT_CLUSTER}),
        "Chuẩn bị năm thi đua của cụm: xem cả dự thảo, nhập và sửa hồ sơ của cụm.",
    ),
    Role.PROVINCIAL_OFFICER: RoleDefinition(
        Scope.UNIT,
        frozenset({Permission.VIEW_DRAFTS, Permission.EDIT_UNIT}),
        "Xem cả dự thảo của cụm mà tỉnh là thành viên; lập và sửa phần của tỉnh mình.",
    ),
    Role.CENTRAL: RoleDefinition(
        Scope.COUNTRY,
        frozenset({Permission.VIEW_DRAFTS}),
        "Xem mọi cụm, cả dự thảo; không sửa gì.",
    ),
    Role.ADMINISTRATOR: RoleDefinition(
        Scope.COUNTRY,
        frozenset(Permission),
        "Quản lý tài khoản, danh mục và toàn bộ hồ sơ qua trang quản trị.",
    ),
}

PERMISSION_LABELS: dict[Permission, str] = {
    Permission.VIEW_DRAFTS: "Xem dự thảo",
    Permission.EDIT_CLUSTER: "Nhập, sửa hồ sơ của cụm",
    Permission.EDIT_UNIT: "Nhập, sửa phần của tỉnh mình",
    Permission.ADMINISTER: "Quản trị",
}
