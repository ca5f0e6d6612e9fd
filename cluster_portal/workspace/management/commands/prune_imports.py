"""Forget uploads that nobody saved."""

from django.core.management.base import BaseCommand

from cluster_portal.workspace.exchange import services


class Command(BaseCommand):
    help = "Xóa bảng tải lên không ai lưu, đã quá 30 ngày."

    def handle(self, *args, **options) -> None:
        removed = services.prune_imports()
        self.stdout.write(f"Đã xóa {removed} bảng tải lên không ai lưu.")
