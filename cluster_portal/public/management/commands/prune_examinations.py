"""Forget strangers' files that no worker examined, and answers that were shown for long enough."""

from django.core.management.base import BaseCommand

from cluster_portal.public.verification import examinations


class Command(BaseCommand):
    help = "Xóa tệp gửi kiểm tra và kết quả đã quá hạn (10 và 15 phút)."

    def handle(self, *args, **options) -> None:
        removed = examinations.forget_old()
        self.stdout.write(f"Đã xóa {removed} lượt kiểm tra tệp quá hạn.")
