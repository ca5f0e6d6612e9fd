"""On which days members were reminded, so that nobody is twice on one."""

from django.db import models

from clusters.models import Unit
from emulation.models import Pledge


class ReminderAbout(models.TextChoices):
    COMMENTS = "comments", "Góp ý giao ước"
    SIGNING = "signing", "Ký giao ước"


class PledgeReminder(models.Model):
    """A unit was reminded on a day of what a pledge asks of it."""

    pledge = models.ForeignKey(
        Pledge, verbose_name="giao ước", on_delete=models.PROTECT, related_name="reminders"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField("nhắc việc", max_length=20, choices=ReminderAbout)
    reminded_on = models.DateField("ngày nhắc")

    part_of = "pledge"  # in whose history it stands

    class Meta:
        verbose_name = "lần nhắc hạn"
        verbose_name_plural = "các lần nhắc hạn"
        ordering = ("-reminded_on", "pledge", "unit__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("pledge", "unit", "about", "reminded_on"),
                name="pledge_reminder_once_a_day",
                violation_error_message="Hôm nay đã nhắc đơn vị này.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.unit}"

    @property
    def access_whole(self) -> Pledge:
        return self.pledge
