"""Readies the database before the portal is served; does next to nothing when all is in place."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cluster_portal.database import triggers
from cluster_portal.record.demonstration import has_demo_accounts
from cluster_portal.record.demonstration_year import has_demo_year, load_demo_year
from cluster_portal.record.models import GeneratedCountry, RecordLoad
from cluster_portal.record.state import is_loaded


class Command(BaseCommand):
    """Migrates, loads the record, makes the demo accounts and their year: what is missing of it."""

    requires_system_checks = ()  # they load every page's code, which doubles the time taken
    help = "Chuẩn bị cơ sở dữ liệu: cập nhật bảng, nạp hồ sơ, tạo tài khoản dùng thử nếu thiếu."

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write("Đã cập nhật cơ sở dữ liệu.")
        triggers.install(connection)  # a rule may have changed without a migration
        if country := GeneratedCountry.objects.first():
            self.stdout.write(f"{country}: không nạp hồ sơ, không tạo tài khoản dùng thử.")
            return
        if not RecordLoad.objects.exists():
            call_command("load_record", stdout=self.stdout)
        elif not is_loaded():
            self.stdout.write(
                "Tệp hồ sơ trong data/ đã đổi. Chạy manage.py load_record để nạp lại; "
                "hội nghị có trong tệp sẽ theo đúng tệp."
            )
        if settings.DEMO and not has_demo_accounts():
            call_command("load_demo_accounts", stdout=self.stdout)
        if settings.DEMO and not has_demo_year():
            self.stdout.write(f"Đã mở năm dùng thử: {load_demo_year()}.")
