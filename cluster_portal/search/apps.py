"""One search over everything."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from cluster_portal.search.keeping import EFFECTS


class SearchConfig(AppConfig):
    name = "cluster_portal.search"
    label = "search"
    verbose_name = "Tìm kiếm"
    effects = EFFECTS

    def ready(self) -> None:
        post_migrate.connect(keep_search, sender=self)


def keep_search(plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    from cluster_portal.search import rebuilding  # models are not there yet when this is read

    rebuilding.keep_up(was_migrated=bool(plan))
