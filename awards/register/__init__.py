"""The award register as it is read: filters with counts, search, pages. All from kept lines and
totals, so that a million awards are read as fast as ten thousand."""
