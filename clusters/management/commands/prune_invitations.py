"""Forget the people who never took up an invitation."""

from django.core.management.base import BaseCommand

from clusters import services


class Command(BaseCommand):
    help = "Xóa lời mời không ai nhận, quá hạn đã 90 ngày."

    def handle(self, *args, **options) -> None:
        removed = services.prune_invitations()
        self.stdout.write(f"Đã xóa {removed} lời mời không ai nhận.")
