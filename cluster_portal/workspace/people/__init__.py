"""Who works here: inviting people, their appointments, the scans of the decisions."""
