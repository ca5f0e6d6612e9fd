"""How things of each sort are read and shown: from the keys that were found to hits."""
