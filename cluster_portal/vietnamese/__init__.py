"""Vietnamese numbers, dates, text folding, ordering and typography, free of Django."""
