"""Award forms by law, decisions, and awards proposed and granted."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from awards.keeping import EFFECTS


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"
    effects = EFFECTS
    audit_actions = {
        "add_award": "thêm",
        "change_award": "sửa",
        "save_awards": "nhập nhiều dòng khen thưởng,",
        "revoke_award": "thu hồi",
        "lift_revocation": "bỏ thu hồi",
        "remove_award": "bỏ",
        "save_decision": "lưu",
        "answer_near_pair": "trả lời cặp tên",
        "withdraw_near_answer": "bỏ câu trả lời cặp tên",
        "name_awards": "nêu các khen thưởng chưa gắn hội nghị tại",
    }

    def ready(self) -> None:
        post_migrate.connect(keep_register, sender=self)


def keep_register(plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    from awards import tallies  # models are not there yet when this file is read

    tallies.keep_up(was_migrated=bool(plan))
