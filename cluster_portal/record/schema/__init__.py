"""What each file of the record may hold, and the messages when it holds something else."""
