"""What the working pages keep beside the record: uploaded sheets, reminders, what is asked for."""

from cluster_portal.workspace.models.issuing import IssueAct, IssueRequest, RequestState
from cluster_portal.workspace.models.reminders import PledgeReminder, ReminderAbout
from cluster_portal.workspace.models.sheets import ImportState, SheetImport, SheetKind

__all__ = [
    "ImportState",
    "IssueAct",
    "IssueRequest",
    "PledgeReminder",
    "ReminderAbout",
    "RequestState",
    "SheetImport",
    "SheetKind",
]
