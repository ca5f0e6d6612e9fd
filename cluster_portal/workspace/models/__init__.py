"""What the working pages keep beside the record: uploaded sheets, days of reminders."""

from cluster_portal.workspace.models.reminders import PledgeReminder, ReminderAbout
from cluster_portal.workspace.models.sheets import ImportState, SheetImport, SheetKind

__all__ = ["ImportState", "PledgeReminder", "ReminderAbout", "SheetImport", "SheetKind"]
