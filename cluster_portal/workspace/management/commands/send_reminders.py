"""Remind the members of the pledges that wait for them."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cluster_portal.accounts.mail import wait_until_sent
from cluster_portal.workspace.unit_work import services


class Command(BaseCommand):
    help = (
        "Nhắc cán bộ các đơn vị chưa góp ý, chưa ký giao ước: trước hạn 7, 3, 1 ngày, đúng hạn,"
        " rồi ba ngày một lần. Chạy mỗi ngày; chạy lại trong ngày không nhắc thêm."
    )

    def handle(self, *args, **options) -> None:
        sent = services.send_due_reminders(today=timezone.localdate())
        wait_until_sent()
        for reminded in sent:
            self.stdout.write(f"{reminded.pledge}, {reminded.about.label}: {reminded.words}")
        count = sum(len(reminded.units) for reminded in sent)
        self.stdout.write(f"Đã nhắc {count} lượt đơn vị.")
