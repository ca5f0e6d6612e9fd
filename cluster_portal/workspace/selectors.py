"""The roles in words, as the code defines them."""

from dataclasses import dataclass

from clusters.roles import (
    BASIS_LABELS,
    COMMON_RULES,
    DELEGABLE,
    INVITED_BY,
    PERMISSION_LABELS,
    PERSONAL,
    ROLES,
    SENSITIVE,
    Permission,
    Role,
    Scope,
)

SCOPE_WORDS = {
    Scope.CLUSTER: "một cụm, thay mặt một tỉnh",
    Scope.UNIT: "một tỉnh, thành phố",
    Scope.COUNTRY: "cả nước",
}
NEVER = "Không"


@dataclass(frozen=True)
class Cell:
    """What one role may do of one permission: the words of its bases, or that it never may."""

    role: str
    bases: list[str]

    @property
    def text(self) -> str:
        if not self.bases:
            return NEVER
        first, *others = self.bases
        return "; ".join([first, *(words[0].lower() + words[1:] for words in others)])


@dataclass(frozen=True)
class PermissionRow:
    """One permission, with a cell for each role in the order of the roles."""

    permission: Permission
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class RoleWords:
    """A role as people read it; `invites` are (role, where)."""

    name: str
    scope: str
    description: str
    invites: list[tuple[str, str]]


def roles_page() -> dict[str, list]:
    """Everything that the page "Ai làm được gì" says, from the definitions alone."""
    return {
        "roles": [
            RoleWords(
                name=Role(role).label,
                scope=SCOPE_WORDS[definition.scope],
                description=definition.description,
                invites=[(Role(whom).label, where) for whom, where in INVITED_BY[role].items()],
            )
            for role, definition in ROLES.items()
        ],
        "rows": [
            PermissionRow(
                permission,
                label,
                [
                    Cell(
                        Role(role).label,
                        [BASIS_LABELS[basis] for basis in definition.bases_of(permission)],
                    )
                    for role, definition in ROLES.items()
                ],
            )
            for permission, label in PERMISSION_LABELS.items()
        ],
        "delegable": labels_of(DELEGABLE),
        "sensitive": labels_of(SENSITIVE),
        "personal": labels_of(PERSONAL),
        "rules": list(COMMON_RULES),
    }


def labels_of(permissions: frozenset[Permission] | tuple[Permission, ...] | set) -> list[str]:
    """The words for `permissions`, in the order in which the page lists them."""
    return [label for permission, label in PERMISSION_LABELS.items() if permission in permissions]
