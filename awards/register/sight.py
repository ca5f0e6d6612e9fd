"""Which lines of the register a reader sees, and which names in them."""

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings

from awards.models import Award, RecipientKind
from cluster_portal.vietnamese.persons import initials
from clusters import access
from clusters.roles import Permission

FULL, INITIALS, HIDDEN = settings.NAME_RULES
UNNAMED = {
    RecipientKind.INDIVIDUAL: "Một cá nhân",
    RecipientKind.HOUSEHOLD: "Một hộ gia đình",
}
SOMEBODY = "Không nêu tên"


def is_private(award: Award) -> bool:
    """Whether the award names a person or a household, rather than a collective or nobody."""
    return bool(award.recipient_name) and award.recipient_kind != RecipientKind.COLLECTIVE


@dataclass(frozen=True)
class Sight:
    """What one reader sees: every line, or the public ones and those of some clusters' drafts.

    Whoever sees a cluster's drafts works there, and reads private names by `NAMES_FOR_STAFF`;
    everybody else by `NAMES_FOR_PUBLIC`.
    """

    everything: bool = False
    clusters: tuple[int, ...] = ()
    for_public: str = INITIALS
    for_staff: str = FULL

    @classmethod
    def of(cls, user: Any) -> Self:
        """What `user` sees today."""
        reached = access.reach(user, Permission.VIEW_DRAFTS)
        return cls(
            everything=reached.everything,
            clusters=tuple(sorted(reached.clusters)),
            for_public=settings.NAMES_FOR_PUBLIC,
            for_staff=settings.NAMES_FOR_STAFF,
        )

    @property
    def reads_every_name(self) -> bool:
        """Whether no name in any line is kept from the reader."""
        return (self.for_staff if self.everything else self.for_public) == FULL

    def rule_for(self, cluster_id: int) -> str:
        """How private names in lines of the cluster are shown."""
        is_staff = self.everything or cluster_id in self.clusters
        return self.for_staff if is_staff else self.for_public

    def recipient(self, award: Award) -> str:
        """Who was rewarded, as the reader may know it."""
        if not is_private(award):
            return award.recipient
        rule = self.rule_for(award.emulation_year.cluster_id)
        if rule == FULL:
            return award.recipient_name
        if rule == INITIALS:
            return initials(award.recipient_name)
        return UNNAMED.get(RecipientKind(award.recipient_kind), SOMEBODY)

    def shows_all_of(self, award: Award) -> bool:
        """Whether the reader sees the whole line: a note may name a person too."""
        return not is_private(award) or self.rule_for(award.emulation_year.cluster_id) == FULL
