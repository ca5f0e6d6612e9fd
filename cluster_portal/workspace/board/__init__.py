"""The board of a year: what is done, what is missing, what is late, and by whom."""
