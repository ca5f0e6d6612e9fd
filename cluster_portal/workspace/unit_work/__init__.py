"""The work of a province: what waits for it in every cluster, and the reminders of it."""
